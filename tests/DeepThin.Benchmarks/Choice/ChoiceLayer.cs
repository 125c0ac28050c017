using System.Globalization;
using DeepThin.Planning;

namespace DeepThin.Benchmarks.Choice;

/// <summary>A layer of the grid, as the planner plans it.</summary>
/// <param name="Ratio">The ratio asked for.</param>
/// <param name="Form">The form asked for.</param>
/// <param name="Factors">The plan.</param>
internal sealed record ChoiceLayer(double Ratio, Form Form, ReLayoutPlan Factors)
{
    private static readonly (int Q, int R)[] Sizes =
    [
        (32, 32), (64, 64), (128, 512), (256, 10), (256, 256), (512, 32), (784, 10), (1024, 10),
        (784, 1024), (440, 2048), (1024, 1024), (2048, 512), (512, 4096), (2048, 2048),
    ];

    private static readonly (int Q, int R)[] SizesOfRank2 = [(256, 256), (784, 1024), (1024, 1024), (2048, 512)];

    private static readonly double[] Ratios = [0.1, 0.03, 0.01, 0.004], RatiosOfRank2 = [0.1, 0.03];

    /// <summary>The kernels, in the planner's order.</summary>
    public static readonly KernelKind[] Kinds = [KernelKind.Correlation, KernelKind.Fourier, KernelKind.Segments];

    /// <summary>How many times the least cost of a layer a kernel may be counted at and still be measured: some would run for seconds.</summary>
    /// <param name="batch">The samples: 1, or so many that panels are used.</param>
    public static double MostCost(int batch) => batch == 1 ? 50 : 10;

    /// <summary>The layers, each of the ratios that it can reach, in both forms where these differ.</summary>
    public static IReadOnlyList<ChoiceLayer> Grid() =>
        [.. Layers(Sizes, 1, Ratios).Concat(Layers(SizesOfRank2, 2, RatiosOfRank2)).DistinctBy(layer => layer.Factors)];

    /// <summary>The layer as text, such as <c>1024×1024, wide, 3 %</c>.</summary>
    public string Name => string.Create(
        CultureInfo.InvariantCulture,
        $"{Factors.Q}×{Factors.R}, {Form.ToString().ToLowerInvariant()}, {100 * Ratio:0.##} %{(Factors.Rank > 1 ? $", rank {Factors.Rank}" : "")}");

    /// <summary>The kernel that the planner chooses.</summary>
    /// <param name="batch">The samples: 1, or so many that panels are used.</param>
    public KernelKind Chosen(int batch)
    {
        var plan = KernelPlan.For(Factors, Kernel.Auto, Optimize.Speed);
        return (batch == 1 ? plan.OneSample : plan.Panel).Kind;
    }

    /// <summary>The kernels that fit.</summary>
    /// <param name="batch">The samples: 1, or so many that panels are used.</param>
    public IReadOnlyList<ChoiceKernel> Kernels(int batch)
    {
        KernelShape[] shapes = [.. KernelChoice.Fitting(Factors).Select(shape => shape.WithPrepared())];
        return [.. shapes.Select(shape => new ChoiceKernel(this, shape.Kind, Cost(shape), Cost(shape) <= MostCost(batch) * shapes.Min(Cost)))];

        double Cost(KernelShape shape) => batch == 1 ? shape.Cost : shape.PanelCost;
    }

    private static IEnumerable<ChoiceLayer> Layers((int Q, int R)[] sizes, int rank, double[] ratios) =>
        from size in sizes
        from ratio in ratios
        from form in new[] { Form.Wide, Form.Tall }
        let factors = ReLayoutPlanner.Plan(size.Q, size.R, rank, ratio, form)
        where factors != null
        select new ChoiceLayer(ratio, form, factors);
}

/// <summary>A kernel that fits a layer.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Kind">Which it is.</param>
/// <param name="Cost">What the planner counts for one sample.</param>
/// <param name="IsMeasured">Whether it may be the fastest.</param>
internal sealed record ChoiceKernel(ChoiceLayer Layer, KernelKind Kind, double Cost, bool IsMeasured)
{
    /// <summary>The attribute of the layer computed by this kernel.</summary>
    public string Attribute =>
        $"DeepThin.Dense({Factors.Q}, {Factors.R}, Rank = {Factors.Rank}, N = {Factors.N}, Kernel = DeepThin.Kernel.{Kind})";

    private ReLayoutPlan Factors => Layer.Factors;
}
