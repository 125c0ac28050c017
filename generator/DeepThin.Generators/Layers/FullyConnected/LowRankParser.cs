using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.FullyConnected;

/// <summary>Parses one <c>[LowRank]</c>.</summary>
internal sealed class LowRankParser(LayerContext layer)
{
    private const string RankArgument = "Rank";

    private readonly int? _rank = layer.Value<int>(RankArgument);
    private Gains _gains;

    public LayerResult Parse()
    {
        var sizes = new SizesParser(layer).Parse();
        double? ratio = new RatioParser(layer).Parse(_rank == null ? "a Ratio or a Rank" : null);
        _gains = new GainsParser(layer).Parse() ?? Gains.None;
        int rank = sizes.Both is var (inputs, outputs) ? Rank(inputs, outputs, ratio) : 0;
        var bias = new BiasParser(layer).Parse(sizes.Outputs);
        var activation = new ActivationParser(layer).Parse();
        if (layer.HasErrors || sizes.Both is not var (q, r)) return sizes.With(null);
        return sizes.With(new FullyConnectedSpec(layer.Name, new LowRankPlan(q, r, rank), bias, activation, Gains: _gains));
    }

    private int Rank(int q, int r, double? ratio)
    {
        long gains = LinearMap.GainsLength(q, r, _gains);
        int most = LowRankPlan.MostRank(q, r, gains);
        if (most == 0)
        {
            layer.Report(
                Rules.TooSmallForRank, SizesParser.OutputsArgument, Numbers.Text(q), Numbers.Text(r), Numbers.Text((long)q + r + gains), Numbers.Text((long)q * r),
                GainsParser.Among("factors", _gains), LowRankPlan.MostRank(q, r) > 0 ? "leave out Gains" : "use [Dense]");
            return 0;
        }

        if (_rank is { } rank && (rank < 1 || rank > most))
        {
            string nearest = Numbers.Text(rank < 1 ? 1 : most);
            layer.ReportFixable(Rules.RankOfFactorsOutOfRange, RankArgument, nearest, Numbers.Text(rank), Numbers.Text(most), GainsParser.Among("factors", _gains));
            return 0;
        }

        if (ratio is { } bound && LowRankPlan.RankFor(q, r, bound, gains) is var within && within < (_rank ?? 1)) ReportUnreachable(q, r, bound, within);
        return _rank ?? (ratio == null ? 0 : System.Math.Min(most, LowRankPlan.RankFor(q, r, ratio.Value, gains)));
    }

    private void ReportUnreachable(int q, int r, double ratio, int within)
    {
        int rank = _rank ?? 1;
        long gains = LinearMap.GainsLength(q, r, _gains);
        double smallest = (new LowRankPlan(q, r, rank).Parameters + gains) / ((double)q * r);
        string working = Ratios.RoundUp(smallest, bound => LowRankPlan.RankFor(q, r, bound, gains) >= rank);
        (string, string)[] fix = within > 0 ? [(FixKeys.Value, working), (FixKeys.LargestRank, Numbers.Text(within))] : [(FixKeys.Value, working)];
        string besides = within > 0 ? $", or use Rank = {Numbers.Text(within)}" : "";
        if (_gains != Gains.None && LowRankPlan.RankFor(q, r, ratio) >= rank) besides += ", or leave out Gains";
        layer.ReportFixable(
            Rules.RatioTooSmall, RatioParser.RatioArgument, fix,
            Numbers.Text(q), Numbers.Text(r), Numbers.Text(ratio), Numbers.Text(rank), working, besides, GainsParser.With(_gains), RatioParser.RatioArgument);
    }
}
