using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Recurrent;

/// <summary>Parses one <c>[Lstm]</c>, <c>[Gru]</c> or <c>[Rnn]</c>.</summary>
internal sealed class RecurrentParser(LayerContext layer)
{
    /// <summary>The argument that asks for a second layer, of the reverse direction.</summary>
    public const string BidirectionalArgument = "Bidirectional";

    private const string HiddenArgument = "hidden";
    private const string ResetBeforeArgument = "ResetBefore";

    /// <summary>A layer of gates.</summary>
    public LayerResult Parse(RecurrentCell cell)
    {
        var sizes = new SizesParser(layer);
        int? inputs = sizes.Size(SizesParser.InputsArgument), hidden = sizes.Size(HiddenArgument);
        int gates = RecurrentPlan.GatesOf(cell);
        var ofInputs = sizes.OfGates(inputs, hidden, gates, HiddenArgument);
        var ofHidden = ofInputs == null ? null : sizes.OfGates(hidden, hidden, RecurrentPlan.RecurrentGatesOf(cell), HiddenArgument);
        var matrices = new MatrixParser(layer);
        bool isRecurrentAlone = layer.Has(RatioParser.RecurrentRatioArgument) && !layer.Has(RatioParser.RatioArgument);
        var ofX = matrices.Parse(ofInputs, RatioParser.RatioArgument, matrix: 0, isSecond: isRecurrentAlone);
        bool hasCandidate = cell == RecurrentCell.GruResetBefore;
        var candidate = hasCandidate ? matrices.Parse(ofHidden is var (size, _) ? (size, size) : null, RatioParser.RecurrentRatioArgument, matrix: 2, isSecond: !isRecurrentAlone) : default;

        // A ratio that the smaller matrix cannot reach is reported once.
        bool isFaulty = hasCandidate && candidate.Weights == null;
        var recurrent = isFaulty ? default : matrices.Parse(ofHidden, RatioParser.RecurrentRatioArgument, matrix: 1, isSecond: !isRecurrentAlone || hasCandidate);
        var gateActivation = gates > 1 ? new GateParser(layer).Parse() : RecurrentPlan.Sigmoid;
        bool hasBias = layer.Value<bool>(BiasParser.BiasArgument) ?? true;
        bool isBidirectional = layer.Value<bool>(BidirectionalArgument) ?? false;
        var (before, after) = (inputs is { } x ? new Shape(x) : (Shape?)null, hidden is { } h ? new Shape(isBidirectional ? (int)System.Math.Min(int.MaxValue, 2L * h) : h) : (Shape?)null);
        if (layer.HasErrors || ofX.Weights == null || recurrent.Weights == null) return new(before, after, null);
        var spec = new RecurrentSpec(layer.Name, cell, recurrent.Weights.Q, ofX.Weights, ofX.Gains, recurrent.Weights, recurrent.Gains, hasBias)
        {
            CandidateWeights = candidate.Weights,
            CandidateGains = candidate.Gains,
            GateActivation = gateActivation,
        };
        return new(before, after, isBidirectional ? new BidirectionalSpec(spec) : spec);
    }

    /// <summary>A layer of gated recurrent units.</summary>
    public LayerResult ParseGru() => Parse(layer.Value<bool>(ResetBeforeArgument) == true ? RecurrentCell.GruResetBefore : RecurrentCell.Gru);

    /// <summary>A simple layer, whose activation is tanh or the ReLU.</summary>
    public LayerResult ParseSimple()
    {
        var activation = (Activation)(layer.Value<int>(ActivationParser.ActivationArgument) ?? (int)Activation.Tanh);
        if (activation is not (Activation.Tanh or Activation.Relu)) layer.ReportFixable(Rules.ActivationOfRecurrent, ActivationParser.ActivationArgument, "DeepThin.Activation.Tanh", activation.ToString());
        return Parse(activation == Activation.Relu ? RecurrentCell.Relu : RecurrentCell.Tanh);
    }
}
