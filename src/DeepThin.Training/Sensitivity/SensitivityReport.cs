using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>How the loss of a network depends on the ratio of each layer.</summary>
public sealed class SensitivityReport
{
    /// <summary>How much more than the budget is shared first: the planner uses 95 to 100 % of a ratio.</summary>
    private static readonly double[] Surpluses = [0.05, 0.04, 0.03, 0.02, 0.01, 0];

    private readonly ModelInfo _model;
    private readonly SensitivityOptions _options;

    internal SensitivityReport(ModelInfo model, SensitivityOptions options, Evaluation reference, IReadOnlyList<LayerSensitivity> layers)
    {
        _model = model;
        _options = options;
        Reference = reference;
        Layers = layers;
    }

    /// <summary>The validation loss and accuracy with all measured layers at the base ratio; the mean over the seeds.</summary>
    public Evaluation Reference { get; }

    /// <summary>The base ratio.</summary>
    public double BaseRatio => _options.BaseRatio;

    /// <summary>The bytes of the network's parameters with all measured layers at the base ratio.</summary>
    public long ReferenceBytes => OtherBytes + Layers.Sum(layer => (layer.Points.FirstOrDefault(point => point.Ratio == BaseRatio) ?? layer.Points[^1]).Bytes);

    /// <summary>The fewest bytes that a proposal can be made for: all measured layers at their smallest ratio.</summary>
    public long LeastBytes => OtherBytes + Layers.Sum(layer => layer.Points.Min(point => point.Bytes));

    /// <summary>The measured layers.</summary>
    public IReadOnlyList<LayerSensitivity> Layers { get; }

    /// <summary>The bytes of what is not compressed: biases, and layers that were not measured.</summary>
    private long OtherBytes => _model.Bytes - Layers.Sum(layer => sizeof(float) * (long)layer.Inputs * layer.Outputs);

    /// <summary>
    /// The ratios for which the predicted loss is least within a budget. The changes of the loss that were measured layer by layer are added up, as
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

        LossCurve[] curves = [.. Layers.Select(layer => new LossCurve(layer.Points.Select(point => ((double)point.Bytes, point.Loss))))];
        double budget = budgetBytes - OtherBytes;
        return Surpluses.Select(surplus => Realize(budgetBytes, curves, Allocation.Share(curves, budget * (1 + surplus)))).First(proposal => proposal.Bytes <= budgetBytes);
    }

    /// <summary>Whether a layer is one of <c>[Dense]</c>, which can be compressed virtually; all others stay as they are.</summary>
    internal static bool CanMeasure(LayerInfo layer) => layer.Kind == "dense";

    /// <summary>
    /// The measured losses as a table, a line for each layer and ratio; with several seeds, also how far apart their losses lie. Then the layers that are none of <c>[Dense]</c>, and
    /// are not measured.
    /// </summary>
    public override string ToString()
    {
        string[] header = ["layer", "Q", "R", "ratio", "m", "n", "bytes", "loss", "change", "accuracy", _options.Seeds > 1 ? "seeds apart" : ""];
        var rows = new List<string[]> { header };
        foreach (var layer in Layers) rows.AddRange(layer.Points.Select(point => Row(layer, point)));
        string title = Invariant($"{_model.Name}: all measured layers at the ratio {BaseRatio}, {ReferenceBytes} bytes: loss {Reference.Loss:0.0000}");
        string accuracy = Reference.Accuracy is { } value ? Invariant($", accuracy {value:0.00 %}") : "";
        string[] others = [.. _model.Layers.Where(layer => !CanMeasure(layer)).Select(layer => $"{layer.Name} ({layer.Kind})")];
        string unmeasured = others.Length == 0 ? "" : $"Only layers of [Dense] are measured. These stay as they are: {string.Join(", ", others)}\n";
        return title + accuracy + "\n" + TextTable.Write([.. rows], column => column == 0) + unmeasured;
    }

    private string[] Row(LayerSensitivity layer, SensitivityPoint point) =>
    [
        layer.Name,
        Invariant($"{layer.Inputs}"),
        Invariant($"{layer.Outputs}"),
        Invariant($"{point.Ratio}"),
        Invariant($"{point.M}"),
        Invariant($"{point.N}"),
        Invariant($"{point.Bytes}"),
        Invariant($"{point.Loss:0.0000}"),
        Invariant($"{point.Loss - Reference.Loss:+0.0000;-0.0000;0}"),
        point.Accuracy is { } accuracy ? Invariant($"{accuracy:0.00 %}") : "",
        _options.Seeds > 1 ? Invariant($"{point.Losses.Max() - point.Losses.Min():0.0000}") : "",
    ];

    /// <summary>Plans ratios that take at most the given bytes of each measured layer.</summary>
    private RatioProposal Realize(long budgetBytes, LossCurve[] curves, double[] bytes)
    {
        var layers = new List<ProposedLayer>();
        double loss = Reference.Loss;
        foreach (var (layer, index) in _model.Layers.Select((layer, index) => (layer, index)))
        {
            int measured = Layers.TakeWhile(candidate => candidate.Index != index).Count();
            if (measured == Layers.Count)
            {
                layers.Add(new(index, layer, null, null, _options.Form, 0));
                continue;
            }

            var (ratio, plan) = PlanFor(Layers[measured], bytes[measured]);
            double change = curves[measured].At(plan == null ? bytes[measured] : sizeof(float) * plan.Parameters) - Reference.Loss;
            layers.Add(new(index, layer, ratio, plan, _options.Form, change));
            loss += change;
        }

        return new RatioProposal(_model.Name, budgetBytes, loss, layers);
    }

    /// <summary>The ratio whose plan uses the bytes best: one of four digits, or one that was measured; none where there are bytes for the whole layer.</summary>
    private (double? Ratio, CompressedPlan? Plan) PlanFor(LayerSensitivity layer, double bytes)
    {
        if (bytes >= sizeof(float) * (double)layer.Inputs * layer.Outputs) return (null, null);
        double exact = bytes / sizeof(float) / ((double)layer.Inputs * layer.Outputs);
        double unit = Math.Pow(10, Math.Floor(Math.Log10(exact)) - 3);
        double ratio = Math.Round(Math.Floor(exact / unit) * unit, 12);
        var plan = CompressedPlan.For(layer.Inputs, layer.Outputs, _options, ratio);
        var measured = layer.Points.Where(point => point.Bytes <= bytes).MaxBy(point => point.Bytes)!;
        return plan != null && sizeof(float) * plan.Parameters > measured.Bytes
            ? (ratio, plan)
            : (measured.Ratio, measured.Plan);
    }
}
