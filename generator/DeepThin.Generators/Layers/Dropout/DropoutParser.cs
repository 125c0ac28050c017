using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Dropout;

/// <summary>Parses one <c>[Dropout]</c>.</summary>
internal sealed class DropoutParser(LayerContext layer)
{
    private const string RateArgument = "rate";

    // A rate is drawn in steps of 2⁻¹⁶, and something is left.
    private const double MostRate = 1 - 1.0 / (1 << 16);

    public LayerResult Parse()
    {
        double rate = layer.Value<double>(RateArgument) ?? 0;
        if (rate is not (>= 0 and <= MostRate)) layer.Report(Rules.DropoutOutOfRange, RateArgument, Numbers.Text(rate));
        if (layer.NeedBefore("[Input]") is not { } shape) return new(null, null, null);
        return new(shape, shape, layer.HasErrors ? null : new DropoutSpec(layer.Name, shape, (float)rate));
    }
}
