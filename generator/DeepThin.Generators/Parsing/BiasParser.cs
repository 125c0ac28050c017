using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;

namespace DeepThin.Generators.Parsing;

/// <summary>What a layer's arguments say of its bias.</summary>
internal readonly record struct Bias(bool IsThere, double? Ratio, ReLayoutPlan? Plan);

/// <summary>Parses <c>Bias</c> and <c>BiasRatio</c>.</summary>
internal sealed class BiasParser(LayerContext layer)
{
    private const string BiasArgument = "Bias";
    private const string RatioArgument = "BiasRatio";

    /// <param name="outputs">R, or null where it is not usable.</param>
    public Bias Parse(int? outputs)
    {
        bool isThere = layer.Value<bool>(BiasArgument) ?? true;
        if (layer.Value<double>(RatioArgument) is not { } ratio) return new(isThere, null, null);
        if (!isThere)
        {
            layer.Report(Rules.BiasRatioWithoutBias, RatioArgument);
            return default;
        }

        if (ratio is not (> 0 and < 1))
        {
            layer.Report(Rules.BiasRatioOutOfRange, RatioArgument, Numbers.Text(ratio));
            return default;
        }

        var plan = outputs == null ? null : Plan(outputs.Value, ratio);
        if (outputs != null && plan == null) ReportUnreachable(outputs.Value, ratio);
        return new(isThere, ratio, plan);
    }

    private static ReLayoutPlan? Plan(int r, double ratio) => Plans.OfMatrix(1, r, 1, ratio, Form.Wide);

    private void ReportUnreachable(int r, double ratio)
    {
        double smallest = ReLayoutPlanner.SmallestRatio(1, r, 1);
        if (smallest >= 1)
        {
            layer.Report(Rules.BiasTooSmallToCompress, RatioArgument, Numbers.Text(r), Numbers.Text(CompressionParser.FewestValues(1, r)));
            return;
        }

        string working = Numbers.RoundUp(smallest, bound => Plan(r, bound) != null);
        layer.ReportFixable(Rules.BiasRatioTooSmall, RatioArgument, working, Numbers.Text(r), Numbers.Text(ratio), working);
    }
}
