using System.Reflection;
using DeepThin.Runtime;

namespace DeepThin.Training.Tests;

/// <summary>The sizes of a test model.</summary>
internal interface IShape
{
    static abstract int Inputs { get; }

    static abstract int Hidden { get; }

    static abstract int Outputs { get; }

    static abstract Activation Last { get; }
}

internal sealed class Planar : IShape
{
    public static int Inputs => 2;

    public static int Hidden => 20;

    public static int Outputs => 3;

    public static Activation Last => Activation.Identity;
}

internal sealed class PlanarLog : IShape
{
    public static int Inputs => 2;

    public static int Hidden => 20;

    public static int Outputs => 3;

    public static Activation Last => Activation.LogSoftmax;
}

internal sealed class PlanarProbabilities : IShape
{
    public static int Inputs => 2;

    public static int Hidden => 20;

    public static int Outputs => 3;

    public static Activation Last => Activation.Softmax;
}

internal sealed class PlanarSigmoid : IShape
{
    public static int Inputs => 2;

    public static int Hidden => 20;

    public static int Outputs => 3;

    public static Activation Last => Activation.Sigmoid;
}

internal sealed class Cubic : IShape
{
    public static int Inputs => 3;

    public static int Hidden => 4;

    public static int Outputs => 3;

    public static Activation Last => Activation.Identity;
}

/// <summary>Large enough that its parameter block has more than one chunk.</summary>
internal sealed class Wide : IShape
{
    public static int Inputs => 2;

    public static int Hidden => 7000;

    public static int Outputs => 3;

    public static Activation Last => Activation.Identity;
}

/// <summary>
/// A perceptron with one hidden layer (ReLU), in plain loops. Everything comes from a copy of the parameters that only Prepare
/// renews, so that a forgotten call shows; and the padding of the parameter block has an odd place, so that a wrong write there shows.
/// </summary>
internal sealed class TestModel<TShape> : ITrainableModel<TestModel<TShape>>
    where TShape : IShape
{
    private static readonly TensorInfo[] Layout = Tensors();

    private readonly AlignedBuffer _parameters = new(Info.ParameterBlockLength);
    private readonly float[] _prepared = new float[Info.ParameterBlockLength];

    public static int InputLength => TShape.Inputs;

    public static int OutputLength => TShape.Outputs;

    public static int PanelSize => 64;

    public static int TraceLength => PanelSize * (TShape.Inputs + TShape.Hidden + TShape.Outputs);

    public static ModelInfo Info { get; } = new(
        $"TestModel of {typeof(TShape).Name}",
        Layout[3].Offset + Layout[3].Length,
        0,
        Layer("layers.0", TShape.Inputs, TShape.Hidden, Activation.Relu, Layout[..2]),
        Layer("layers.1", TShape.Hidden, TShape.Outputs, TShape.Last, Layout[2..]));

    public Span<float> Parameters => _parameters.Span;

    /// <summary>Is called with the number of samples of each panel that is traced.</summary>
    public Action<int>? OnForwardTrace { get; set; }

    /// <summary>Is told what random layers of a trace would draw from.</summary>
    public Action<ulong>? OnNoise { get; set; }

    public static TestModel<TShape> Create(int seed)
    {
        var model = new TestModel<TShape>();
        var random = new Random(seed);
        foreach (var tensor in Layout.Where(tensor => !tensor.IsVector))
        {
            double bound = Math.Sqrt(6.0 / tensor.Columns);
            foreach (ref float value in model.Tensor(tensor)) value = (float)((2 * random.NextDouble() - 1) * bound);
        }

        model.Prepare();
        return model;
    }

    public static TestModel<TShape> Load(string path) => throw new NotSupportedException();

    public static TestModel<TShape> LoadMapped(string path) => throw new NotSupportedException();

    public static TestModel<TShape> Load(Stream stream) => throw new NotSupportedException();

    public static TestModel<TShape> Load(ReadOnlyMemory<byte> file) => throw new NotSupportedException();

    public static TestModel<TShape> LoadResource(Assembly assembly, string name) => throw new NotSupportedException();

    public RoundingReport Rounding => throw new NotSupportedException();

    public DataNames Names { get; set; } = DataNames.None;

    public void Save(string path, WeightType? type = null) => throw new NotSupportedException();

    public void Save(Stream stream, WeightType? type = null) => throw new NotSupportedException();

    public void SavePacked(string path, WeightType? type = null) => throw new NotSupportedException();

    public void SavePacked(Stream stream, WeightType? type = null) => throw new NotSupportedException();

    public Span<float> Tensor(TensorInfo tensor) => Parameters.Slice(tensor.Offset, tensor.Length);

    public void Prepare() => Parameters.CopyTo(_prepared);

    public void Forward(ReadOnlySpan<float> input, Span<float> output) => ForwardBatch(input, output);

    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs, int maxDegreeOfParallelism = 1) =>
        Predict(_prepared, inputs, outputs, inputs.Length / InputLength, new float[inputs.Length / InputLength * TShape.Hidden]);

    public void Dispose()
    {
    }

    public void ForwardTrace(ReadOnlySpan<float> inputs, Span<float> outputs, int count, Span<float> trace, ulong noise = 0)
    {
        Require(count is > 0 and <= 64 && inputs.Length == count * InputLength && outputs.Length == count * OutputLength && trace.Length == TraceLength);
        OnForwardTrace?.Invoke(count);
        OnNoise?.Invoke(noise);
        inputs.CopyTo(trace);
        Predict(_prepared, inputs, outputs, count, trace[(PanelSize * TShape.Inputs)..]);
        outputs.CopyTo(trace[(PanelSize * (TShape.Inputs + TShape.Hidden))..]);
    }

    public void Backward(ReadOnlySpan<float> outputGradients, int count, ReadOnlySpan<float> trace, Span<float> parameterGradients, Span<float> inputGradients)
    {
        Require(outputGradients.Length == count * OutputLength && parameterGradients.Length == Info.ParameterBlockLength && inputGradients.IsEmpty);
        Span<float> dz = stackalloc float[TShape.Outputs];
        for (int b = 0; b < count; b++)
        {
            var x = trace.Slice(b * TShape.Inputs, TShape.Inputs);
            var hidden = trace.Slice(PanelSize * TShape.Inputs + b * TShape.Hidden, TShape.Hidden);
            var y = trace.Slice(PanelSize * (TShape.Inputs + TShape.Hidden) + b * TShape.Outputs, TShape.Outputs);
            BackLast(y, outputGradients.Slice(b * TShape.Outputs, TShape.Outputs), dz);
            BackSample(x, hidden, dz, parameterGradients);
        }
    }

    private void BackSample(ReadOnlySpan<float> x, ReadOnlySpan<float> hidden, ReadOnlySpan<float> dz, Span<float> gradients)
    {
        for (int j = 0; j < hidden.Length; j++)
        {
            float dh = 0;
            for (int i = 0; i < dz.Length; i++)
            {
                dh += dz[i] * _prepared[Layout[2].Offset + i * hidden.Length + j];
                gradients[Layout[2].Offset + i * hidden.Length + j] += dz[i] * hidden[j];
            }

            if (hidden[j] <= 0) continue;
            gradients[Layout[1].Offset + j] += dh;
            for (int q = 0; q < x.Length; q++) gradients[Layout[0].Offset + j * x.Length + q] += dh * x[q];
        }

        for (int i = 0; i < dz.Length; i++) gradients[Layout[3].Offset + i] += dz[i];
    }

    private static void BackLast(ReadOnlySpan<float> y, ReadOnlySpan<float> g, Span<float> dz)
    {
        float sum = 0;
        for (int i = 0; i < y.Length; i++) sum += TShape.Last == Activation.Softmax ? g[i] * y[i] : g[i];
        for (int i = 0; i < y.Length; i++)
        {
            dz[i] = TShape.Last switch
            {
                Activation.Softmax => y[i] * (g[i] - sum),
                Activation.LogSoftmax => g[i] - MathF.Exp(y[i]) * sum,
                _ => g[i],
            };
        }
    }

    private static void Predict(ReadOnlySpan<float> parameters, ReadOnlySpan<float> inputs, Span<float> outputs, int count, Span<float> hidden)
    {
        for (int b = 0; b < count; b++)
        {
            var h = hidden.Slice(b * TShape.Hidden, TShape.Hidden);
            var y = outputs.Slice(b * TShape.Outputs, TShape.Outputs);
            Dense(parameters, Layout[0], Layout[1], inputs.Slice(b * TShape.Inputs, TShape.Inputs), h);
            foreach (ref float value in h) value = MathF.Max(value, 0);
            Dense(parameters, Layout[2], Layout[3], h, y);
            if (TShape.Last is Activation.Softmax or Activation.LogSoftmax) Normalize(y);
        }
    }

    private static void Dense(ReadOnlySpan<float> parameters, TensorInfo weight, TensorInfo bias, ReadOnlySpan<float> x, Span<float> y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            float sum = parameters[bias.Offset + i];
            for (int q = 0; q < x.Length; q++) sum += parameters[weight.Offset + i * x.Length + q] * x[q];
            y[i] = sum;
        }
    }

    private static void Normalize(Span<float> y)
    {
        float max = float.NegativeInfinity, total = 0;
        foreach (float value in y) max = MathF.Max(max, value);
        foreach (float value in y) total += MathF.Exp(value - max);
        foreach (ref float value in y)
        {
            value = TShape.Last == Activation.Softmax ? MathF.Exp(value - max) / total : value - max - MathF.Log(total);
        }
    }

    private static void Require(bool condition)
    {
        if (!condition) throw new ArgumentException("A length or the count is wrong.");
    }

    private static TensorInfo[] Tensors()
    {
        (string Name, int Rows, int Columns)[] shapes =
        [
            ("layers.0.weight", TShape.Hidden, TShape.Inputs),
            ("layers.0.bias", TShape.Hidden, 0),
            ("layers.1.weight", TShape.Outputs, TShape.Hidden),
            ("layers.1.bias", TShape.Outputs, 0),
        ];
        var tensors = new List<TensorInfo>();
        int offset = 0;
        foreach (var (name, rows, columns) in shapes)
        {
            tensors.Add(new TensorInfo(name, rows, columns, offset) { Role = columns == 0 ? TensorRole.Bias : TensorRole.Weight, Initial = columns == 0 ? default : Initial.Normal(0.1) });
            offset = (offset + tensors[^1].Length + 15) / 16 * 16;
        }

        return [.. tensors];
    }

    private static LayerInfo Layer(string name, int q, int r, Activation activation, TensorInfo[] tensors) => new()
    {
        Name = name,
        Inputs = q,
        Outputs = r,
        Activation = activation,
        Parameters = q * r + r,
        PreparedBytes = 0,
        Maps = [new() { Kind = "dense", Inputs = q, Outputs = r, Ratio = 1, MultiplyAdds = (long)q * r, Kernel = "dense", BatchKernel = "dense", Reason = "" }],
        Tensors = tensors,
    };
}
