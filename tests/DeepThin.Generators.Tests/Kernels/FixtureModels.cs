using System.Text.Json;
using DeepThin.Generators.Parsing;
using DeepThin.Generators.Specs;
using DeepThin.Planning;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>The models of the cases that scripts in Fixtures write.</summary>
internal static class FixtureModels
{
    /// <summary>A committed fixture, or one made anew in the folder DEEPTHIN_FIXTURES.</summary>
    public static JsonDocument Read(string file) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Environment.GetEnvironmentVariable("DEEPTHIN_FIXTURES") ?? Path.Combine(AppContext.BaseDirectory, "Fixtures"), file)));

    /// <summary>The model of a case: one layer, or a network that branches.</summary>
    public static ModelSpec Model(int index, JsonElement item) => item.TryGetProperty("layers", out _) ? Graph(index, item) : RandomModels.Model(index, Spec(item));

    private static ModelSpec Graph(int index, JsonElement item)
    {
        LayerSpec[] layers = [.. item.GetProperty("layers").EnumerateArray().Select((layer, place) => Spec(layer) with { Name = $"layer{place}", Reads = new(Ints(layer, "reads")) })];
        var model = RandomModels.Model(index, layers);
        return model with
        {
            Network = model.Network with
            {
                Inputs = new([.. Shapes(item, "inputShapes").Select((shape, place) => new InputSpec($"input{place}", shape))]),
                Outputs = new([.. Ints(item, "ends").Select((layer, place) => new OutputSpec($"output{place}", layer))]),
            },
        };
    }

    private static LayerSpec Spec(JsonElement item)
    {
        var gains = Enum.Parse<Gains>(item.GetProperty("gains").GetString()!);
        var activation = Enum.Parse<Activation>(item.GetProperty("activation").GetString()!);
        float parameter = (item.TryGetProperty("parameter", out var own), activation) switch
        {
            (true, _) => own.GetSingle(),
            (_, Activation.LeakyRelu) => 0.1f,
            (_, Activation.ClippedRelu) => 0.75f,
            (_, Activation.Elu) => 1.5f,
            _ => 0,
        };
        if (item.TryGetProperty("shape", out _)) return OfValues(item, Ints(item, "shape"));
        if (item.TryGetProperty("shapes", out _)) return OfSeveral(item, [.. Shapes(item, "shapes")], new(activation, parameter));
        if (item.TryGetProperty("channels", out _)) return OfWindow(item, new(activation, parameter), gains);
        if (item.TryGetProperty("cell", out var cell)) return Recurrent(Enum.Parse<RecurrentCell>(cell.GetString()!), Int(item, "q"), Int(item, "hidden"));
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

    private static RecurrentSpec Recurrent(RecurrentCell cell, int q, int hidden)
    {
        int r = hidden * RecurrentPlan.GatesOf(cell), ofHidden = hidden * RecurrentPlan.RecurrentGatesOf(cell);
        return new("layer", cell, hidden, new DenseWeights(q, r), Gains.None, new DenseWeights(hidden, ofHidden), Gains.None, HasBias: true)
        {
            CandidateWeights = r == ofHidden ? null : new DenseWeights(hidden, hidden),
        };
    }

    private static LayerSpec OfWindow(JsonElement item, ActivationSpec activation, Gains gains)
    {
        var window = new SlidingWindow(Int(item, "channels"), Axis(item.GetProperty("rows")), Axis(item.GetProperty("columns")));
        int q = window.Channels * window.Taps, r = Int(item, "outputChannels"), n = Int(item, "n");
        return item.GetProperty("kind").GetString() switch
        {
            "grouped" => new GroupedSpec(
                "layer", new(new(window.Channels / Int(item, "groups"), window.Rows, window.Columns), Int(item, "groups"), r / Int(item, "groups")),
                n == 0 ? new DenseWeights(q / Int(item, "groups"), r) : new ReLayoutPlan(q / Int(item, "groups"), r, 1, n), Bias: true, activation, item.GetProperty("isSeries").GetBoolean()),
            "depthwise" => new DepthwiseSpec("layer", window, Bias: true, activation, item.GetProperty("isSeries").GetBoolean()),
            "conv" => new ConvolutionSpec(
                "layer", window, n == 0 ? new DenseWeights(q, r) : new ReLayoutPlan(q, r, 1, n), TestLayers.Bias(r, null), activation, item.GetProperty("isSeries").GetBoolean(), gains),
            "max" => new PoolingSpec("layer", window, PoolingKind.Max),
            "average" => new PoolingSpec("layer", window, PoolingKind.Average),
            _ => new PoolingSpec("layer", window, PoolingKind.AverageOfInputs),
        };
    }

    private static LayerSpec OfSeveral(JsonElement item, Shape[] shapes, ActivationSpec activation) => item.GetProperty("kind").GetString() switch
    {
        "residual" => new ResidualSpec("layer", shapes[0], shapes[1], activation),
        "multiply" => new MultiplySpec("layer", shapes[0], shapes[1], activation),
        "concat" => new ConcatSpec("layer", new(shapes)),
        "flatten" => ReshapeSpec.Flatten("layer", shapes[0]),
        "reshape" => new ReshapeSpec("layer", shapes[0], ShapeOf(Ints(item, "other"))),
        "channels" => new ChannelsSpec("layer", shapes[0], Int(item, "first"), Int(item, "count")),
        "transpose" => new TransposeSpec("layer", shapes[0]),
        var kind => throw new InvalidDataException($"No layer is a {kind}."),
    };

    private static LayerSpec OfValues(JsonElement item, int[] sizes)
    {
        var shape = ShapeOf(sizes);
        string option = item.GetProperty("option").GetString()!;
        float epsilon = item.TryGetProperty("epsilon", out var own) ? own.GetSingle() : 1e-5f;
        return item.GetProperty("kind").GetString() switch
        {
            "scale" => new ScaleSpec("layer", shape, option == "bias"),
            "prelu" => new PReluSpec("layer", shape, option == "shared"),
            "layernorm" => new LayerNormSpec("layer", shape, option.StartsWith("position", StringComparison.Ordinal), !option.EndsWith("no bias", StringComparison.Ordinal), epsilon),
            "batchnorm" => new BatchNormSpec("layer", shape, epsilon, 0.1f),
            "magnitude" => new MagnitudeSpec("layer", shape with { Channels = shape.Channels / 2 }),
            "embedding" => Ints(item, "sizes") is [var indices, var rank, var n]
                ? new EmbeddingSpec("layer", indices, n == 0 ? new DenseWeights(sizes[1], sizes[0]) : new ReLayoutPlan(sizes[1], sizes[0], rank, n))
                : throw new InvalidDataException("An embedding has three sizes."),
            "pad" => Ints(item, "sizes") is [var top, var bottom, var left, var right, var before, var after]
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

    private static int Int(JsonElement item, string name) => item.GetProperty(name).GetInt32();

    private static int[] Ints(JsonElement item, string name) => [.. item.GetProperty(name).EnumerateArray().Select(number => number.GetInt32())];

    private static IEnumerable<Shape> Shapes(JsonElement item, string name) =>
        item.GetProperty(name).EnumerateArray().Select(sizes => ShapeOf([.. sizes.EnumerateArray().Select(size => size.GetInt32())]));

    private static Shape ShapeOf(int[] sizes) => new(sizes[0], sizes.Length > 2 ? sizes[1] : 1, sizes.Length > 1 ? sizes[^1] : 1);
}
