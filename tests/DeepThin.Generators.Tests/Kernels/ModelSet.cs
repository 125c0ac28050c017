using DeepThin.Generators.Parsing;
using DeepThin.Generators.Specs;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>Models of one sort, drawn with one seed, and how far their outputs may be from the reference's.</summary>
/// <param name="Name">The name of the sort.</param>
/// <param name="Seed">The seed, which also decides the parameters and samples that the models are checked with.</param>
/// <param name="Models">The models, named Model0, Model1 and so on.</param>
/// <param name="Tolerance">The largest relative error of a forward pass.</param>
internal sealed record ModelSet(string Name, int Seed, IReadOnlyList<ModelSpec> Models, double Tolerance)
{
    /// <summary>The sets of each sort: seeds 0, 1 and so on.</summary>
    public const int Seeds = 4;

    /// <summary>The layers of a set.</summary>
    public const int Size = 40;

    /// <summary>The networks of a set; of those with convolutions more follow that large or particular kernels take.</summary>
    public const int Few = Size / 3;

    /// <summary>The networks of a set with layers that are folded.</summary>
    public const int Folded = 32;

    /// <summary>The networks of a set whose layers have values in another order.</summary>
    public const int Rearranged = 18;

    /// <summary>The networks of a set that take whole sequences or end them.</summary>
    public const int Whole = 9;

    /// <summary>Those of them, and of the networks with recurrent layers, that have values in another order in each step; they stand last.</summary>
    private const int Steps = 3;

    private const double RelativeError = 2e-6;

    /// <summary>Every set that the kernels are tested with.</summary>
    public static IEnumerable<ModelSet> All =>
        Enumerable.Range(0, Seeds).SelectMany(seed => new[] { OneLayer(seed), SteeredLayer(seed), OtherLayer(seed), Network(seed), Convolutions(seed), Graph(seed), Embedding(seed), Values(seed), Folding(seed), Recurrent(seed), WholeSequences(seed), Rearranging(seed) });

    /// <summary>The same models with weights held in 16 or 8 bits, each in one of these ways; they do not train.</summary>
    public IEnumerable<ModelSpec> Narrow => Models.Select((model, index) => model with { Network = model.Network with { Training = false, Held = IsForPredictions && index % 2 == 0 ? WeightType.Float32 : (WeightType)(1 + index / 2 % 3) } });

    /// <summary>
    /// Whether its models are there for those that do not train, of which every other one then has weights in single precision. The others give these their parameters, and are not checked: biases that samples
    /// are normalised behind have gradients that cancel.
    /// </summary>
    public bool IsForPredictions { get; private init; }

    /// <summary>Layers whose kernel is the one that is counted to cost least.</summary>
    public static ModelSet OneLayer(int seed) => new(nameof(OneLayer), seed, Draw(new RandomModels(seed).OneLayer), RelativeError);

    /// <summary>Layers whose kernel is named or chosen for memory.</summary>
    public static ModelSet SteeredLayer(int seed) => new(nameof(SteeredLayer), seed, Draw(new RandomModels(seed + 2000).SteeredLayer), RelativeError);

    /// <summary>Layers whose weights are kept another way.</summary>
    public static ModelSet OtherLayer(int seed) => new(nameof(OtherLayer), seed, Draw(new RandomModels(seed + 3000).OtherLayer), RelativeError);

    /// <summary>Networks of a few layers.</summary>
    public static ModelSet Network(int seed) => new(nameof(Network), seed, Draw(new RandomModels(seed + 1000).Network, Few), 5 * RelativeError);

    /// <summary>Networks with convolutions and poolings.</summary>
    public static ModelSet Convolutions(int seed) => new(nameof(Convolutions), seed, Draw(new RandomModels(seed + 4000).Convolutions, Few + 8), 5 * RelativeError);

    /// <summary>Networks whose values several layers read, with several inputs and outputs.</summary>
    public static ModelSet Graph(int seed) => new(nameof(Graph), seed, Draw(new RandomModels(seed + 5000).Graph, Few), 5 * RelativeError);

    /// <summary>Networks that look up rows of tables.</summary>
    public static ModelSet Embedding(int seed) => new(nameof(Embedding), seed, Draw(new RandomModels(seed + 6000).Embedding, Few), 5 * RelativeError);

    /// <summary>Networks with layers that have no matrix.</summary>
    public static ModelSet Values(int seed) => new(nameof(Values), seed, Draw(new RandomModels(seed + 7000).Values, Few), 5 * RelativeError);

    /// <summary>Networks with layers that are folded into those before them where nothing trains.</summary>
    public static ModelSet Folding(int seed) => new(nameof(Folding), seed, Draw(new RandomModels(seed + 8000).Folding, Folded), 5 * RelativeError) { IsForPredictions = true };

    /// <summary>Networks with recurrent layers, and some whose hidden values are reset before they are multiplied.</summary>
    public static ModelSet Recurrent(int seed) => new(nameof(Recurrent), seed, Draw(new RandomModels(seed + 8500).Recurrent, Few + 5 + Steps), 5 * RelativeError);

    /// <summary>Networks that need whole sequences, or end them.</summary>
    public static ModelSet WholeSequences(int seed) => new(nameof(WholeSequences), seed, Draw(new RandomModels(seed + 9000).WholeSequences, Whole + Steps), 5 * RelativeError);

    /// <summary>Networks with layers that have values in another order.</summary>
    public static ModelSet Rearranging(int seed) => new(nameof(Rearranging), seed, Draw(new RandomModels(seed + 9500).Rearranging, Rearranged), 5 * RelativeError);

    private static ModelSpec[] Draw(Func<int, ModelSpec> draw, int count = Size) => [.. Enumerable.Range(0, count).Select(draw)];
}
