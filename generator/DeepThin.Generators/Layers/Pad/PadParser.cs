using System;
using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Pad;

/// <summary>Parses one <c>[Pad]</c>.</summary>
internal sealed class PadParser(LayerContext layer)
{
    private const string ModeArgument = "Mode";

    /// <summary>As of windows: what keeps products of two sizes within 32 bits.</summary>
    private const int Most = 46340;

    public LayerResult Parse()
    {
        int top = Size("Top"), bottom = Size("Bottom"), left = Size("Left"), right = Size("Right"), before = Size("ChannelsBefore"), after = Size("ChannelsAfter");
        var mode = (PadMode)(layer.Value<int>(ModeArgument) ?? 0);
        if (!Enum.IsDefined(typeof(PadMode), mode)) layer.Report(Rules.UnknownPadMode, ModeArgument, Numbers.Text((int)mode), LayerContext.Choices(Enum.GetNames(typeof(PadMode))));
        if (layer.NeedBefore("[Input(channels, height, width)]") is not { } shape) return new(null, null, null);
        if (shape.Height == 1)
        {
            NeedNone(shape, "Top", top);
            NeedNone(shape, "Bottom", bottom);
        }

        if (shape.IsVector)
        {
            NeedNone(shape, "Left", left);
            NeedNone(shape, "Right", right);
        }

        if (mode == PadMode.Reflect && !layer.HasErrors)
        {
            NeedFewer("Top", top, shape.Height, "rows");
            NeedFewer("Bottom", bottom, shape.Height, "rows");
            NeedFewer("Left", left, shape.Width, shape.Height == 1 ? "values" : "columns");
            NeedFewer("Right", right, shape.Width, shape.Height == 1 ? "values" : "columns");
        }

        if (layer.HasErrors) return new(shape, null, null);
        decimal values = ((decimal)before + shape.Channels + after) * ((decimal)top + shape.Height + bottom) * ((decimal)left + shape.Width + right);
        if (values > NetworkPlan.MostFloats)
        {
            layer.ReportTooLarge("", $"{Numbers.Text(values)} outputs", "less padding");
            return new(shape, null, null);
        }

        var padding = new Padding(shape.Channels, shape.Height, shape.Width, top, bottom, left, right, before, after, mode);
        return new(shape, padding.Output, new PadSpec(layer.Name, padding));
    }

    private int Size(string argument)
    {
        int size = layer.Value<int>(argument) ?? 0;
        if (size is < 0 or > Most) layer.Report(Rules.WindowOutOfRange, argument, argument, Numbers.Text(size), $"0 to {Numbers.Text(Most)}");
        return size;
    }

    private void NeedNone(Shape shape, string argument, int size)
    {
        if (size <= 0) return;
        layer.Report(
            Rules.NoSideToPad, argument, argument, Numbers.Text(size), shape.ToString(), shape.IsVector ? "a vector" : "a series",
            shape.IsVector ? "ChannelsBefore and ChannelsAfter" : "Left and Right");
    }

    private void NeedFewer(string argument, int size, int length, string what)
    {
        if (size < length) return;
        layer.Report(Rules.ReflectsTooFar, argument, argument, Numbers.Text(size), Numbers.Text(length), what, Numbers.Text(length - 1));
    }
}
