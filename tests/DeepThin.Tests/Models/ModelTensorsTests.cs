using System.Numerics.Tensors;
using DeepThin.Tests.Runtime;

namespace DeepThin.Tests.Models;

public sealed class ModelTensorsTests
{
    private const int Count = 70;

    private static readonly int Inputs = SmallModel.InputLength, Outputs = SmallModel.OutputLength;

    private readonly SmallModel _model = SmallModel.Create(1);
    private readonly float[] _inputs = [.. Enumerable.Range(0, Count * Inputs).Select(i => MathF.Sin(i))];

    [Theory]
    [InlineData(Count, 48)]
    [InlineData(Count, 6, 8)]
    [InlineData(0, 48)]
    public void A_batch_in_tensors_is_predicted_as_one_in_spans(params int[] shape)
    {
        int count = shape[0];
        float[] expected = new float[count * Outputs], outputs = new float[count * Outputs];
        Predict(_model, _inputs.AsSpan(0, count * Inputs), expected);
        _model.ForwardBatch(new ReadOnlyTensorSpan<float>(_inputs.AsSpan(0, count * Inputs), Sizes(shape)), new TensorSpan<float>(outputs, Sizes(count, Outputs)), 2);
        Assert.Equal(expected, outputs);
    }

    [Theory]
    [InlineData("inputs", "inputs has the shape [2, 47], which is not [samples, 48].", 2, 47)]
    [InlineData("inputs", "inputs has the shape [96], which is not [samples, 48].", 96)]
    [InlineData("outputs", "outputs has room for 2 predictions where inputs has 3 samples.", 3, 48)]
    public void A_wrong_shape_is_refused(string parameter, string message, params int[] shape)
    {
        float[] outputs = new float[2 * Outputs];
        int values = shape.Aggregate(1, (product, size) => product * size);
        var error = Assert.Throws<ArgumentException>(() => _model.ForwardBatch(new ReadOnlyTensorSpan<float>(_inputs.AsSpan(0, values), Sizes(shape)), new TensorSpan<float>(outputs, Sizes(2, Outputs))));
        Assert.Equal(parameter, error.ParamName);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.All(outputs, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Samples_that_do_not_lie_one_after_the_other_are_refused()
    {
        float[] outputs = new float[2 * Outputs];
        var error = Assert.Throws<ArgumentException>(() => _model.ForwardBatch(
            new ReadOnlyTensorSpan<float>(_inputs, Sizes(2, Inputs), Sizes(2 * Inputs, 1)), new TensorSpan<float>(outputs, Sizes(2, Outputs))));
        Assert.StartsWith("inputs is not dense; copy it into a tensor whose values lie one after the other.", error.Message, StringComparison.Ordinal);
    }

    private static void Predict<TModel>(TModel model, ReadOnlySpan<float> inputs, Span<float> outputs)
        where TModel : class, IModel<TModel> => model.ForwardBatch(inputs, outputs);

    private static nint[] Sizes(params int[] sizes) => [.. sizes.Select(size => (nint)size)];
}
