using DeepThin.Planning;

namespace DeepThin.Exporting.Layers;

/// <content>Layers that go on from step to step.</content>
internal sealed partial class LayerWriter
{
    // ONNX has the gates of an LSTM in the order i, o, f, c where PyTorch has i, f, c, o, and those of a GRU in the order z, r, h where PyTorch has r, z, n.
    private static readonly int[] OfLstm = [0, 3, 1, 2], OfGru = [1, 0, 2], OfRnn = [0];

    private string Recurrent(RecurrentPlan plan, string[] directions, string input)
    {
        int hidden = plan.Hidden, gates = plan.Gates;
        int[] order = plan.Cell switch { RecurrentCell.Lstm => OfLstm, RecurrentCell.Gru or RecurrentCell.GruResetBefore => OfGru, _ => OfRnn };
        string weights = Stacked([.. directions.Select(direction => Gates(plan.Sums.Map, RecurrentPlan.OfInputs + direction, order, hidden))]);
        string recurrent = Stacked([.. directions.Select(direction => plan.CandidateSums is { } candidate
            ? graph.Add("Concat", [Gates(plan.RecurrentSums.Map, RecurrentPlan.OfHidden + direction, [1, 0], hidden), Gates(candidate.Map, RecurrentPlan.OfCandidate + direction, OfRnn, hidden)], ("axis", 1L))
            : Gates(plan.RecurrentSums.Map, RecurrentPlan.OfHidden + direction, order, hidden))]);
        string bias = plan.Sums.Bias is null ? "" : graph.Tensor($"{step.Layer.Name}/bias", [directions.Length, 2 * gates * hidden], [.. directions.SelectMany(direction => Biases(plan, direction, order))]);
        string[] inputs = [graph.Reshaped(input, 1, plan.Sums.Map.Q), weights, recurrent, bias];
        State[] kept = [.. (plan.Cell == RecurrentCell.Lstm ? ["h", "c"] : (string[])["h"]).Select(name => states.Of(step, name, directions.Length, 1, hidden)).OfType<State>()];
        if (kept.Length > 0) inputs = [.. inputs, "", .. kept.Select(state => state.Input)];
        string type = plan.Cell switch { RecurrentCell.Lstm => "LSTM", RecurrentCell.Gru or RecurrentCell.GruResetBefore => "GRU", _ => "RNN" };
        string[] outputs = graph.Add(type, inputs, 1 + kept.Length, [.. Attributes(plan, directions.Length)]);
        for (int i = 0; i < kept.Length; i++) graph.Rename(outputs[i + 1], kept[i].Output);

        // Steps × directions × 1 × hidden: the values of the directions stand side by side.
        return graph.Reshaped(outputs[0], directions.Length * hidden);
    }

    private static IEnumerable<(string, object)> Attributes(RecurrentPlan plan, int directions)
    {
        yield return ("hidden_size", (long)plan.Hidden);
        if (directions == 2) yield return ("direction", "bidirectional");
        if (plan.Cell is RecurrentCell.Gru or RecurrentCell.GruResetBefore) yield return ("linear_before_reset", plan.Cell == RecurrentCell.Gru ? 1L : 0L);
        if (plan.Cell == RecurrentCell.Relu) yield return ("activations", Repeated<string>(["Relu"]));
        if (plan.GateActivation.Kind != Activation.HardSigmoid) yield break;
        yield return ("activations", Repeated<string>(plan.Cell == RecurrentCell.Lstm ? ["HardSigmoid", "Tanh", "Tanh"] : ["HardSigmoid", "Tanh"]));
        yield return ("activation_alpha", Repeated([plan.GateActivation.Parameter]));
        yield return ("activation_beta", Repeated([0.5f]));

        T[] Repeated<T>(T[] values) => [.. Enumerable.Repeat(values, directions).SelectMany(some => some)];
    }

    // 1 × (gates·hidden) × inputs, the gates in the order of ONNX.
    private string Gates(LinearMap map, string ending, int[] order, int hidden)
    {
        int[] rows = [.. order.SelectMany(gate => Enumerable.Range(gate * hidden, hidden))];
        if (tensors.AsFactors(map))
        {
            string ordered = graph.Add("Gather", [tensors.Matrix(map, ending), graph.Whole(Array.ConvertAll(rows, row => (long)row))], ("axis", 0L));
            return graph.Add("Reshape", [ordered, graph.Whole(1, map.R, map.Q)]);
        }

        float[] values = tensors.Values(map, ending);
        return graph.Tensor(tensors.NameOf(map, ending), [1, map.R, map.Q], [.. rows.SelectMany(row => values.AsSpan(row * map.Q, map.Q).ToArray())]);
    }

    private string Stacked(string[] directions) => directions.Length == 1 ? directions[0] : graph.Add("Concat", directions, ("axis", 0L));

    // Those of the inputs, then those of the hidden values.
    private IEnumerable<float> Biases(RecurrentPlan plan, string direction, int[] order)
    {
        float[] inputs = tensors["bias" + RecurrentPlan.OfInputs + direction];
        float[] recurrent = [.. tensors["bias" + RecurrentPlan.OfHidden + direction], .. plan.CandidateSums is null ? [] : tensors["bias" + RecurrentPlan.OfCandidate + direction]];
        foreach (float[] values in (float[][])[inputs, recurrent])
        {
            foreach (int gate in order)
            {
                for (int i = 0; i < plan.Hidden; i++) yield return values[gate * plan.Hidden + i];
            }
        }
    }

    // The latest steps of each value, the oldest first, stand along a dimension of their own.
    private string DelayLine(DelayLinePlan plan, string input)
    {
        if (plan.Steps == 0) return graph.Shaped(input, [plan.Values], plan.Output);
        var state = states.Of(step, "steps", plan.Steps, plan.Values);
        string all = state is null ? graph.Add("Pad", [input, graph.Whole(plan.Steps, 0, 0, 0)]) : graph.Add("Concat", [state.Input, input], ("axis", 0L));
        if (state is not null) graph.Rename(graph.Add("Slice", [all, graph.Whole(-plan.Steps), graph.Whole(long.MaxValue), graph.Whole(0)]), state.Output);
        string[] taps = [.. Enumerable.Range(0, plan.Taps).Select(tap =>
        {
            int first = tap * plan.Dilation, left = plan.Steps - first;
            string steps = graph.Add("Slice", [all, graph.Whole(first), graph.Whole(left == 0 ? long.MaxValue : -left), graph.Whole(0)]);
            return graph.Reshaped(steps, plan.Values, 1);
        })];
        return graph.Add("Concat", taps, ("axis", 2L));
    }

    private string OverTime(OverTimePlan plan, string input)
    {
        states.Of(step, "sum");
        return graph.Add(plan.Pooling == PoolingKind.Max ? "ReduceMax" : "ReduceMean", [input], ("axes", (long[])[0]), ("keepdims", 1L));
    }
}
