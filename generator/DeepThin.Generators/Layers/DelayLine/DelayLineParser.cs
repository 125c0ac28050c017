using System.Globalization;
using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.DelayLine;

/// <summary>Parses one <c>[DelayLine]</c>.</summary>
internal sealed class DelayLineParser(LayerContext layer)
{
    private const string TapsArgument = "taps", DilationArgument = "Dilation";
    private const int FewestTaps = 2;

    public LayerResult Parse()
    {
        int taps = Number(TapsArgument, FewestTaps), dilation = Number(DilationArgument, 1);
        if (layer.NeedBefore("[Input(values)]") is not { } shape) return new(null, null, null);
        var flat = new Shape(shape.Channels);
        if (layer.HasErrors || !shape.IsVector) return new(flat, null, null);
        decimal values = (decimal)Placement.Align(shape.Channels) * (taps - 1) * dilation * KernelShape.PanelSize;
        if (values > NetworkPlan.MostFloats)
        {
            layer.ReportTooLarge(TapsArgument, $"{values.ToString(CultureInfo.InvariantCulture)} values of steps before in a panel of {Numbers.Text(KernelShape.PanelSize)} sequences", "fewer taps, a smaller dilation or fewer values");
        }

        var series = new Shape(shape.Channels, 1, taps);
        return new(shape, series, layer.HasErrors ? null : new DelayLineSpec(layer.Name, shape.Channels, taps, dilation));
    }

    private int Number(string argument, int least)
    {
        int number = layer.Value<int>(argument) ?? least;
        if (number < least) layer.ReportFixable(Rules.DelayOutOfRange, argument, Numbers.Text(least), argument, Numbers.Text(number), Numbers.Text(least));
        return number;
    }
}
