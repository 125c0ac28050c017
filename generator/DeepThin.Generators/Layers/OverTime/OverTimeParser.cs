using DeepThin.Planning;

namespace DeepThin.Generators.Layers.OverTime;

/// <summary>Parses one <c>[MeanOverTime]</c> or <c>[MaxOverTime]</c>.</summary>
internal sealed class OverTimeParser(LayerContext layer)
{
    public LayerResult Parse(PoolingKind pooling) =>
        layer.NeedBefore("[Input(values)]") is { } shape ? new(shape, shape, new OverTimeSpec(layer.Name, pooling, shape)) : new(null, null, null);
}
