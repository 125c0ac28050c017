using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.PRelu;

/// <summary>Parses one <c>[PRelu]</c>.</summary>
internal sealed class PReluParser(LayerContext layer)
{
    private const string SharedArgument = "Shared";

    public LayerResult Parse()
    {
        var shape = new SizesParser(layer).ParseShape();
        return new(shape, shape, layer.HasErrors || shape is not { } known ? null : new PReluSpec(layer.Name, known, layer.Value<bool>(SharedArgument) ?? false));
    }
}
