using DeepThin.Planning;

namespace DeepThin.Training;

/// <summary>The factors and the gains of a matrix that is compressed, as the build plans them for a ratio.</summary>
/// <param name="Factors">The factors.</param>
/// <param name="Gains">The gains, for inputs or none.</param>
/// <param name="Period">The inputs from one use of a gain to the next: Q, or the channels of a convolution.</param>
internal sealed record CompressedPlan(ReLayoutPlan Factors, Gains Gains, int Period)
{
    /// <summary>The trained values, without a bias.</summary>
    public long Parameters => Factors.Parameters + LinearMap.GainsLength(Period, Factors.R, Gains);

    /// <summary>The plan of a ratio, or null where it cannot be reached.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="options">The form and the rank.</param>
    /// <param name="ratio">The ratio.</param>
    public static CompressedPlan? For(LayerMatrix matrix, SensitivityOptions options, double ratio)
    {
        var form = options.Form ?? matrix.Form;
        ReLayoutPlan? Beside(long gains) => ReLayoutPlanner.Plan(matrix.Q, matrix.R, options.Rank, ratio, form, gains);
        var gains = matrix.InputGains == 0 ? Gains.None : DefaultGains.For(matrix.InputGains, matrix.R, form, Beside);
        return Beside(LinearMap.GainsLength(matrix.InputGains, matrix.R, gains)) is { } factors ? new(factors, gains, matrix.InputGains == 0 ? matrix.Q : matrix.InputGains) : null;
    }

    /// <summary>The plans of all matrices of a ratio, or null where one of them cannot reach it.</summary>
    /// <param name="ratioOf">The matrices.</param>
    /// <param name="options">The form and the rank.</param>
    /// <param name="ratio">The ratio.</param>
    public static CompressedPlan[]? For(LayerRatio ratioOf, SensitivityOptions options, double ratio)
    {
        CompressedPlan[] plans = [.. ratioOf.Matrices.Select(matrix => For(matrix, options, ratio)).OfType<CompressedPlan>()];
        return plans.Length == ratioOf.Matrices.Count ? plans : null;
    }
}
