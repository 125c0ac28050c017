using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Convolution;

/// <summary>Parses one <c>[Conv1D]</c> or <c>[Conv2D]</c>.</summary>
internal sealed class ConvolutionParser(LayerContext layer, bool isSeries)
{
    private const string GroupsArgument = "Groups";

    public LayerResult Parse() => layer.Value<int>(GroupsArgument) is { } groups and not 1 ? ParseGroups(groups) : ParseWhole();

    private LayerResult ParseWhole()
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

    // What is computed apart has a plan of its own, without gains.
    private LayerResult ParseGroups(int groups)
    {
        var windows = new WindowParser(layer);
        var sizes = new SizesParser(layer).ParseChannels(windows.Taps(isSeries), groups < 1 ? 1 : groups);
        // Positions share no products here, and W is made faster of a few long rows than of many short ones.
        bool areGroups = sizes.Inputs is { } some && sizes.Outputs is { } others && AreGroups(groups, some, others);
        var compression = areGroups ? new CompressionParser(layer, hasGains: false).Parse(sizes.Both) : default;
        bool hasBias = new BiasParser(layer).Parse(sizes.Outputs) != null;
        var activation = new ActivationParser(layer).Parse();
        if (activation.Kind is Activation.Softmax or Activation.LogSoftmax)
        {
            layer.Report(Rules.SoftmaxOfChannels, ActivationParser.ActivationArgument, activation.Kind.ToString(), "a convolution in groups computes some of them apart from the others");
        }

        var before = layer.NeedBefore(isSeries ? "[Input(channels, length)]" : "[Input(channels, height, width)]");
        var window = windows.Parse(before, sizes.Inputs, isSeries, "Conv2D", isPooling: false);
        Shape? input = before is { } read && sizes.Inputs is { } channels ? new(channels, read.Height, read.Width) : null;
        var output = window is { } passing && sizes.Outputs is { } outputs ? Output(outputs, passing) : null;
        if (layer.HasErrors || sizes.Both is not var (q, r) || input is not { } whole || output is not { } made || window is not { } found) return new(input, output, null);
        var convolution = new GroupedConvolution(new(whole.Channels / groups, found.Rows, found.Columns), groups, made.Channels / groups);
        return new(input, output, new GroupedSpec(layer.Name, convolution, compression.Plan ?? (WeightsPlan)new DenseWeights(q, r), hasBias, activation, isSeries));
    }

    private bool AreGroups(int groups, int inputs, int outputs)
    {
        int most = ReLayout.Gcd(inputs, outputs);
        if (groups < 1 || most % groups != 0)
        {
            return Report($"its {Numbers.Text(inputs)} inputs and {Numbers.Text(outputs)} outputs cannot be divided into so many", LayerContext.Choices([.. Nearest(groups, most)]));
        }

        if (groups == inputs && groups == outputs) return Report("so each channel is convolved alone", $"[DepthwiseConv{(isSeries ? "1D" : "2D")}], or fewer groups");
        return !layer.Has(GainsParser.GainsArgument) || Report("the channels of groups have no gains", $"1, or leave out {GainsParser.GainsArgument}");

        bool Report(string why, string use)
        {
            layer.Report(Rules.GroupsDoNotFit, GroupsArgument, Numbers.Text(groups), why, use);
            return false;
        }
    }

    // The next divisors of all channels below and above.
    private static IEnumerable<string> Nearest(int groups, int most)
    {
        int below = groups > most ? most : groups, above = groups < 1 ? 1 : groups;
        while (below > 0 && most % below != 0) below--;
        while (above <= most && most % above != 0) above++;
        if (below > 0) yield return Numbers.Text(below);
        if (above <= most) yield return Numbers.Text(above);
    }

    private Shape? Output(int outputs, SlidingWindow window)
    {
        long positions = (long)window.Rows.Positions * window.Columns.Positions;
        if (outputs * positions <= NetworkPlan.MostFloats) return new(outputs, window.Rows.Positions, window.Columns.Positions);
        layer.ReportTooLarge(SizesParser.OutputsArgument, $"{Numbers.Text(outputs * positions)} outputs", "fewer outputs or larger strides");
        return null;
    }
}
