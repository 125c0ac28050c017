using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Transpose;

/// <summary>Parses one <c>[Transpose]</c>.</summary>
internal sealed class TransposeParser(LayerContext layer)
{
    public LayerResult Parse()
    {
        if (layer.NeedBefore("[Input(channels, height, width)]") is not { } shape) return new(null, null, null);
        var spec = new TransposeSpec(layer.Name, shape);
        return new(shape, spec.Output, spec);
    }
}
