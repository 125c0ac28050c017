using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Activate;

/// <summary>Parses one <c>[Activate]</c>.</summary>
internal sealed class ActivateParser(LayerContext layer)
{
    private const string ActivationArgument = "activation";

    public LayerResult Parse()
    {
        var activation = new ActivationParser(layer, ActivationArgument).Parse();
        if (layer.NeedBefore("[Input]") is not { } shape) return new(null, null, null);
        if (activation.Kind is Activation.Softmax or Activation.LogSoftmax && !shape.IsVector) layer.Report(Rules.SoftmaxOfChannels, ActivationArgument, activation.Kind.ToString());
        return new(shape, shape, layer.HasErrors ? null : new ActivateSpec(layer.Name, shape, activation));
    }
}
