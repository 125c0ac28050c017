using DeepThin.Planning;

namespace DeepThin.Generators.Layers.LastStep;

/// <summary>Parses one <c>[LastStep]</c>.</summary>
internal sealed class LastStepParser(LayerContext layer)
{
    public LayerResult Parse() =>
        layer.NeedBefore("[Input(values)]") is { } shape ? new(shape, shape, new LastStepSpec(layer.Name, shape)) : new(null, null, null);
}
