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

    /// <summary>A layer of gates.</summary>
    public LayerResult Parse(RecurrentCell cell)
    {
        var sizes = new SizesParser(layer);
        int? inputs = sizes.Size(SizesParser.InputsArgument), hidden = sizes.Size(HiddenArgument);
        int gates = RecurrentPlan.GatesOf(cell);
        var ofInputs = sizes.OfGates(inputs, hidden, gates, HiddenArgument);
        var ofHidden = ofInputs == null ? null : sizes.OfGates(hidden, hidden, gates, HiddenArgument);
        bool isRecurrentAlone = layer.Has(RatioParser.RecurrentRatioArgument) && !layer.Has(RatioParser.RatioArgument);
        var compression = new CompressionParser(layer) { IsSecond = isRecurrentAlone }.Parse(ofInputs);
        var recurrent = new CompressionParser(layer, ratioArgument: RatioParser.RecurrentRatioArgument) { IsSecond = !isRecurrentAlone }.Parse(ofHidden);
        bool hasBias = layer.Value<bool>(BiasParser.BiasArgument) ?? true;
        bool isBidirectional = layer.Value<bool>(BidirectionalArgument) ?? false;
        var (before, after) = (inputs is { } x ? new Shape(x) : (Shape?)null, hidden is { } h ? new Shape(isBidirectional ? (int)System.Math.Min(int.MaxValue, 2L * h) : h) : (Shape?)null);
        if (layer.HasErrors || ofInputs is not var (q, r) || ofHidden is not var (hiddenQ, hiddenR)) return new(before, after, null);
        var spec = new RecurrentSpec(
            layer.Name, cell, hiddenQ,
            compression.Plan ?? (WeightsPlan)new DenseWeights(q, r), compression.Gains,
            recurrent.Plan ?? (WeightsPlan)new DenseWeights(hiddenQ, hiddenR), recurrent.Gains, hasBias);
        return new(before, after, isBidirectional ? new BidirectionalSpec(spec) : spec);
    }

    /// <summary>A simple layer, whose activation is tanh or the ReLU.</summary>
    public LayerResult ParseSimple()
    {
        var activation = (Activation)(layer.Value<int>(ActivationParser.ActivationArgument) ?? (int)Activation.Tanh);
        if (activation is not (Activation.Tanh or Activation.Relu)) layer.ReportFixable(Rules.ActivationOfRecurrent, ActivationParser.ActivationArgument, "DeepThin.Activation.Tanh", activation.ToString());
        return Parse(activation == Activation.Relu ? RecurrentCell.Relu : RecurrentCell.Tanh);
    }
}
