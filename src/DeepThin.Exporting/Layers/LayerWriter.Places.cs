using DeepThin.Exporting.Graphs;
using DeepThin.Planning;

namespace DeepThin.Exporting.Layers;

/// <content>Layers that put values at other places.</content>
internal sealed partial class LayerWriter
{
    private string Transposed(TransposePlan plan, string input)
    {
        int channels = plan.Input.Channels, positions = plan.Input.Positions;
        string value = GraphWriter.DimsOf(plan.Input).Length == 2 ? input : graph.Reshaped(input, channels, positions);
        return graph.Shaped(graph.Add("Transpose", [value], ("perm", (long[])[0, 2, 1])), [positions, channels], plan.Output);
    }

    // Of the modes zeros alone stand around channels.
    private string Padded(Padding padding, string input)
    {
        var wide = padding.Output with { Channels = padding.Channels };
        string value = Around(input, padding.Input, wide, [0, padding.Top, padding.Left], [0, padding.Bottom, padding.Right], padding.Mode switch { PadMode.Reflect => "reflect", PadMode.Edge => "edge", _ => "constant" });
        return Around(value, wide, padding.Output, [padding.ChannelsBefore, 0, 0], [padding.ChannelsAfter, 0, 0], "constant");
    }

    private string Around(string value, Shape from, Shape to, long[] before, long[] after, string mode)
    {
        if (from == to) return value;
        int[] dims = [from.Channels, from.Height, from.Width];
        string whole = GraphWriter.DimsOf(from).Length == dims.Length ? value : graph.Reshaped(value, dims);
        return graph.Shaped(graph.Add("Pad", [whole, graph.Whole([0, .. before, 0, .. after])], ("mode", mode)), [to.Channels, to.Height, to.Width], to);
    }
}
