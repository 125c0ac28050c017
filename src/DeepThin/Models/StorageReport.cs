using System.Globalization;

namespace DeepThin;

/// <summary>The bytes that a weights file has for a layer.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Kind">What the layer is, as <see cref="MapInfo.Kind"/>.</param>
/// <param name="Values">The bytes of trained values.</param>
/// <param name="Indices">The bytes that say where the values of a pruned layer belong.</param>
/// <param name="Scales">The bytes of the scales of values of 8 bits.</param>
public sealed record LayerStorage(string Layer, string Kind, long Values, long Indices, long Scales)
{
    /// <summary>All of them.</summary>
    public long Bytes => Values + Indices + Scales;
}

/// <summary>The bytes that a weights file has for a model, without the header, which has about 70 bytes a tensor.</summary>
/// <param name="Type">How values are stored.</param>
/// <param name="Layers">The layers, in order.</param>
public sealed record StorageReport(WeightType Type, IReadOnlyList<LayerStorage> Layers)
{
    /// <summary>All bytes.</summary>
    public long Bytes => Layers.Sum(layer => layer.Bytes);

    /// <summary>A table, a line a layer.</summary>
    public override string ToString()
    {
        string[][] rows =
        [
            ["layer", "kind", "values", "indices", "scales", "bytes"],
            .. Layers.Select(layer => Row(layer.Layer, layer.Kind, layer.Values, layer.Indices, layer.Scales)),
            Row(Type.ToString(), "", Layers.Sum(layer => layer.Values), Layers.Sum(layer => layer.Indices), Layers.Sum(layer => layer.Scales)),
        ];
        return TextTable.Write(rows, column => column < 2);
    }

    private static string[] Row(string name, string kind, long values, long indices, long scales) =>
        [name, kind, .. new[] { values, indices, scales, values + indices + scales }.Select(bytes => bytes.ToString(CultureInfo.InvariantCulture))];
}
