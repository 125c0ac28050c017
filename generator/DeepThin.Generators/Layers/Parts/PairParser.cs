using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Parts;

/// <summary>Parses what layers of two values have in common.</summary>
internal sealed class PairParser(LayerContext layer)
{
    public const string FromArgument = "from";

    /// <summary>The values and the function that is applied to what becomes of them; null where a value is not known.</summary>
    public (Source Before, Shape First, Source Other, Shape Second, ActivationSpec Activation)? Parse()
    {
        var activation = new ActivationParser(layer).Parse();
        if (layer.NeedBefore("[Input]") is not { } first || layer.Sources is not [var before, { Shape: { } second } other]) return null;
        if (activation.Kind is Activation.Softmax or Activation.LogSoftmax && !(first.IsVector && second.IsVector))
        {
            layer.Report(Rules.SoftmaxOfChannels, ActivationParser.ActivationArgument, activation.Kind.ToString());
        }

        return (before, first, other, second, activation);
    }
}
