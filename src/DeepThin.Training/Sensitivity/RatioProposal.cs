using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>A ratio for each layer of a network, within a number of bytes.</summary>
public sealed class RatioProposal
{
    private readonly string _model;

    internal RatioProposal(string model, long budgetBytes, double predictedLoss, IReadOnlyList<ProposedLayer> layers)
    {
        _model = model;
        BudgetBytes = budgetBytes;
        PredictedLoss = predictedLoss;
        Layers = layers;
    }

    /// <summary>The budget in bytes.</summary>
    public long BudgetBytes { get; }

    /// <summary>The bytes of the network's parameters in single precision; at most the budget.</summary>
    public long Bytes => Layers.Sum(layer => layer.Bytes);

    /// <summary>The validation loss of the reference and the changes of all layers together, for a training as short as those that were measured.</summary>
    public double PredictedLoss { get; }

    /// <summary>All layers of the network, in order.</summary>
    public IReadOnlyList<ProposedLayer> Layers { get; }

    /// <summary>The proposal as a table, a line a layer; then the attributes to paste.</summary>
    public override string ToString()
    {
        string[] header = ["layer", "ratio", "m", "n", "bytes", "change"];
        var rows = new List<string[]> { header };
        rows.AddRange(Layers.Select(Row));
        rows.Add([_model, "", "", "", Invariant($"{Bytes}"), ""]);
        string title = Invariant($"At most {BudgetBytes} bytes: predicted loss {PredictedLoss:0.0000}\n");
        return title + TextTable.Write([.. rows], column => column == 0) + string.Concat(Layers.Select(layer => layer.Attribute + "\n"));
    }

    private static string[] Row(ProposedLayer layer) =>
    [
        layer.Name,
        layer.Ratio is { } ratio ? Invariant($"{ratio}") : "",
        layer.Ratio == null ? "" : Invariant($"{layer.M}"),
        layer.Ratio == null ? "" : Invariant($"{layer.N}"),
        Invariant($"{layer.Bytes}"),
        layer.Ratio == null ? "" : Invariant($"{layer.PredictedChange:+0.0000;-0.0000;0}"),
    ];
}
