using System;
using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Parts;

/// <summary>Counts the weights of a matrix that are kept within its ratio, whichever they are.</summary>
/// <param name="layer">The layer.</param>
/// <param name="gains">The gains of the matrix.</param>
/// <param name="ratioArgument">The argument with its ratio.</param>
internal sealed class KeptCountParser(LayerContext layer, Gains gains, string ratioArgument = RatioParser.RatioArgument)
{
    /// <summary>The number of them, or null where there are none.</summary>
    /// <param name="q">The inputs of the matrix.</param>
    /// <param name="r">Its outputs.</param>
    /// <param name="ratio">Its ratio.</param>
    public int? Parse(int q, int r, double ratio)
    {
        long beside = LinearMap.GainsLength(q, r, gains);
        int kept = CountFor(q, r, ratio, beside);
        if (kept > 0) return kept;
        string working = Ratios.RoundUp((1 + beside) / ((double)q * r), bound => CountFor(q, r, bound, beside) > 0);
        layer.ReportFixable(
            Rules.RatioKeepsNothing, ratioArgument, working,
            Numbers.Text(ratio), Numbers.Text(q), Numbers.Text(r), Numbers.Text((long)q * r), working,
            beside == 0 ? "" : " besides its gains", ratioArgument);
        return null;
    }

    private static int CountFor(int q, int r, double ratio, long beside) => (int)Math.Floor(ratio * ((double)q * r) - beside);
}
