using System.Globalization;

namespace DeepThin;

/// <summary>How far the weights of a layer are from those that were loaded or drawn, since they are held in fewer bits.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="RelativeError">The norm of the differences over the norm of the weights.</param>
/// <param name="LargestError">The largest difference, over the largest weight.</param>
public sealed record LayerRounding(string Layer, double RelativeError, double LargestError);

/// <summary>What a model with <c>[DeepThinModel(Weights = …)]</c> rounded when its weights were loaded. A packed file was rounded when it was saved.</summary>
/// <param name="Type">How large weights are held.</param>
/// <param name="Layers">The layers whose weights were rounded, in order; none for a packed file or a model in single precision.</param>
public sealed record RoundingReport(WeightType Type, IReadOnlyList<LayerRounding> Layers)
{
    /// <summary>A table, a line a layer.</summary>
    public override string ToString() => Layers.Count == 0
        ? "Nothing was rounded.\n"
        : TextTable.Write([["layer", "relative error", "largest error"], .. Layers.Select(Row)], column => column == 0);

    private static string[] Row(LayerRounding layer) => [layer.Layer, Percent(layer.RelativeError), Percent(layer.LargestError)];

    private static string Percent(double value) => value.ToString("0.000 %", CultureInfo.InvariantCulture);
}
