using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.FullyConnected;

/// <summary>Parses one <c>[LowRank]</c>.</summary>
internal sealed class LowRankParser(LayerContext layer)
{
    public LayerResult Parse()
    {
        int? rank = layer.Value<int>(RankParser.RankArgument);
        var sizes = new SizesParser(layer).Parse();
        double? ratio = new RatioParser(layer).Parse(rank == null ? "a Ratio or a Rank" : null);
        var gains = new GainsParser(layer).Parse() ?? Gains.None;
        var weights = sizes.Both is var (q, r) ? new RankParser(layer, gains, rank).Parse(q, r, ratio) : null;
        var bias = new BiasParser(layer).Parse(sizes.Outputs);
        var activation = new ActivationParser(layer).Parse();
        return sizes.With(layer.HasErrors || weights == null ? null : new FullyConnectedSpec(layer.Name, weights, bias, activation, Gains: gains));
    }
}
