using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Magnitude;

/// <summary>Parses one <c>[Magnitude]</c>.</summary>
internal sealed class MagnitudeParser(LayerContext layer)
{
    public LayerResult Parse()
    {
        if (layer.NeedBefore("[Input(channels, height, width)]") is not { } shape) return new(null, null, null);
        if (shape.Channels % 2 != 0)
        {
            layer.Report(Rules.OddChannels, "", shape.ToString(), Numbers.Text(shape.Channels));
            return new(shape, null, null);
        }

        var half = shape with { Channels = shape.Channels / 2 };
        return new(shape, half, new MagnitudeSpec(layer.Name, half));
    }
}
