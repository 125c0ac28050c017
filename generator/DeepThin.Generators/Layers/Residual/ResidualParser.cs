using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Residual;

/// <summary>Parses one <c>[Residual]</c>.</summary>
internal sealed class ResidualParser(LayerContext layer)
{
    private const string PadChannelsArgument = "PadChannels";

    public LayerResult Parse()
    {
        if (new PairParser(layer).Parse() is not var (before, first, other, second, activation)) return new(null, null, null);
        bool haveOneHeight = (first.Height, first.Width) == (second.Height, second.Width), pads = layer.Value<bool>(PadChannelsArgument) == true;
        if (first != second && !(haveOneHeight && pads))
        {
            string advice = !haveOneHeight ? "give both one shape" : "give both as many channels, or set PadChannels = true, which gives the one with fewer channels of zeros";
            layer.Report(Rules.SumMismatch, PairParser.FromArgument, before.Name, first.ToString(), other.Name, second.ToString(), advice);
            return new(first, null, null);
        }

        var spec = new ResidualSpec(layer.Name, first, second, activation);
        return new(first, spec.Output, layer.HasErrors ? null : spec);
    }
}
