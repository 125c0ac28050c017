using System.Text.Json;
using DeepThin.Generators.Specs;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>
/// Layers and their gradients against PyTorch's: numbers that Fixtures/make_layers.py took from it, the committed ones, or those made anew
/// in the folder DEEPTHIN_FIXTURES.
/// </summary>
public sealed class PyTorchTests
{
    private const double RelativeError = 5e-6;

    [Fact]
    public void Layers_equal_those_of_PyTorch_forward_and_backward()
    {
        var cases = Cases();
        ModelSpec[] specs = [.. cases.Select((item, index) => FixtureModels.Model(index, item))];
        var models = CompiledModel.Build(specs, seed: 1);
        for (int i = 0; i < specs.Length; i++) Check(new GuardedModel(models[i]), cases[i]);
    }

    private static List<JsonElement> Cases()
    {
        using var document = FixtureModels.Read("layers.json");
        return [.. document.RootElement.EnumerateArray().Select(item => item.Clone())];
    }

    private static void Check(CompiledModel model, JsonElement item)
    {
        string plan = model.Info.ToString();
        var tensors = model.Info.Tensors;
        var parameters = item.GetProperty("parameters").EnumerateArray().ToList();
        Assert.Equal(parameters.Count, tensors.Count);
        for (int i = 0; i < tensors.Count; i++)
        {
            float[] values = Floats(parameters[i]);
            Assert.True(values.Length == tensors[i].Length, $"{tensors[i].Name} has {tensors[i].Length} values where the fixture has {values.Length}\n{plan}");
            values.CopyTo(model.Parameters[tensors[i].Offset..]);
        }

        model.Prepare();
        float[] inputs = Floats(item.GetProperty("inputs")), wanted = Floats(item.GetProperty("outputs")), slopes = Floats(item.GetProperty("slopes"));
        int count = inputs.Length / model.InputLength;
        float[] outputs = new float[wanted.Length], trace = new float[model.TraceLength], gradients = new float[model.Parameters.Length], inputGradients = new float[inputs.Length];
        for (int i = 0; i < count; i++)
        {
            model.Forward(inputs.AsSpan(i * model.InputLength, model.InputLength), outputs.AsSpan(i * model.OutputLength, model.OutputLength));
        }

        AssertClose(wanted, outputs, "outputs", plan);
        model.ForwardTrace(inputs, outputs, count, trace);
        AssertClose(item.TryGetProperty("traceOutputs", out var traced) ? Floats(traced) : wanted, outputs, "outputs of a trace", plan);
        model.Backward(slopes, count, trace, gradients, inputGradients);
        AssertClose(Floats(item.GetProperty("inputGradients")), inputGradients, "gradients of the inputs", plan);
        foreach (var (tensor, expected) in tensors.Zip(item.GetProperty("parameterGradients").EnumerateArray()))
        {
            AssertClose(Floats(expected), gradients.AsSpan(tensor.Offset, tensor.Length).ToArray(), tensor.Name, plan);
        }
    }

    private static void AssertClose(float[] expected, float[] actual, string what, string plan)
    {
        double error = Math.Sqrt(expected.Zip(actual, (wanted, found) => Math.Pow(found - (double)wanted, 2)).Sum());
        double norm = Math.Sqrt(expected.Sum(wanted => (double)wanted * wanted));
        Assert.True(error <= RelativeError * norm, $"The {what} differ by {error / norm:e2}.\n{plan}");
    }

    private static float[] Floats(JsonElement values) => [.. values.EnumerateArray().Select(value => value.GetSingle())];
}
