using DeepThin.Planning;

namespace DeepThin.Generators.Parsing;

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
        if (layer.HasErrors || sizes.Both is not var (q, r)) return new(sizes, null);

        var spec = new DenseSpec(
            layer.Name, q, r, compression.Ratio, compression.Form, compression.Rank, compression.N, activation, bias.IsThere, bias.Ratio, kernel);
        return new(sizes, spec);
    }
}
