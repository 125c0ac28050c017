using DeepThin.Planning;

namespace DeepThin.Benchmarks.Choice;

/// <summary>A layer, and the kernels that compute it.</summary>
internal sealed class ChoiceContest
{
    // How the memory of a model lies in the caches is luck, and large: every kernel has two chances.
    private const int Places = 2;

    private readonly ChoiceLayer _layer;
    private readonly IReadOnlyList<ChoiceKernel> _kernels;
    private readonly KernelKind _chosen;
    private readonly Dictionary<KernelKind, Contender[]> _contenders;

    /// <summary>Sets up the contenders.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="kernels">The kernels that fit.</param>
    /// <param name="models">Makes a model for each kernel that is measured.</param>
    /// <param name="batch">The samples.</param>
    /// <exception cref="BenchmarkException">They compute something else.</exception>
    public ChoiceContest(ChoiceLayer layer, IReadOnlyList<ChoiceKernel> kernels, IReadOnlyDictionary<ChoiceKernel, Func<Action<Samples>>> models, int batch)
    {
        _layer = layer;
        _kernels = kernels;
        _chosen = layer.Chosen(batch);
        var samples = new Samples(layer.Factors.Q, layer.Factors.R, batch);
        _contenders = kernels.Where(kernel => kernel.IsMeasured).ToDictionary(
            kernel => kernel.Kind,
            kernel => Enumerable.Range(0, Places).Select(_ => Contender($"{NameOf(kernel.Kind)} of {layer.Name}", models[kernel](), samples)).ToArray());
        Agreement.Check([.. Contenders], samples, Agreement.OfFloats);
    }

    /// <summary>Everything that a round measures.</summary>
    public IEnumerable<Contender> Contenders => _contenders.Values.SelectMany(places => places);

    /// <summary>How much more time the chosen kernel takes than the fastest, as a share.</summary>
    public double Distance => Best(Fastest).RatioTo(Best(_chosen)) - 1;

    private KernelKind Fastest => _contenders.Keys.MinBy(kind => Best(kind).Median);

    /// <summary>A kernel's name, as files and options write it.</summary>
    public static string NameOf(KernelKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>The row of the table.</summary>
    public string[] Row() =>
    [
        _layer.Name,
        $"{_layer.Factors.N}",
        NameOf(_chosen),
        $"{Best(_chosen).Median:0.00}",
        NameOf(Fastest),
        $"{Best(Fastest).Median:0.00}",
        $"{100 * Math.Max(0, Distance):0} %",
        .. ChoiceLayer.Kinds.Select(Cell),
    ];

    private static Contender Contender(string name, Action<Samples> predict, Samples samples) => new(name, () => predict(samples));

    private Contender Best(KernelKind kind) => _contenders[kind].MinBy(place => place.Median)!;

    private string Cell(KernelKind kind) => _kernels.SingleOrDefault(kernel => kernel.Kind == kind) switch
    {
        null => "",
        { IsMeasured: false } kernel => $"{kernel.Cost / 1000:0}k, too slow",
        { } kernel => $"{Best(kind).Median:0.00}, {kernel.Cost / 1000:0}k",
    };
}
