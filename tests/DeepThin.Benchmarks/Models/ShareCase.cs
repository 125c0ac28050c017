namespace DeepThin.Benchmarks.Models;

/// <summary>A layer or a network, uncompressed and compressed, whose times are shares of that of the uncompressed one in ONNX Runtime.</summary>
/// <param name="Name">Its sizes.</param>
/// <param name="Models">The generated models, the uncompressed one first.</param>
/// <param name="Steps">The steps of a sequence that are predicted at once; 1 where a sample is none.</param>
internal sealed record ShareCase(string Name, ShareCase.Model[] Models, int Steps = 1)
{
    /// <summary>Convolutions.</summary>
    public static readonly ShareCase[] Convolutions =
    [
        new("64→64 3×3 28×28", [Of<Convolution64>(1, aim: 1.1), Of<Convolution64At10>(0.1, aim: 0.25), Of<Convolution64At3>(0.03, aim: 0.25)]),
        new("256→256 3×3 14×14", [Of<Convolution256>(1, aim: 1.1), Of<Convolution256At10>(0.1, aim: 0.2), Of<Convolution256At3>(0.03, aim: 0.1)]),
        new("512→256 kernel 5, 512 steps", [Of<Series512>(1, aim: 1.1), Of<Series512At3>(0.03, aim: 0.12)]),
        new("depthwise 3×3, 64 channels, 28×28", [Of<Depthwise64>(1, aim: 1)]),
        new("1-32-pool-64-pool-256-10", [Of<SmallNetwork>(1, aim: 1), Of<SmallNetworkCompressed>(RatioOf(SmallNetworkCompressed.Info), aim: 0.5)]),
    ];

    /// <summary>Recurrent layers: a step of one sequence, or a sequence of so many.</summary>
    public static readonly ShareCase[] Recurrent =
    [
        new("LSTM 128→128, a step", [Of<Lstm128>(1, aim: 0.7), Of<Lstm128At10>(0.1, aim: 0.7)]),
        new("LSTM 128→128, 64 steps", [Of<Lstm128>(1, aim: 0.7), Of<Lstm128At10>(0.1, aim: 0.7)], Steps: 64),
        new("GRU 28→128, 28 steps", [Of<Gru28>(1, aim: 0.7), Of<Gru28At10>(0.1, aim: 0.7)], Steps: 28),
        new("LSTM 2048→2048, a step", [Of<Lstm2048>(1, aim: 1), Of<Lstm2048WideAt3>(0.03, aim: 1 / 60.0, form: "wide"), Of<Lstm2048TallAt3>(0.03, aim: 0.01, form: "tall"), Held<Lstm2048TallAt3Int8>(0.03, aim: 0.01, form: "tall")]),
        new("494→3×2048→LSTM 2048→2048→29, a frame", [Of<Speech>(1, aim: 1), Of<SpeechWideAt3>(0.03, aim: 0.02, form: "wide"), Of<SpeechTallAt3>(0.03, aim: 0.02, form: "tall")]),
    ];

    /// <summary>Whether it is meant by a part of its name, in which <c>-</c> and <c>x</c> may stand for <c>→</c> and <c>×</c>.</summary>
    public bool Has(string part) => Plain(Name).Contains(Plain(part), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string name) => name.Replace('→', '-').Replace('×', 'x');

    // The share of all weights that is kept.
    private static double RatioOf(ModelInfo info)
    {
        MapInfo[] maps = [.. info.Layers.SelectMany(layer => layer.Maps)];
        return maps.Sum(map => map.Ratio * map.Inputs * map.Outputs) / maps.Sum(map => (double)map.Inputs * map.Outputs);
    }

    private static Model Of<TModel>(double ratio, double aim, string? form = null)
        where TModel : class, ITrainableModel<TModel> => new(ratio, BenchModel.Of<TModel>(), aim, form);

    private static Model Held<TModel>(double ratio, double aim, string? form = null)
        where TModel : class, IModel<TModel> => new(ratio, BenchModel.Predicting<TModel>(), aim, form);

    /// <summary>A generated model.</summary>
    /// <param name="Ratio">The ratio asked for; of a network the share of all its weights that is kept.</param>
    /// <param name="Generated">The model.</param>
    /// <param name="Aim">The most time that it should take, as a share of what ONNX Runtime takes uncompressed.</param>
    /// <param name="Form">The form of its factors, where it has another beside it.</param>
    internal sealed record Model(double Ratio, BenchModel Generated, double Aim, string? Form = null);
}
