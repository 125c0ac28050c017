using System;
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
        int? kept = sizes.Both is var (inputs, outputs) && ratio is { } bound ? new KeptCountParser(layer, gains).Parse(inputs, outputs, bound) : null;
        var bias = new BiasParser(layer).Parse(sizes.Outputs);
        var activation = new ActivationParser(layer).Parse();
        if (layer.HasErrors || sizes.Both is not var (q, r) || kept is not { } count) return sizes.With(null);
        return sizes.With(new FullyConnectedSpec(layer.Name, keep(q, r, count), bias, activation, Gains: gains));
    }
}
