using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Channels;

/// <summary>Parses one <c>[Channels]</c>.</summary>
internal sealed class ChannelsParser(LayerContext layer)
{
    private const string FirstArgument = "first", CountArgument = "count";

    public LayerResult Parse()
    {
        int first = layer.Value<int>(FirstArgument) ?? 0, count = layer.Value<int>(CountArgument) ?? 1;
        if (layer.NeedBefore("[Input(channels, height, width)]") is not { } shape) return new(null, null, null);
        if (first < 0 || first >= shape.Channels) Report(FirstArgument, 0, shape.Channels - 1);
        else if (count < 1 || count > shape.Channels - first) Report(CountArgument, 1, shape.Channels - first);
        if (layer.HasErrors) return new(shape, null, null);
        var spec = new ChannelsSpec(layer.Name, shape, first, count);
        return new(shape, spec.Output, spec);

        void Report(string argument, int least, int most) => layer.Report(
            Rules.ChannelsMissing, argument, Numbers.Text(count), Numbers.Text(first), shape.ToString(), Numbers.Text(shape.Channels), $"{(least == most ? "" : $"{Numbers.Text(least)} to ")}{Numbers.Text(most)}", argument);
    }
}
