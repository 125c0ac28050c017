using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Parts;

/// <summary>Parses <c>Ratio</c>, or what an argument of another name says of another matrix.</summary>
internal sealed class RatioParser(LayerContext layer, string argument = RatioParser.RatioArgument)
{
    public const string RatioArgument = "Ratio";

    /// <summary>The ratio of the matrix of the hidden values.</summary>
    public const string RecurrentRatioArgument = "RecurrentRatio";

    /// <summary>What a layer may do that need not have a ratio.</summary>
    public const string OrDense = ", or leave it out for an ordinary dense layer";

    /// <summary>The ratio, or null where it is not given or not usable.</summary>
    /// <param name="needed">What a layer without a ratio must be given, or null where it need not have one.</param>
    /// <param name="without">What a layer may do instead of having one, for the message.</param>
    public double? Parse(string? needed, string without = "")
    {
        if (layer.Value<double>(argument) is not { } ratio)
        {
            if (needed != null) layer.Report(Rules.RatioMissing, argument, needed);
            return null;
        }

        if (ratio is > 0 and < 1) return ratio;
        layer.Report(Rules.RatioOutOfRange, argument, Numbers.Text(ratio), without, argument);
        return null;
    }
}
