using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Standardize;

/// <summary>Parses one <c>[Standardize]</c>.</summary>
internal sealed class StandardizeParser(LayerContext layer)
{
    public LayerResult Parse()
    {
        var sizes = new SizesParser(layer).ParseInputs();
        return sizes.With(layer.HasErrors || sizes.Inputs is not { } values ? null : new StandardizeSpec(layer.Name, values));
    }
}
