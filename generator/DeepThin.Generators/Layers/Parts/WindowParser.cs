using System;
using System.Collections.Generic;
using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.Layers.Parts;

/// <summary>Parses what a window is: its kernel, strides, dilations and padding.</summary>
internal sealed class WindowParser(LayerContext layer)
{
    public const string KernelArgument = "kernel";

    private const string StrideArgument = "Stride", DilationArgument = "Dilation", PaddingArgument = "Padding", CausalArgument = "Causal";

    /// <summary>What keeps products of two sizes within 32 bits.</summary>
    private const int Most = 46340;

    private static readonly AxisArguments
        Line = new(KernelArgument, StrideArgument, DilationArgument, "PaddingBefore", "PaddingAfter", "values", ("beginning", "end")),
        Rows = new("KernelHeight", "StrideHeight", "DilationHeight", "PaddingTop", "PaddingBottom", "rows", ("top", "bottom")),
        Columns = new("KernelWidth", "StrideWidth", "DilationWidth", "PaddingLeft", "PaddingRight", "columns", ("left", "right"));

    // One argument may stand for both directions, and is spoken of once.
    private readonly HashSet<string> _reported = [];

    /// <summary>The taps of a channel, or null where the kernel is not usable.</summary>
    /// <param name="isSeries">Whether the window passes over a series.</param>
    public long? Taps(bool isSeries) => isSeries ? Kernel(Line) : (long?)Kernel(Rows) * Kernel(Columns);

    /// <summary>The window, or null where it is not usable.</summary>
    /// <param name="input">What it passes over, or null where that is not known.</param>
    /// <param name="channels">The channels, or null where these are not known.</param>
    /// <param name="isSeries">Whether it passes over a series.</param>
    /// <param name="otherAttribute">The attribute for images, for a window over a series.</param>
    /// <param name="isPooling">Whether a position needs a value under the window, and positions are as far apart as the kernel is large.</param>
    public SlidingWindow? Parse(Shape? input, int? channels, bool isSeries, string otherAttribute, bool isPooling)
    {
        if (isSeries && input is { Height: > 1 } image)
        {
            layer.Report(Rules.NotASeries, "", image.ToString(), otherAttribute);
            return null;
        }

        var rows = isSeries ? new WindowAxis(1, 1, 1, 1, 0, 0) : Axis(Rows, input, input?.Height, isPooling);
        var columns = Axis(isSeries ? Line : Columns, input, input?.Width, isPooling);
        if (rows is not { } vertical || columns is not { } horizontal || channels is not { } count) return null;
        var window = new SlidingWindow(count, vertical, horizontal);
        long plane = Math.Max(window.PaddedPlane, (long)vertical.Positions * horizontal.Pitch);
        decimal floats = (decimal)count * plane + KernelShape.PanelSize;
        if (floats <= NetworkPlan.MostFloats) return window;
        layer.ReportTooLarge(KernelArgument, $"{Numbers.Text(floats)} values for one sample with its padding", "a smaller input, less padding or larger strides");
        return null;
    }

    private WindowAxis? Axis(AxisArguments arguments, Shape? input, int? length, bool isPooling)
    {
        int? kernel = Kernel(arguments);
        int? stride = Number(arguments.Stride, StrideArgument, 1) ?? (Given(arguments.Stride, StrideArgument) == null ? isPooling ? kernel : 1 : null);
        int? dilation = Number(arguments.Dilation, DilationArgument, 1) ?? (Given(arguments.Dilation, DilationArgument) == null ? 1 : null);
        int? before = Number(arguments.Before, PaddingArgument, 0) ?? (Given(arguments.Before, PaddingArgument) == null ? 0 : null);
        int? after = Number(arguments.After, PaddingArgument, 0) ?? (Given(arguments.After, PaddingArgument) == null ? 0 : null);
        if (layer.Value<bool>(CausalArgument) == true && kernel is { } taps && dilation is { } apart)
        {
            foreach (string argument in new[] { PaddingArgument, arguments.Before, arguments.After })
            {
                if (layer.Has(argument)) Report(Rules.PaddingOfCausal, argument, argument);
            }

            (before, after) = ((taps - 1) * apart, 0);
        }

        if (length is not { } known || kernel is not { } k || stride is not { } s || dilation is not { } d || before is not { } b || after is not { } a) return null;
        long padded = (long)known + b + a;
        if (padded > NetworkPlan.MostFloats)
        {
            layer.ReportTooLarge(KernelArgument, $"{Numbers.Text(padded)} {arguments.Units} with its padding", "a smaller input or less padding");
            return null;
        }

        var axis = new WindowAxis(known, k, s, d, b, a);
        if (axis.Positions < 1)
        {
            string others = layer.Value<bool>(CausalArgument) == true || padded >= k ? " or dilation" : isPooling ? "" : ", or more padding";
            Report(Rules.WindowTooLarge, ArgumentOf(arguments.Kernel, KernelArgument), Numbers.Text(axis.Reach), arguments.Units, input.ToString(), Numbers.Text(padded), others);
            return null;
        }

        return isPooling && !(IsInside(arguments.Before, b, arguments.Ends.First, axis) & IsInside(arguments.After, a, arguments.Ends.Last, axis)) ? null : axis;
    }

    // With values as far apart as taps, or nearer, some tap of a window that begins in the input or ends there reads a value.
    private bool IsInside(string argument, int padding, string end, WindowAxis axis)
    {
        long most = axis.Length >= axis.Dilation ? axis.Reach - 1 : 0;
        if (padding <= most) return true;
        string name = ArgumentOf(argument, PaddingArgument);
        Report(Rules.WindowOutside, name, name, Numbers.Text(padding), end, most == 0 ? "0" : $"{Numbers.Text(most)} or less");
        return false;
    }

    private int? Kernel(AxisArguments arguments) => Number(arguments.Kernel, KernelArgument, 1);

    // A number that an argument gives, or one for both directions; null where neither does, or where it is out of range.
    private int? Number(string argument, string forBoth, int least)
    {
        if (Given(argument, forBoth) is not { } number) return null;
        if (number >= least && number <= Most) return number;
        string name = ArgumentOf(argument, forBoth);
        Report(Rules.WindowOutOfRange, name, name, Numbers.Text(number), $"{Numbers.Text(least)} to {Numbers.Text(Most)}");
        return null;
    }

    private void Report(DiagnosticDescriptor rule, string argument, params string[] arguments)
    {
        if (_reported.Add(argument)) layer.Report(rule, argument, arguments);
    }

    private int? Given(string argument, string forBoth) => layer.Value<int>(ArgumentOf(argument, forBoth));

    private string ArgumentOf(string argument, string forBoth) => layer.Has(argument) ? argument : forBoth;

    private sealed record AxisArguments(string Kernel, string Stride, string Dilation, string Before, string After, string Units, (string First, string Last) Ends);
}
