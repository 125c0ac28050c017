using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Parts;

/// <summary>Parses <c>Bias</c> and <c>BiasRatio</c>.</summary>
internal sealed class BiasParser(LayerContext layer)
{
    public const string BiasArgument = "Bias";
    private const string RatioArgument = "BiasRatio";

    /// <summary>The bias, or null where the layer has none, or has errors.</summary>
    /// <param name="outputs">R, or null where it is not usable.</param>
    public BiasPlan? Parse(int? outputs)
    {
        bool isThere = layer.Value<bool>(BiasArgument) ?? true;
        double? ratio = layer.Value<double>(RatioArgument);
        if (ratio != null && !isThere) layer.Report(Rules.BiasRatioWithoutBias, RatioArgument);
        else if (ratio is not (null or (> 0 and < 1))) layer.Report(Rules.BiasRatioOutOfRange, RatioArgument, Numbers.Text(ratio.Value));
        else if (isThere && outputs is { } r) return new(r, ratio == null ? null : Factors(r, ratio.Value));
        return null;
    }

    private ReLayoutPlan? Factors(int r, double ratio)
    {
        var plan = Plan(r, ratio);
        if (plan == null) ReportUnreachable(r, ratio);
        return plan;
    }

    private static ReLayoutPlan? Plan(int r, double ratio) => FactorPlans.Of(1, r, 1, ratio, Form.Wide);

    private void ReportUnreachable(int r, double ratio)
    {
        double smallest = ReLayoutPlanner.SmallestRatio(1, r, 1);
        if (smallest >= 1)
        {
            layer.Report(Rules.BiasTooSmallToCompress, RatioArgument, Numbers.Text(r), Numbers.Text(CompressionParser.FewestValues(1, r)));
            return;
        }

        string working = Ratios.RoundUp(smallest, bound => Plan(r, bound) != null);
        layer.ReportFixable(Rules.BiasRatioTooSmall, RatioArgument, working, Numbers.Text(r), Numbers.Text(ratio), working);
    }
}
