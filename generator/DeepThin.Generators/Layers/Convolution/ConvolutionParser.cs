using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Convolution;

/// <summary>Parses one <c>[Conv1D]</c> or <c>[Conv2D]</c>.</summary>
internal sealed class ConvolutionParser(LayerContext layer, bool isSeries)
{
    public LayerResult Parse()
    {
        var windows = new WindowParser(layer);
        var sizes = new SizesParser(layer).ParseChannels(windows.Taps(isSeries));
        var compression = new CompressionParser(layer, sizes.Inputs, Form.Tall).Parse(sizes.Both);
        var bias = new BiasParser(layer).Parse(sizes.Outputs);
        var activation = new ActivationParser(layer).Parse();
        var before = layer.NeedBefore(isSeries ? "[Input(channels, length)]" : "[Input(channels, height, width)]");
        var window = windows.Parse(before, sizes.Inputs, isSeries, "Conv2D", isPooling: false);
        Shape? input = before is { } read && sizes.Inputs is { } channels ? new(channels, read.Height, read.Width) : null;
        var output = window is { } passing && sizes.Outputs is { } outputs ? Output(outputs, passing) : null;
        if (layer.HasErrors || sizes.Both is not var (q, r) || window is not { } found) return new(input, output, null);
        return new(input, output, new ConvolutionSpec(layer.Name, found, compression.Plan ?? (WeightsPlan)new DenseWeights(q, r), bias, activation, isSeries, compression.Gains));
    }

    private Shape? Output(int outputs, SlidingWindow window)
    {
        long positions = (long)window.Rows.Positions * window.Columns.Positions;
        if (outputs * positions <= NetworkPlan.MostFloats) return new(outputs, window.Rows.Positions, window.Columns.Positions);
        layer.ReportTooLarge(SizesParser.OutputsArgument, $"{Numbers.Text(outputs * positions)} outputs", "fewer outputs or larger strides");
        return null;
    }
}
