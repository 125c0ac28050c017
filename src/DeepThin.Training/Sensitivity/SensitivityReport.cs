using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>How the loss of a network depends on the ratio of each layer.</summary>
public sealed class SensitivityReport
{
    /// <summary>How much more than the budget is shared first: the planner uses 95 to 100 % of a ratio.</summary>
    private static readonly double[] Surpluses = [0.05, 0.04, 0.03, 0.02, 0.01, 0];

    private readonly ModelInfo _model;
    private readonly SensitivityOptions _options;

    internal SensitivityReport(ModelInfo model, SensitivityOptions options, Evaluation reference, IReadOnlyList<RatioSensitivity> ratios)
    {
        _model = model;
        _options = options;
        Reference = reference;
        Ratios = ratios;
    }

    /// <summary>The validation loss and accuracy with all measured layers at the base ratio; the mean over the seeds.</summary>
    public Evaluation Reference { get; }

    /// <summary>The base ratio.</summary>
    public double BaseRatio => _options.BaseRatio;

    /// <summary>The bytes of the network's parameters with all measured layers at the base ratio.</summary>
    public long ReferenceBytes => OtherBytes + Ratios.Sum(ratio => (ratio.Points.FirstOrDefault(point => point.Ratio == BaseRatio) ?? ratio.Points[^1]).Bytes);

    /// <summary>The fewest bytes that a proposal can be made for: all measured layers at their smallest ratio.</summary>
    public long LeastBytes => OtherBytes + Ratios.Sum(ratio => ratio.Points.Min(point => point.Bytes));

    /// <summary>What was measured: a ratio of each layer, and two of a recurrent one.</summary>
    public IReadOnlyList<RatioSensitivity> Ratios { get; }

    /// <summary>The bytes of what is not compressed: biases, and layers that were not measured.</summary>
    private long OtherBytes => _model.Bytes - Ratios.Sum(ratio => ratio.UncompressedBytes);

    /// <summary>
    /// The ratios for which the predicted loss is least within a budget. The changes of the loss that were measured one by one are added up, as
    /// if no layer minded how the others are compressed; between the measured ratios the loss follows the lower convex hull of the points over the
    /// logarithm of the bytes, so that noise cannot say that fewer bytes are better. No ratio lies beyond those that were measured.
    /// </summary>
    /// <param name="budgetBytes">The most bytes of all parameters of the network in single precision, as <see cref="ModelInfo.Bytes"/> counts them.</param>
    /// <exception cref="ArgumentOutOfRangeException">The budget is below <see cref="LeastBytes"/>.</exception>
    public RatioProposal Propose(long budgetBytes)
    {
        if (budgetBytes < LeastBytes)
        {
            throw new ArgumentOutOfRangeException(
                nameof(budgetBytes),
                budgetBytes,
                Invariant($"The smallest budget is {LeastBytes} bytes: {OtherBytes} of biases and layers that were not measured, and {LeastBytes - OtherBytes} of the measured layers at their smallest ratio. Measure smaller ratios or more layers for less."));
        }

        LossCurve[] curves = [.. Ratios.Select(ratio => new LossCurve(ratio.Points.Select(point => ((double)point.Bytes, point.Loss))))];
        double budget = budgetBytes - OtherBytes;
        return Surpluses.Select(surplus => Realize(budgetBytes, curves, Allocation.Share(curves, budget * (1 + surplus)))).First(proposal => proposal.Bytes <= budgetBytes);
    }

    /// <summary>
    /// The measured losses as a table, a line for each ratio of a layer and each of its values; with several seeds, also how far apart their losses lie. Then the layers with parameters that
    /// no ratio compresses.
    /// </summary>
    public override string ToString()
    {
        string[] header = ["layer", "Q", "R", "ratio", "m", "n", "bytes", "loss", "change", "accuracy", _options.Seeds > 1 ? "seeds apart" : ""];
        var rows = new List<string[]> { header };
        foreach (var ratio in Ratios) rows.AddRange(ratio.Points.SelectMany(point => Rows(ratio, point)));
        string title = Invariant($"{_model.Name}: all measured layers at the ratio {BaseRatio}, {ReferenceBytes} bytes: loss {Reference.Loss:0.0000}");
        string accuracy = Reference.Accuracy is { } value ? Invariant($", accuracy {value:0.00 %}") : "";
        string[] others = [.. _model.Layers.Where((layer, index) => layer.Parameters > 0 && !LayerRatio.Of(index, layer).Any()).Select(layer => $"{layer.Name} ({layer.Kind})")];
        string unmeasured = others.Length == 0 ? "" : $"No ratio compresses these, and they stay as they are: {string.Join(", ", others)}\n";
        return title + accuracy + "\n" + TextTable.Write([.. rows], column => column == 0) + unmeasured;
    }

    // Matrices of other sizes that the same ratio compresses have lines of their own.
    private IEnumerable<string[]> Rows(RatioSensitivity ratio, SensitivityPoint point)
    {
        var sizes = ratio.Maps.Select((map, i) => (map.Inputs, map.Outputs, M: point.Plans?[i].Factors.M ?? 0, N: point.Plans?[i].Factors.N ?? 0)).Distinct().ToList();
        yield return
        [
            ratio.Name,
            Invariant($"{sizes[0].Inputs}"),
            Invariant($"{sizes[0].Outputs}"),
            Invariant($"{point.Ratio}"),
            Invariant($"{sizes[0].M}"),
            Invariant($"{sizes[0].N}"),
            Invariant($"{point.Bytes}"),
            Invariant($"{point.Loss:0.0000}"),
            Invariant($"{point.Loss - Reference.Loss:+0.0000;-0.0000;0}"),
            point.Accuracy is { } accuracy ? Invariant($"{accuracy:0.00 %}") : "",
            _options.Seeds > 1 ? Invariant($"{point.Losses.Max() - point.Losses.Min():0.0000}") : "",
        ];
        foreach (var other in sizes.Skip(1))
        {
            yield return ["", Invariant($"{other.Inputs}"), Invariant($"{other.Outputs}"), "", Invariant($"{other.M}"), Invariant($"{other.N}"), "", "", "", "", ""];
        }
    }

    /// <summary>Plans ratios that take at most the given bytes of the matrices of each measured one.</summary>
    private RatioProposal Realize(long budgetBytes, LossCurve[] curves, double[] bytes)
    {
        var proposed = new List<ProposedRatio>();
        for (int i = 0; i < Ratios.Count; i++)
        {
            var (value, plans) = PlansFor(Ratios[i], bytes[i]);
            double change = curves[i].At(plans == null ? bytes[i] : sizeof(float) * plans.Sum(plan => plan.Parameters)) - Reference.Loss;
            proposed.Add(new(Ratios[i].Matrices, value, plans, change));
        }

        var layers = _model.Layers.Select((layer, index) => new ProposedLayer(index, layer, [.. proposed.Where(ratio => ratio.Matrices.Layer == index)], _options.Form));
        return new RatioProposal(_model.Name, budgetBytes, Reference.Loss + proposed.Sum(ratio => ratio.PredictedChange), [.. layers]);
    }

    /// <summary>The ratio whose plans use the bytes best: one of four digits, or one that was measured; none where there are bytes for the whole matrices.</summary>
    private (double? Ratio, IReadOnlyList<CompressedPlan>? Plans) PlansFor(RatioSensitivity ratio, double bytes)
    {
        if (bytes >= ratio.UncompressedBytes) return (null, null);
        double exact = bytes / ratio.UncompressedBytes;
        double unit = Math.Pow(10, Math.Floor(Math.Log10(exact)) - 3);
        double value = Math.Round(Math.Floor(exact / unit) * unit, 12);
        var plans = CompressedPlan.For(ratio.Matrices, _options, value);
        var measured = ratio.Points.Where(point => point.Bytes <= bytes).MaxBy(point => point.Bytes)!;
        return plans != null && sizeof(float) * plans.Sum(plan => plan.Parameters) > measured.Bytes
            ? (value, plans)
            : (measured.Ratio, measured.Plans);
    }
}
