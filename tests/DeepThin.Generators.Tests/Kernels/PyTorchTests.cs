using System.Text.Json;
using DeepThin.Generators.Parsing;
using DeepThin.Generators.Specs;
using DeepThin.Planning;

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
        ModelSpec[] specs = [.. cases.Select((item, index) => RandomModels.Model(index, Spec(item)))];
        var models = CompiledModel.Build(specs, seed: 1);
        for (int i = 0; i < specs.Length; i++) Check(new GuardedModel(models[i]), cases[i]);
    }

    private static List<JsonElement> Cases()
    {
        string folder = Environment.GetEnvironmentVariable("DEEPTHIN_FIXTURES") ?? Path.Combine(AppContext.BaseDirectory, "Fixtures");
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "layers.json")));
        return [.. document.RootElement.EnumerateArray().Select(item => item.Clone())];
    }

    private static LayerSpec Spec(JsonElement item)
    {
        var gains = Enum.Parse<Gains>(item.GetProperty("gains").GetString()!);
        var activation = Enum.Parse<Activation>(item.GetProperty("activation").GetString()!);
        float parameter = activation switch
        {
            Activation.LeakyRelu => 0.1f,
            Activation.ClippedRelu => 0.75f,
            Activation.Elu => 1.5f,
            _ => 0,
        };
        if (item.TryGetProperty("shape", out var shape)) return OfValues(item, [.. shape.EnumerateArray().Select(size => size.GetInt32())]);
        if (item.TryGetProperty("channels", out _)) return OfWindow(item, new(activation, parameter), gains);
        int q = Int(item, "q"), r = Int(item, "r");
        var layer = item.GetProperty("kind").GetString() switch
        {
            "lowrank" => TestLayers.Other(new LowRankPlan(q, r, Int(item, "kept")), new(activation, parameter), true),
            "hashed" => TestLayers.Other(new HashedPlan(q, r, Int(item, "kept"), 0), new(activation, parameter), true),
            "pruned" => TestLayers.Other(new PrunedPlan(q, r, Int(item, "kept")), new(activation, parameter), true),
            _ => Dense(item, q, r, new(activation, parameter)),
        };
        return layer with { Gains = gains };
    }

    private static LayerSpec OfWindow(JsonElement item, ActivationSpec activation, Gains gains)
    {
        var window = new SlidingWindow(Int(item, "channels"), Axis(item.GetProperty("rows")), Axis(item.GetProperty("columns")));
        int q = window.Channels * window.Taps, r = Int(item, "outputChannels"), n = Int(item, "n");
        return item.GetProperty("kind").GetString() switch
        {
            "grouped" => new GroupedSpec(
                "layer", new(new(window.Channels / Int(item, "groups"), window.Rows, window.Columns), Int(item, "groups"), r / Int(item, "groups")), Bias: true, activation, item.GetProperty("isSeries").GetBoolean()),
            "depthwise" => new DepthwiseSpec("layer", window, Bias: true, activation, item.GetProperty("isSeries").GetBoolean()),
            "conv" => new ConvolutionSpec(
                "layer", window, n == 0 ? new DenseWeights(q, r) : new ReLayoutPlan(q, r, 1, n), TestLayers.Bias(r, null), activation, item.GetProperty("isSeries").GetBoolean(), gains),
            "max" => new PoolingSpec("layer", window, PoolingKind.Max),
            "average" => new PoolingSpec("layer", window, PoolingKind.Average),
            _ => new PoolingSpec("layer", window, PoolingKind.AverageOfInputs),
        };
    }

    private static LayerSpec OfValues(JsonElement item, int[] sizes)
    {
        var shape = new Shape(sizes[0], sizes.Length > 2 ? sizes[1] : 1, sizes.Length > 1 ? sizes[^1] : 1);
        string option = item.GetProperty("option").GetString()!;
        return item.GetProperty("kind").GetString() switch
        {
            "scale" => new ScaleSpec("layer", shape, option == "bias"),
            "prelu" => new PReluSpec("layer", shape, option == "shared"),
            "layernorm" => new LayerNormSpec("layer", shape, option.StartsWith("position", StringComparison.Ordinal), !option.EndsWith("no bias", StringComparison.Ordinal), 1e-5f),
            "batchnorm" => new BatchNormSpec("layer", shape, 1e-5f, 0.1f),
            "magnitude" => new MagnitudeSpec("layer", shape with { Channels = shape.Channels / 2 }),
            "pad" => item.GetProperty("sizes").EnumerateArray().Select(size => size.GetInt32()).ToArray() is [var top, var bottom, var left, var right, var before, var after]
                ? new PadSpec("layer", new(shape.Channels, shape.Height, shape.Width, top, bottom, left, right, before, after, Enum.Parse<PadMode>(option)))
                : throw new InvalidDataException("A pad has six sizes."),
            var kind => throw new InvalidDataException($"No layer is a {kind}."),
        };
    }

    private static WindowAxis Axis(JsonElement numbers) =>
        numbers.EnumerateArray().Select(number => number.GetInt32()).ToArray() is [var length, var kernel, var stride, var dilation, var before, var after]
            ? new(length, kernel, stride, dilation, before, after)
            : throw new InvalidDataException("An axis has six numbers.");

    private static FullyConnectedSpec Dense(JsonElement item, int q, int r, ActivationSpec activation)
    {
        int n = Int(item, "n"), biasN = Int(item, "biasN");
        double? biasRatio = biasN == 0 ? null : (biasN + Math.Ceiling((double)r / biasN)) / r;
        return TestLayers.Dense("layer", q, r, null, default, Int(item, "rank"), n == 0 ? null : n, activation, true, biasRatio);
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

    private static int Int(JsonElement item, string name) => item.GetProperty(name).GetInt32();

    private static float[] Floats(JsonElement values) => [.. values.EnumerateArray().Select(value => value.GetSingle())];
}
