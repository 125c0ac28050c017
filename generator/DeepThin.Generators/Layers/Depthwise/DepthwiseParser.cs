using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Depthwise;

/// <summary>Parses one <c>[DepthwiseConv1D]</c> or <c>[DepthwiseConv2D]</c>.</summary>
internal sealed class DepthwiseParser(LayerContext layer, bool isSeries)
{
    public LayerResult Parse()
    {
        var channels = new SizesParser(layer).ParseInputs().Inputs;
        var bias = new BiasParser(layer).Parse(channels);
        var activation = new ActivationParser(layer).Parse();
        if (activation.Kind is Activation.Softmax or Activation.LogSoftmax)
        {
            layer.Report(Rules.SoftmaxOfChannels, ActivationParser.ActivationArgument, activation.Kind.ToString(), "a depthwise convolution computes each alone");
        }

        var before = layer.NeedBefore(isSeries ? "[Input(channels, length)]" : "[Input(channels, height, width)]");
        var window = new WindowParser(layer).Parse(before, channels, isSeries, "DepthwiseConv2D", isPooling: false);
        Shape? input = before is { } read && channels is { } count ? new(count, read.Height, read.Width) : null;
        if (window is not { } found) return new(input, null, null);
        return new(input, new(found.Channels, found.Rows.Positions, found.Columns.Positions), layer.HasErrors ? null : new DepthwiseSpec(layer.Name, found, bias != null, activation, isSeries));
    }
}
