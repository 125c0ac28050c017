using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Parts;

/// <summary>Parses <c>Ratio</c>.</summary>
internal sealed class RatioParser(LayerContext layer)
{
    public const string RatioArgument = "Ratio";

    /// <summary>The ratio, or null where it is not given or not usable.</summary>
    /// <param name="needed">What a layer without a ratio must be given, or null where it need not have one.</param>
    /// <param name="without">What a layer may do instead of having one, for the message.</param>
    public double? Parse(string? needed, string without = "")
    {
        if (layer.Value<double>(RatioArgument) is not { } ratio)
        {
            if (needed != null) layer.Report(Rules.RatioMissing, RatioArgument, needed);
            return null;
        }

        if (ratio is > 0 and < 1) return ratio;
        layer.Report(Rules.RatioOutOfRange, RatioArgument, Numbers.Text(ratio), without);
        return null;
    }
}
