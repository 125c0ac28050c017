namespace DeepThin.Benchmarks.Models;

/// <summary>A convolution, or a network with some, uncompressed and compressed.</summary>
/// <param name="Name">Its sizes.</param>
/// <param name="Models">The generated models, the uncompressed one first.</param>
internal sealed record ConvolutionCase(string Name, ConvolutionCase.Model[] Models)
{
    /// <summary>The cases.</summary>
    public static readonly ConvolutionCase[] All =
    [
        new("64→64 3×3 28×28", [Of<Convolution64>(1, aim: 1.1), Of<Convolution64At10>(0.1, aim: 0.25), Of<Convolution64At3>(0.03, aim: 0.25)]),
        new("256→256 3×3 14×14", [Of<Convolution256>(1, aim: 1.1), Of<Convolution256At10>(0.1, aim: 0.2), Of<Convolution256At3>(0.03, aim: 0.1)]),
        new("512→256 kernel 5, 512 steps", [Of<Series512>(1, aim: 1.1), Of<Series512At3>(0.03, aim: 0.12)]),
        new("depthwise 3×3, 64 channels, 28×28", [Of<Depthwise64>(1, aim: 1)]),
        new("1-32-pool-64-pool-256-10", [Of<SmallNetwork>(1, aim: 1), Of<SmallNetworkCompressed>(RatioOf(SmallNetworkCompressed.Info), aim: 0.5)]),
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

    private static Model Of<TModel>(double ratio, double aim)
        where TModel : class, ITrainableModel<TModel> => new(ratio, BenchModel.Of<TModel>(), aim);

    /// <summary>A generated model.</summary>
    /// <param name="Ratio">The ratio asked for; of a network the share of all its weights that is kept.</param>
    /// <param name="Generated">The model.</param>
    /// <param name="Aim">The most time that it should take, as a share of what ONNX Runtime takes uncompressed.</param>
    internal sealed record Model(double Ratio, BenchModel Generated, double Aim);
}
