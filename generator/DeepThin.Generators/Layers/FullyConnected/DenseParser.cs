using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.FullyConnected;

/// <summary>Parses one <c>[Dense]</c>. A fault stops only the checks that would stumble over it again.</summary>
internal sealed class DenseParser(LayerContext layer, Optimize optimize)
{
    public LayerResult Parse()
    {
        var sizes = new SizesParser(layer).Parse();
        var compression = new CompressionParser(layer).Parse(sizes.Both);
        var bias = new BiasParser(layer).Parse(sizes.Outputs);
        var activation = new ActivationParser(layer).Parse();
        var kernel = new KernelParser(layer, optimize).Parse(compression);
        if (layer.HasErrors || sizes.Both is not var (q, r)) return sizes.With(null);
        return sizes.With(new FullyConnectedSpec(layer.Name, compression.Plan ?? (WeightsPlan)new DenseWeights(q, r), bias, activation, kernel, compression.Gains));
    }
}
