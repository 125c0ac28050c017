using DeepThin.Planning;

namespace DeepThin.Training;

/// <summary>The factors and the gains of a layer that is compressed, as the build plans them for a ratio.</summary>
/// <param name="Factors">The factors.</param>
/// <param name="Gains">The gains.</param>
internal sealed record CompressedPlan(ReLayoutPlan Factors, Gains Gains)
{
    /// <summary>The trained values, without a bias.</summary>
    public long Parameters => Factors.Parameters + LinearMap.GainsLength(Factors.Q, Factors.R, Gains);

    /// <summary>The plan of a ratio, or null where it cannot be reached.</summary>
    public static CompressedPlan? For(int q, int r, SensitivityOptions options, double ratio)
    {
        ReLayoutPlan? Beside(long gains) => ReLayoutPlanner.Plan(q, r, options.Rank, ratio, options.Form, gains);
        var gains = DefaultGains.For(q, r, options.Form, Beside);
        return Beside(LinearMap.GainsLength(q, r, gains)) is { } factors ? new(factors, gains) : null;
    }
}
