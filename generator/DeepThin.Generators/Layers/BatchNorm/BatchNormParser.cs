using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.BatchNorm;

/// <summary>Parses one <c>[BatchNorm]</c>.</summary>
internal sealed class BatchNormParser(LayerContext layer)
{
    private const string MomentumArgument = "Momentum";
    private const double DefaultMomentum = 0.1;

    public LayerResult Parse()
    {
        var shape = new SizesParser(layer).ParseShape();
        float epsilon = new EpsilonParser(layer).Parse();
        double given = layer.Value<double>(MomentumArgument) ?? DefaultMomentum;
        float momentum = (float)given;
        if (momentum is not (> 0 and <= 1)) layer.Report(Rules.MomentumOutOfRange, MomentumArgument, Numbers.Text(given));
        return new(shape, shape, layer.HasErrors || shape is not { } known ? null : new BatchNormSpec(layer.Name, known, epsilon, momentum));
    }
}
