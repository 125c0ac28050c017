using DeepThin.Exporting.Graphs;
using DeepThin.Planning;

namespace DeepThin.Exporting.Layers;

/// <summary>Writes one layer as nodes. A value has the samples of a batch, or the steps of a sequence, along its first dimension, and behind it the dimensions of its shape.</summary>
/// <param name="graph">The graph.</param>
/// <param name="step">The layer.</param>
/// <param name="tensors">Its tensors.</param>
/// <param name="states">The states of the network.</param>
internal sealed partial class LayerWriter(GraphWriter graph, StepPlan step, LayerTensors tensors, StateWriter states)
{
    /// <summary>Writes the layer.</summary>
    /// <param name="inputs">The values that it reads.</param>
    /// <returns>The value that it writes; what it reads where nothing is computed.</returns>
    public string Write(string[] inputs)
    {
        string input = inputs[0];
        string sums = step.Layer switch
        {
            FullyConnectedPlan plan => FullyConnected(plan, input),
            ConvolutionPlan plan => Convolution(plan, input),
            GroupedPlan plan => Grouped(plan, input),
            DepthwisePlan plan => Depthwise(plan, input),
            EmbeddingPlan plan => Embedding(plan, input),
            PoolingPlan plan => Pooling(plan, input),
            ReshapePlan plan => graph.Shaped(input, GraphWriter.DimsOf(plan.Input), plan.Output),
            TransposePlan plan => Transposed(plan, input),
            ChannelsPlan plan => plan.IsAlias ? input : graph.Add("Slice", [input, graph.Whole(plan.First), graph.Whole(plan.First + plan.Output.Channels), graph.Whole(1)]),
            ConcatPlan => graph.Add("Concat", inputs, ("axis", 1L)),
            PadPlan plan => Padded(plan.Padding, input),
            MagnitudePlan plan => Magnitude(plan, input),
            ActivatePlan or DropoutPlan => input,
            ResidualPlan plan => graph.Add("Add", [Widened(input, plan.First, plan.Output), Widened(inputs[1], plan.Second, plan.Output)]),
            MultiplyPlan plan => graph.Add("Mul", [Gate(input, plan.First, plan.Output), Gate(inputs[1], plan.Second, plan.Output)]),
            StandardizePlan plan => graph.Add("Mul", [graph.Add("Sub", [input, PerChannel("mean", plan.Shape)]), PerChannel("scale", plan.Shape)]),
            ScalePlan plan => Scaled(plan, input),
            PReluPlan plan => graph.Add("PRelu", [input, plan.Shared ? tensors.Tensor("weight", 1) : PerChannel("weight", plan.Shape)]),
            BatchNormPlan plan => BatchNorm(plan, input),
            LayerNormPlan plan => LayerNorm(plan, input),
            RecurrentPlan plan => Recurrent(plan, [""], input),
            BidirectionalPlan plan => Recurrent(plan.Direction, ["", BidirectionalPlan.OfReverse], input),
            DelayLinePlan plan => DelayLine(plan, input),
            LastStepPlan => graph.Add("Slice", [input, graph.Whole(-1), graph.Whole(long.MaxValue), graph.Whole(0)]),
            OverTimePlan plan => OverTime(plan, input),
            _ => throw new ExportException($"{step.Layer.Name}: a layer of the kind {step.Layer.Kind} cannot be exported."),
        };
        // The cells of recurrent layers have applied their activations.
        return step.Layer is RecurrentPlan or BidirectionalPlan ? sums : Activations.Apply(graph, sums, step.Layer.Activation);
    }

    private string Scaled(ScalePlan plan, string input)
    {
        string product = graph.Add("Mul", [input, PerChannel("weight", plan.Shape)]);
        return plan.HasBias ? graph.Add("Add", [product, PerChannel("bias", plan.Shape)]) : product;
    }

    private string BatchNorm(BatchNormPlan plan, string input)
    {
        int channels = plan.Shape.Channels;
        string[] inputs = [input, tensors.Tensor("weight", channels), tensors.Tensor("bias", channels), tensors.Tensor("running_mean", channels), tensors.Tensor("running_var", channels)];
        return graph.Add("BatchNormalization", inputs, ("epsilon", plan.Epsilon));
    }

    // The channels of a position are normalised where they are the last dimension.
    private string LayerNorm(LayerNormPlan plan, string input)
    {
        int[] dims = GraphWriter.DimsOf(plan.Shape), normalised = plan.PerPosition ? [plan.Shape.Channels] : dims;
        string[] gains = plan.HasBias ? [tensors.Tensor("weight", normalised), tensors.Tensor("bias", normalised)] : [tensors.Tensor("weight", normalised)];
        bool turns = plan.PerPosition && dims.Length > 1;
        string value = turns ? graph.Add("Transpose", [input], ("perm", (long[])(dims.Length == 2 ? [0, 2, 1] : [0, 2, 3, 1]))) : input;
        value = graph.Add("LayerNormalization", [value, .. gains], ("axis", plan.PerPosition ? -1L : 1L), ("epsilon", plan.Epsilon));
        return turns ? graph.Add("Transpose", [value], ("perm", (long[])(dims.Length == 2 ? [0, 2, 1] : [0, 3, 1, 2]))) : value;
    }

    // The square root of the sum of squares of both halves of the channels.
    private string Magnitude(MagnitudePlan plan, string input)
    {
        string[] halves = graph.Add("Split", [input, graph.Whole(plan.Output.Channels, plan.Output.Channels)], 2, ("axis", 1L));
        return graph.Add("Sqrt", [graph.Add("Add", [.. halves.Select(half => graph.Add("Mul", [half, half]))])]);
    }

    // A value for each channel, as it is added to or multiplied with a value of a shape.
    private string PerChannel(string tensor, Shape shape) => tensors.Tensor(tensor, [shape.Channels, .. GraphWriter.DimsOf(shape).Skip(1).Select(_ => 1)]);

    // A vector with a value for each channel of the other value.
    private string Gate(string value, Shape shape, Shape whole) => shape.IsVector && !whole.IsVector ? graph.Reshaped(value, [shape.Channels, .. GraphWriter.DimsOf(whole).Skip(1).Select(_ => 1)]) : value;

    // The channels that the other value has alone are added to zeros.
    private string Widened(string value, Shape shape, Shape whole)
    {
        if (shape == whole) return value;
        int rank = 1 + GraphWriter.DimsOf(whole).Length;
        long[] pads = new long[2 * rank];
        pads[rank + 1] = whole.Channels - shape.Channels;
        return graph.Add("Pad", [value, graph.Whole(pads)]);
    }
}
