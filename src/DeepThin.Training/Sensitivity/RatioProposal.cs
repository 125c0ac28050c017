using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>A ratio for the matrices of each layer of a network, within a number of bytes.</summary>
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

    /// <summary>The validation loss of the reference and the changes of all ratios together, for a training as short as those that were measured.</summary>
    public double PredictedLoss { get; }

    /// <summary>All layers of the network, in order.</summary>
    public IReadOnlyList<ProposedLayer> Layers { get; }

    /// <summary>The proposal as a table, a line for each ratio and for each layer with parameters that has none; then what to paste, a line for each layer with parameters.</summary>
    public override string ToString()
    {
        string[] header = ["layer", "ratio", "m", "n", "bytes", "change"];
        var layers = Layers.Where(layer => layer.Bytes > 0).ToList();
        var rows = new List<string[]> { header };
        foreach (var layer in layers) rows.AddRange(Rows(layer));
        rows.Add([_model, "", "", "", Invariant($"{Bytes}"), ""]);
        string title = Invariant($"At most {BudgetBytes} bytes: predicted loss {PredictedLoss:0.0000}\n");
        return title + TextTable.Write([.. rows], column => column == 0) + string.Concat(layers.Select(layer => layer.Attribute + "\n"));
    }

    // The bytes of biases stand in the line of the first ratio, so that the column adds up.
    private static IEnumerable<string[]> Rows(ProposedLayer layer)
    {
        if (layer.Ratios.Count == 0) yield return [layer.Name, "", "", "", Invariant($"{layer.Bytes}"), ""];
        long besides = layer.Bytes - layer.Ratios.Sum(ratio => ratio.Bytes);
        foreach (var ratio in layer.Ratios)
        {
            var factors = ratio.Factors.Distinct().ToList();
            yield return
            [
                ratio.Name,
                ratio.Ratio is { } value ? Invariant($"{value}") : "",
                factors.Count == 0 ? "" : Invariant($"{factors[0].M}"),
                factors.Count == 0 ? "" : Invariant($"{factors[0].N}"),
                Invariant($"{ratio.Bytes + besides}"),
                ratio.Ratio == null ? "" : Invariant($"{ratio.PredictedChange:+0.0000;-0.0000;0}"),
            ];
            foreach (var other in factors.Skip(1)) yield return ["", "", Invariant($"{other.M}"), Invariant($"{other.N}"), "", ""];
            besides = 0;
        }
    }
}
