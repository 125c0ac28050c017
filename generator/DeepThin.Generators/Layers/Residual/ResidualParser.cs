using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Residual;

/// <summary>Parses one <c>[Residual]</c>.</summary>
internal sealed class ResidualParser(LayerContext layer)
{
    private const string FromArgument = "from";
    private const string PadChannelsArgument = "PadChannels";

    public LayerResult Parse()
    {
        var activation = new ActivationParser(layer).Parse();
        if (layer.NeedBefore("[Input]") is not { } first || layer.Sources is not [var before, { Shape: { } second } other]) return new(null, null, null);
        if (activation.Kind is Activation.Softmax or Activation.LogSoftmax && !first.IsVector)
        {
            layer.Report(Rules.SoftmaxOfChannels, ActivationParser.ActivationArgument, activation.Kind.ToString());
        }

        bool haveOneHeight = (first.Height, first.Width) == (second.Height, second.Width), pads = layer.Value<bool>(PadChannelsArgument) == true;
        if (first != second && !(haveOneHeight && pads))
        {
            string advice = !haveOneHeight ? "give both one shape" : "give both as many channels, or set PadChannels = true, which gives the one with fewer channels of zeros";
            layer.Report(Rules.SumMismatch, FromArgument, before.Name, first.ToString(), other.Name, second.ToString(), advice);
            return new(first, null, null);
        }

        var spec = new ResidualSpec(layer.Name, first, second, activation);
        return new(first, spec.Output, layer.HasErrors ? null : spec);
    }
}
