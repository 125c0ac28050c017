using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Standardize;

/// <summary>Parses one <c>[Standardize]</c>.</summary>
internal sealed class StandardizeParser(LayerContext layer)
{
    public LayerResult Parse()
    {
        // Of an image or a series each channel has a mean and a scale.
        if (new SizesParser(layer).ParseShape() is not { } shape) return new(null, null, null);
        return new(shape, shape, layer.HasErrors ? null : new StandardizeSpec(layer.Name, shape));
    }
}
