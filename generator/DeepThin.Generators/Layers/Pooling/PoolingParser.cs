using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Pooling;

/// <summary>Parses one <c>[MaxPool2D]</c>, <c>[AveragePool2D]</c>, one of a series, or <c>[GlobalMaxPool]</c> and <c>[GlobalAveragePool]</c>.</summary>
internal sealed class PoolingParser(LayerContext layer, bool isMax)
{
    private const string CountPaddingArgument = "CountPadding";

    public LayerResult Parse(bool isSeries)
    {
        var input = layer.NeedBefore(isSeries ? "[Input(channels, length)]" : "[Input(channels, height, width)]");
        var window = new WindowParser(layer).Parse(input, input?.Channels, isSeries, isMax ? "MaxPool2D" : "AveragePool2D", isPooling: true);
        return Result(input, window);
    }

    public LayerResult ParseGlobal()
    {
        var input = layer.NeedBefore("[Input(channels, height, width)]");
        return Result(input, input is { } all ? new SlidingWindow(all.Channels, Whole(all.Height), Whole(all.Width)) : null);
    }

    private LayerResult Result(Shape? input, SlidingWindow? window)
    {
        Shape? output = window is { } passing ? new(passing.Channels, passing.Rows.Positions, passing.Columns.Positions) : null;
        var kind = isMax ? PoolingKind.Max : layer.Value<bool>(CountPaddingArgument) == false ? PoolingKind.AverageOfInputs : PoolingKind.Average;
        return new(input, output, layer.HasErrors || window is not { } found ? null : new PoolingSpec(layer.Name, found, kind));
    }

    private static WindowAxis Whole(int length) => new(length, length, 1, 1, 0, 0);
}
