using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Recurrent;

/// <summary>Parses <c>GateActivation</c> and <c>GateSlope</c>.</summary>
internal sealed class GateParser(LayerContext layer)
{
    private const string GateActivationArgument = "GateActivation";
    private const string GateSlopeArgument = "GateSlope";
    private const double DefaultSlope = 1 / 6.0;

    /// <summary>What gates make of their sums.</summary>
    public ActivationSpec Parse()
    {
        var activation = (Activation)(layer.Value<int>(GateActivationArgument) ?? (int)Activation.Sigmoid);
        if (activation is not (Activation.Sigmoid or Activation.HardSigmoid))
        {
            layer.ReportFixable(Rules.ActivationOfGate, GateActivationArgument, "DeepThin.Activation.Sigmoid", activation.ToString());
            return RecurrentPlan.Sigmoid;
        }

        if (activation == Activation.HardSigmoid) return new(activation, Slope());
        if (layer.Has(GateSlopeArgument)) layer.Report(Rules.UnusedParameter, GateSlopeArgument, GateSlopeArgument, activation.ToString(), nameof(Activation.HardSigmoid), GateActivationArgument);
        return RecurrentPlan.Sigmoid;
    }

    private float Slope()
    {
        double given = layer.Value<double>(GateSlopeArgument) ?? DefaultSlope;
        float slope = (float)given;
        if (slope is not (> 0 and <= float.MaxValue)) layer.Report(Rules.GateSlopeOutOfRange, GateSlopeArgument, Numbers.Text(given));
        return slope;
    }
}
