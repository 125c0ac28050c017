using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Scale;

/// <summary>Parses one <c>[Scale]</c>.</summary>
internal sealed class ScaleParser(LayerContext layer)
{
    public LayerResult Parse()
    {
        var shape = new SizesParser(layer).ParseShape();
        return new(shape, shape, layer.HasErrors || shape is not { } known ? null : new ScaleSpec(layer.Name, known, layer.Value<bool>(BiasParser.BiasArgument) ?? true));
    }
}
