using System.Text.Json;
using DeepThin.Generators.Specs;
using DeepThin.Planning;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>
/// Recurrent layers over sequences, their states and their gradients against PyTorch's: numbers that Fixtures/make_recurrent.py took from it, the committed ones, or those made anew in the folder
/// DEEPTHIN_FIXTURES.
/// </summary>
public sealed class RecurrentPyTorchTests
{
    private const double RelativeError = 5e-6;

    [Fact]
    public void Sequences_equal_those_of_PyTorch_forward_and_backward()
    {
        using var document = FixtureModels.Read("recurrent.json");
        List<JsonElement> cases = [.. document.RootElement.EnumerateArray()];
        ModelSpec[] specs = [.. cases.Select((item, index) => RandomModels.Model(index, [.. item.GetProperty("layers").EnumerateArray().Select(Spec)]))];
        foreach (var (model, item) in CompiledModel.Build(specs, seed: 1).Zip(cases)) Check(model, item);
    }

    private static RecurrentSpec Spec(JsonElement layer)
    {
        var cell = Enum.Parse<RecurrentCell>(layer.GetProperty("cell").GetString()!);
        int q = Int("q"), hidden = Int("hidden"), n = Int("recurrentN");
        bool hasCandidate = cell == RecurrentCell.GruResetBefore;
        return new(
            "layer", cell, hidden, Weights(q, RecurrentPlan.GatesOf(cell), Int("n")), Gained("gains"), Weights(hidden, RecurrentPlan.RecurrentGatesOf(cell), n), Gained("recurrentGains"),
            layer.GetProperty("bias").GetBoolean())
        {
            CandidateWeights = hasCandidate ? Weights(hidden, 1, n) : null,
            CandidateGains = hasCandidate ? Gained("recurrentGains") : Gains.None,
            GateActivation = layer.TryGetProperty("gateSlope", out var slope) ? new(Activation.HardSigmoid, slope.GetSingle()) : RecurrentPlan.Sigmoid,
        };

        int Int(string name) => layer.GetProperty(name).GetInt32();

        Gains Gained(string name) => Enum.Parse<Gains>(layer.GetProperty(name).GetString()!);

        WeightsPlan Weights(int inputs, int gates, int n) => n == 0 ? new DenseWeights(inputs, gates * hidden) : new ReLayoutPlan(inputs, gates * hidden, 1, n);
    }

    private static void Check(CompiledModel model, JsonElement item)
    {
        string plan = model.Info.ToString();
        var tensors = model.Info.Tensors;
        foreach (var (tensor, values) in tensors.Zip(item.GetProperty("parameters").EnumerateArray(), (tensor, values) => (tensor, Floats(values))))
        {
            Assert.True(values.Length == tensor.Length, $"{tensor.Name} has {tensor.Length} values where the fixture has {values.Length}\n{plan}");
            values.CopyTo(model.Parameters[tensor.Offset..]);
        }

        model.Prepare();
        int[] lengths = [.. item.GetProperty("lengths").EnumerateArray().Select(length => length.GetInt32())];
        int steps = lengths[0], q = model.InputLength, r = model.OutputLength;
        float[] inputs = Floats(item.GetProperty("inputs")), wanted = Floats(item.GetProperty("outputs")), slopes = Floats(item.GetProperty("slopes")), ends = States(model, item, "ends");
        for (int i = 0; i < lengths.Length; i++)
        {
            float[] state = States(model, item, "states")[(i * model.StateLength)..((i + 1) * model.StateLength)], outputs = new float[lengths[i] * r];
            model.Forward(inputs.AsSpan(i * steps * q, lengths[i] * q), outputs, state);
            AssertClose(wanted[(i * steps * r)..((i * steps + lengths[i]) * r)], outputs, "outputs", plan);
            AssertClose(ends[(i * state.Length)..((i + 1) * state.Length)], state, "states", plan);
        }

        float[] traced = new float[wanted.Length], trace = new float[steps * model.TraceLength], states = States(model, item, "states");
        model.ForwardTrace(inputs, lengths, traced, trace, states);
        AssertClose(wanted, traced, "outputs of a trace", plan);
        AssertClose(ends, states, "states behind a trace", plan);
        float[] gradients = new float[model.Parameters.Length], inputGradients = new float[inputs.Length];
        model.Backward(slopes, lengths, trace, gradients, inputGradients);
        AssertClose(Floats(item.GetProperty("inputGradients")), inputGradients, "gradients of the inputs", plan);
        foreach (var (tensor, expected) in tensors.Zip(item.GetProperty("parameterGradients").EnumerateArray()))
        {
            AssertClose(Floats(expected), gradients.AsSpan(tensor.Offset, tensor.Length).ToArray(), tensor.Name, plan);
        }
    }

    // A state has the hidden values and the cells of each layer at full vectors.
    private static float[] States(CompiledModel model, JsonElement item, string name)
    {
        const int Lanes = KernelShape.Lanes;
        float[][] parts = [.. item.GetProperty(name).EnumerateArray().Select(Floats)];
        int count = item.GetProperty("lengths").GetArrayLength(), place = 0;
        float[] states = new float[count * model.StateLength];
        foreach (float[] part in parts)
        {
            int length = part.Length / count;
            for (int i = 0; i < count; i++) part.AsSpan(i * length, length).CopyTo(states.AsSpan(i * model.StateLength + place));
            place += (length + Lanes - 1) / Lanes * Lanes;
        }

        Assert.Equal(model.StateLength, place);
        return states;
    }

    private static void AssertClose(float[] expected, float[] actual, string what, string plan)
    {
        double error = Math.Sqrt(expected.Zip(actual, (wanted, found) => Math.Pow(found - (double)wanted, 2)).Sum());
        double norm = Math.Sqrt(expected.Sum(wanted => (double)wanted * wanted));
        Assert.True(error <= RelativeError * norm, $"The {what} differ by {error / norm:e2}.\n{plan}");
    }

    private static float[] Floats(JsonElement values) => [.. values.EnumerateArray().Select(value => value.GetSingle())];
}
