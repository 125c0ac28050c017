using System;
using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.FullyConnected;

/// <summary>Parses one <c>[Hashed]</c> or <c>[Pruned]</c>: layers that keep so many of their weights, whichever they are.</summary>
internal sealed class KeptWeightsParser(LayerContext layer)
{
    /// <param name="keep">The weights, from Q, R and the number of those that are kept.</param>
    /// <param name="gains">The gains of the layer.</param>
    public LayerResult Parse(Func<int, int, int, WeightsPlan> keep, Gains gains)
    {
        var sizes = new SizesParser(layer).Parse();
        double? ratio = new RatioParser(layer).Parse("a Ratio");
        int kept = sizes.Both is var (inputs, outputs) && ratio != null ? Kept(inputs, outputs, ratio.Value, gains) : 0;
        var bias = new BiasParser(layer).Parse(sizes.Outputs);
        var activation = new ActivationParser(layer).Parse();
        if (layer.HasErrors || sizes.Both is not var (q, r)) return sizes.With(null);
        return sizes.With(new FullyConnectedSpec(layer.Name, keep(q, r, kept), bias, activation, Gains: gains));
    }

    private int Kept(int q, int r, double ratio, Gains gains)
    {
        long beside = LinearMap.GainsLength(q, r, gains);
        int kept = CountFor(q, r, ratio, beside);
        if (kept > 0) return kept;
        string working = Ratios.RoundUp((1 + beside) / ((double)q * r), bound => CountFor(q, r, bound, beside) > 0);
        layer.ReportFixable(
            Rules.RatioKeepsNothing, RatioParser.RatioArgument, working,
            Numbers.Text(ratio), Numbers.Text(q), Numbers.Text(r), Numbers.Text((long)q * r), working,
            beside == 0 ? "" : " besides its gains");
        return 0;
    }

    private static int CountFor(int q, int r, double ratio, long beside) => (int)Math.Floor(ratio * ((double)q * r) - beside);
}
