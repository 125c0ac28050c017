using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Standardize;

/// <summary>Parses one <c>[Standardize]</c>.</summary>
internal sealed class StandardizeParser(LayerContext layer)
{
    public LayerResult Parse()
    {
        var sizes = new SizesParser(layer).ParseInputs();
        if (sizes.Inputs is not { } channels || (layer.Index > 0 && layer.Sources[0].Shape == null)) return new(null, null, null);

        // Of an image or a series each channel has a mean and a scale.
        var shape = (layer.Sources[0].Shape ?? new Shape(channels)) with { Channels = channels };
        return new(shape, shape, layer.HasErrors ? null : new StandardizeSpec(layer.Name, shape));
    }
}
