using System;
using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Parts;

/// <summary>What a layer's arguments say of its factors; the plan is null for an uncompressed layer, and where there are errors.</summary>
internal readonly record struct FactorArguments(double? Ratio, Form Form, int Rank, int? N, ReLayoutPlan? Plan, bool IsLengthGiven, Gains Gains);

/// <summary>Parses <c>Ratio</c>, <c>Form</c>, <c>Rank</c>, <c>N</c> and <c>Gains</c>.</summary>
/// <param name="layer">The layer.</param>
/// <param name="inputGains">The gains of inputs where they are fewer than Q: the channels of a convolution.</param>
/// <param name="usualForm">The form of a layer that does not say which.</param>
/// <param name="hasGains">Whether the layer can have gains.</param>
/// <param name="ratioArgument">The argument with the ratio of the matrix.</param>
internal sealed class CompressionParser(LayerContext layer, int? inputGains = null, Form usualForm = Form.Wide, bool hasGains = true, string ratioArgument = RatioParser.RatioArgument)
{
    public const string LengthArgument = "N";

    /// <summary>The arguments that say how a layer is compressed.</summary>
    public static readonly string[] Arguments = [RatioParser.RatioArgument, LengthArgument, RankArgument, FormArgument, GainsParser.GainsArgument];

    /// <summary>How the matrices of a layer are kept that may be kept otherwise.</summary>
    public const string CompressionArgument = "Compression";

    /// <summary>The arguments of factors alone.</summary>
    public const string FormArgument = "Form", RankArgument = "Rank";

    private const int MostRank = 16;

    private readonly double? _ratio = layer.Value<double>(ratioArgument);
    private readonly Form? _form = (Form?)layer.Value<int>(FormArgument);
    private readonly int _rank = layer.Value<int>(RankArgument) ?? 1;
    private readonly int? _length = layer.Value<int>(LengthArgument);
    private Gains _gains;

    /// <summary>Whether another matrix of the layer has the same form, rank and gains, so that they were checked with it.</summary>
    public bool IsSecond { get; init; }

    /// <param name="sizes">Q and R, or null where they are not usable.</param>
    public FactorArguments Parse((int Q, int R)? sizes)
    {
        bool inRange = IsRatioInRange() & IsRankInRange() & IsFormKnown();
        if (_ratio == null && _length == null)
        {
            WarnOfNoUse(CompressionArgument);
            WarnOfNoUse(RankArgument);
            WarnOfNoUse(FormArgument);
            WarnOfNoUse(GainsParser.GainsArgument);
            return new(null, default, 1, null, null, false, Gains.None);
        }

        var gains = new GainsParser(layer).Parse(reports: !IsSecond);
        _gains = gains ?? (hasGains && sizes is var (inputs, outputs) && inRange ? GainsByDefault(inputs, outputs) : Gains.None);
        var plan = sizes is var (q, r) ? Plan(q, r, inRange) : null;
        var form = _length == null ? _form ?? usualForm : plan?.Form ?? default;
        return new(_ratio, form, _rank, plan?.N, plan, _length != null, _gains);
    }

    /// <summary>The values that the factors of a matrix of Q×R hold at least, at rank 1.</summary>
    public static long FewestValues(int q, int r) => (long)Math.Round(ReLayoutPlanner.SmallestRatio(q, r, 1) * q * r);

    private bool IsRatioInRange() =>
        new RatioParser(layer, ratioArgument).Parse(needed: null, RatioParser.OrDense) == _ratio;

    private bool IsRankInRange()
    {
        if (_rank is >= 1 and <= MostRank) return true;
        if (IsSecond) return false;
        string nearest = Numbers.Text(_rank < 1 ? 1 : MostRank);
        layer.ReportFixable(Rules.RankOutOfRange, RankArgument, nearest, Numbers.Text(_rank));
        return false;
    }

    private bool IsFormKnown()
    {
        if (_form is not { } form || Enum.IsDefined(typeof(Form), form)) return true;
        if (IsSecond) return false;
        layer.Report(Rules.UnknownForm, FormArgument, Numbers.Text((int)form), LayerContext.Choices(Enum.GetNames(typeof(Form))));
        return false;
    }

    private void WarnOfNoUse(string argument)
    {
        if (layer.Has(argument) && !layer.HasErrors && !IsSecond) layer.Report(Rules.NotCompressed, argument, argument);
    }

    private Gains GainsByDefault(int q, int r) => _length is { } n
        ? DefaultGains.For(q, r, inputGains ?? q, _rank, n, _ratio)
        : DefaultGains.For(inputGains ?? q, r, _form ?? usualForm, gains => FactorPlans.Of(q, r, _rank, _ratio!.Value, _form ?? usualForm, gains));

    private ReLayoutPlan? Plan(int q, int r, bool inRange)
    {
        if (_length is { } n) return IsLengthInRange(q, r, n) && IsCoprime(q, r, n) && inRange ? PlanOfLength(q, r, n) : null;
        if (!inRange || _ratio is not { } ratio) return null;
        var plan = PlanOfRatio(q, r, _rank, ratio);
        if (plan == null) ReportUnreachable(q, r, ratio);
        return plan;
    }

    private bool IsLengthInRange(int q, int r, int n)
    {
        long most = (long)q * r;
        if (n >= 1 && n <= most) return true;
        layer.Report(Rules.LengthOutOfRange, LengthArgument, Numbers.Text(n), Numbers.Text(most), Numbers.Text(q));
        return false;
    }

    private bool IsCoprime(int q, int r, int n)
    {
        if (ReLayout.AreCoprime(n, q)) return true;

        // QR − 1 is coprime with Q, so only QR itself has no coprime above it in range.
        var (below, above) = n == (long)q * r ? (n - 1, 0) : ReLayoutPlanner.NearestCoprimes(n, q);
        string[] choices = above == 0 ? [Numbers.Text(below)] : [Numbers.Text(below), Numbers.Text(above)];
        (string, string)[] fix = above == 0 ? [(FixKeys.Value, choices[0])] : [(FixKeys.Value, choices[0]), (FixKeys.OtherValue, choices[1])];
        string factor = Numbers.Text(ReLayout.Gcd(n, q));
        layer.ReportFixable(Rules.NotCoprime, LengthArgument, fix, Numbers.Text(n), factor, Numbers.Text(q), LayerContext.Choices(choices));
        return false;
    }

    private ReLayoutPlan PlanOfLength(int q, int r, int n)
    {
        var plan = new ReLayoutPlan(q, r, _rank, n);
        if (_form is { } form && form != plan.Form) ReportOtherForm(plan);
        if (_ratio is { } bound && plan.M + (long)n > ReLayoutPlanner.MostValues(q, r, _rank, bound, GainsOf(q, r))) ReportBrokenRatio(plan, bound);
        if (_ratio == null && RatioOf(plan) >= 1) WarnOfNothingSaved(plan);
        return plan;
    }

    private void ReportOtherForm(ReLayoutPlan plan)
    {
        string form = plan.Form.ToString();
        layer.ReportFixable(Rules.LengthDecidesForm, FormArgument, "DeepThin.Form." + form, Numbers.Text(plan.N), form);
    }

    private void ReportBrokenRatio(ReLayoutPlan plan, double ratio)
    {
        double kept = RatioOf(plan);
        string advice = kept < 1 ? $"use Ratio = {Ratios.RoundUp(kept, bound => bound >= kept)}, or leave out N" : "leave out N";
        layer.Report(Rules.LengthBreaksRatio, LengthArgument, Numbers.Text(plan.N), Numbers.Text(ratio), advice);
    }

    private void WarnOfNothingSaved(ReLayoutPlan plan) => layer.Report(
        Rules.NothingSaved,
        LengthArgument,
        Numbers.Text(plan.N), Numbers.Text(plan.Rank), Numbers.Text(plan.Parameters + GainsOf(plan.Q, plan.R)), Numbers.Text((long)plan.Q * plan.R), Factors);

    private ReLayoutPlan? PlanOfRatio(int q, int r, int rank, double ratio) => FactorPlans.Of(q, r, rank, ratio, _form ?? usualForm, GainsOf(q, r));

    private void ReportUnreachable(int q, int r, double ratio)
    {
        double smallest = ReLayoutPlanner.SmallestRatio(q, r, _rank, GainsOf(q, r));
        if (ReLayoutPlanner.SmallestRatio(q, r, 1, GainsOf(q, r)) >= 1) ReportTooSmall(q, r);
        else if (smallest >= 1) ReportRankTooLarge(q, r, ratio);
        else ReportRatioTooSmall(q, r, ratio, smallest);
    }

    private void ReportTooSmall(int q, int r) => layer.Report(
        Rules.TooSmallToCompress,
        ratioArgument,
        Numbers.Text(q), Numbers.Text(r), Numbers.Text(FewestValues(q, r) + GainsOf(q, r)), Numbers.Text((long)q * r),
        Factors, ReLayoutPlanner.SmallestRatio(q, r, 1) < 1 ? GainsParser.GainsArgument : ratioArgument);

    private void ReportRankTooLarge(int q, int r, double ratio)
    {
        int largest = LargestRank(q, r, ratio);
        string besides = largest > 0 ? "" : $" and Ratio = {SmallestRatio(q, r, 1, ReLayoutPlanner.SmallestRatio(q, r, 1, GainsOf(q, r)))}";
        string rank = Numbers.Text(Math.Max(1, largest));
        layer.ReportFixable(Rules.RankTooLarge, RankArgument, rank, Numbers.Text(_rank), Numbers.Text(q), Numbers.Text(r), rank, besides, Factors);
    }

    private void ReportRatioTooSmall(int q, int r, double ratio, double smallest)
    {
        string working = SmallestRatio(q, r, _rank, smallest);
        string rank = Numbers.Text(LargestRank(q, r, ratio));
        bool otherRank = rank != "0";
        (string, string)[] fix = otherRank ? [(FixKeys.Value, working), (FixKeys.LargestRank, rank)] : [(FixKeys.Value, working)];
        string besides = otherRank ? $", or use Rank = {rank}" : "";
        if (_gains != Gains.None && FactorPlans.Of(q, r, _rank, ratio, _form ?? usualForm) != null) besides += ", or leave out Gains";
        layer.ReportFixable(
            Rules.RatioTooSmall, ratioArgument, fix, Numbers.Text(q), Numbers.Text(r), Numbers.Text(ratio), Numbers.Text(_rank), working, besides,
            GainsParser.With(_gains), ratioArgument);
    }

    private string SmallestRatio(int q, int r, int rank, double smallest) => Ratios.RoundUp(smallest, bound => PlanOfRatio(q, r, rank, bound) != null);

    private int LargestRank(int q, int r, double ratio)
    {
        int rank = Math.Min(_rank, ReLayoutPlanner.LargestRank(q, r, ratio, GainsOf(q, r)));
        while (rank > 0 && PlanOfRatio(q, r, rank, ratio) == null) rank--;
        return rank;
    }

    private string Factors => GainsParser.Among("factors", _gains);

    private long GainsOf(int q, int r) => LinearMap.GainsLength(inputGains ?? q, r, _gains);

    private double RatioOf(ReLayoutPlan plan) => (plan.Parameters + GainsOf(plan.Q, plan.R)) / ((double)plan.Q * plan.R);
}
