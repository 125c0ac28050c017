using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Flatten;

/// <summary>Parses one <c>[Flatten]</c>.</summary>
internal sealed class FlattenParser(LayerContext layer)
{
    public LayerResult Parse()
    {
        if (layer.NeedBefore("[Input(channels, height, width)]") is not { } shape) return new(null, null, null);
        return new(shape, new((int)shape.Length), new FlattenSpec(layer.Name, shape));
    }
}
