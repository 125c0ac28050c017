using System;
using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Parts;

/// <summary>Finds the rank of a matrix that is the product of two: the one that is given, or the largest within its ratio.</summary>
/// <param name="layer">The layer.</param>
/// <param name="gains">The gains of the matrix.</param>
/// <param name="given">The rank that is given, or null.</param>
internal sealed class RankParser(LayerContext layer, Gains gains, int? given)
{
    public const string RankArgument = "Rank";

    /// <summary>The argument with the ratio of the matrix.</summary>
    public string RatioArgument { get; init; } = RatioParser.RatioArgument;

    /// <summary>The argument that is the fault where the matrix is too small.</summary>
    public string SizeArgument { get; init; } = SizesParser.OutputsArgument;

    /// <summary>What to do where the matrix is too small.</summary>
    public string Whole { get; init; } = "use [Dense]";

    /// <summary>The factors, or null where there are none.</summary>
    /// <param name="q">The inputs of the matrix.</param>
    /// <param name="r">Its outputs.</param>
    /// <param name="ratio">Its ratio, or null where it has none that is usable.</param>
    public LowRankPlan? Parse(int q, int r, double? ratio)
    {
        long beside = LinearMap.GainsLength(q, r, gains);
        int most = LowRankPlan.MostRank(q, r, beside);
        if (most == 0)
        {
            layer.Report(
                Rules.TooSmallForRank, SizeArgument, Numbers.Text(q), Numbers.Text(r), Numbers.Text((long)q + r + beside), Numbers.Text((long)q * r),
                GainsParser.Among("factors", gains), LowRankPlan.MostRank(q, r) > 0 ? "leave out Gains" : Whole);
            return null;
        }

        if (given is { } rank && (rank < 1 || rank > most))
        {
            string nearest = Numbers.Text(rank < 1 ? 1 : most);
            layer.ReportFixable(Rules.RankOfFactorsOutOfRange, RankArgument, nearest, Numbers.Text(rank), Numbers.Text(most), GainsParser.Among("factors", gains));
            return null;
        }

        if (ratio is not { } bound) return given is { } only ? new(q, r, only) : null;
        int within = LowRankPlan.RankFor(q, r, bound, beside);
        if (within >= (given ?? 1)) return new(q, r, given ?? Math.Min(most, within));
        ReportUnreachable(q, r, bound, within);
        return null;
    }

    private void ReportUnreachable(int q, int r, double ratio, int within)
    {
        int rank = given ?? 1;
        long beside = LinearMap.GainsLength(q, r, gains);
        double smallest = (new LowRankPlan(q, r, rank).Parameters + beside) / ((double)q * r);
        string working = Ratios.RoundUp(smallest, bound => LowRankPlan.RankFor(q, r, bound, beside) >= rank);
        (string, string)[] fix = within > 0 ? [(FixKeys.Value, working), (FixKeys.LargestRank, Numbers.Text(within))] : [(FixKeys.Value, working)];
        string besides = within > 0 ? $", or use Rank = {Numbers.Text(within)}" : "";
        if (gains != Gains.None && LowRankPlan.RankFor(q, r, ratio) >= rank) besides += ", or leave out Gains";
        layer.ReportFixable(
            Rules.RatioTooSmall, RatioArgument, fix,
            Numbers.Text(q), Numbers.Text(r), Numbers.Text(ratio), Numbers.Text(rank), working, besides, GainsParser.With(gains), RatioArgument);
    }
}
