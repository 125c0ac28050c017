using System.Text.Json;
using DeepThin.Generators.Specs;
using DeepThin.Planning;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>
/// Layers of both directions, what ends a sequence, and their gradients against PyTorch's: numbers that Fixtures/make_sequences.py took from it, the committed ones, or those made anew in the folder
/// DEEPTHIN_FIXTURES. The tensors are found by the names of PyTorch's modules.
/// </summary>
public sealed class WholeSequencePyTorchTests
{
    private const double RelativeError = 5e-6;

    [Fact]
    public void Whole_sequences_equal_those_of_PyTorch_forward_and_backward()
    {
        using var document = FixtureModels.Read("sequences.json");
        List<JsonElement> cases = [.. document.RootElement.EnumerateArray()];
        ModelSpec[] specs = [.. cases.Select((item, index) => RandomModels.Model(index, [.. Layers(item)]))];
        foreach (var (model, item) in CompiledModel.Build(specs, seed: 1).Zip(cases)) Check(model, item);
    }

    private static IEnumerable<LayerSpec> Layers(JsonElement item)
    {
        var cell = Enum.Parse<RecurrentCell>(item.GetProperty("cell").GetString()!);
        int size = Int("inputLength"), hidden = Int("hidden"), gates = hidden * RecurrentPlan.GatesOf(cell);
        for (int i = 0; i < Int("layers"); i++)
        {
            var layer = new RecurrentSpec($"layer{i}", cell, hidden, new DenseWeights(size, gates), Gains.None, new DenseWeights(hidden, gates), Gains.None, item.GetProperty("bias").GetBoolean());
            LayerSpec both = Int("directions") == 2 ? new BidirectionalSpec(layer) : layer;
            yield return both with { Tensors = $"rnn.*_l{i}" };
            size = (int)both.Output.Length;
        }

        switch (item.GetProperty("end").GetString())
        {
            case "Mean": yield return new OverTimeSpec("mean", PoolingKind.Average, new(size)); break;
            case "Max": yield return new OverTimeSpec("max", PoolingKind.Max, new(size)); break;
            case "Last": yield return new LastStepSpec("last", new(size)); break;
        }

        yield return TestLayers.Dense("head", size, Int("outputLength")) with { Tensors = "head.*" };

        int Int(string name) => item.GetProperty(name).GetInt32();
    }

    private static void Check(CompiledModel model, JsonElement item)
    {
        string plan = model.Info.ToString();
        var parameters = item.GetProperty("parameters");
        Assert.Equal(parameters.EnumerateObject().Select(tensor => tensor.Name).Order(), model.Info.Tensors.Select(tensor => tensor.Name).Order());
        foreach (var tensor in model.Info.Tensors) Floats(parameters.GetProperty(tensor.Name)).CopyTo(model.Parameters.Slice(tensor.Offset, tensor.Length));
        model.Prepare();
        int[] lengths = [.. item.GetProperty("lengths").EnumerateArray().Select(length => length.GetInt32())];
        int steps = lengths[0], q = model.InputLength, r = model.OutputLength;
        bool hasOne = model.Info.EndsSequences;
        float[] inputs = Floats(item.GetProperty("inputs")), wanted = Floats(item.GetProperty("outputs")), given = Floats(item.GetProperty("slopes"));
        float[] traced = new float[lengths.Length * steps * r], trace = new float[steps * model.TraceLength], slopes = new float[traced.Length];
        model.ForwardTrace(inputs, lengths, traced, trace, []);
        for (int i = 0; i < lengths.Length; i++)
        {
            int first = hasOne ? i : i * steps, count = hasOne ? 1 : lengths[i], place = hasOne ? i * steps + lengths[i] - 1 : i * steps;
            float[] outputs = new float[count * r], right = wanted[(first * r)..((first + count) * r)];
            model.Forward(inputs.AsSpan(i * steps * q, lengths[i] * q), outputs);
            AssertClose(right, outputs, "outputs", plan);
            AssertClose(right, traced[(place * r)..((place + count) * r)], "outputs of a trace", plan);
            given.AsSpan(first * r, count * r).CopyTo(slopes.AsSpan(place * r));
        }

        float[] gradients = new float[model.Parameters.Length], inputGradients = new float[inputs.Length];
        model.Backward(slopes, lengths, trace, gradients, inputGradients);
        AssertClose(Floats(item.GetProperty("inputGradients")), inputGradients, "gradients of the inputs", plan);
        foreach (var tensor in model.Info.Tensors)
        {
            AssertClose(Floats(item.GetProperty("parameterGradients").GetProperty(tensor.Name)), gradients.AsSpan(tensor.Offset, tensor.Length).ToArray(), tensor.Name, plan);
        }
    }

    private static void AssertClose(float[] expected, float[] actual, string what, string plan)
    {
        double error = Math.Sqrt(expected.Zip(actual, (wanted, found) => Math.Pow(found - (double)wanted, 2)).Sum());
        double norm = Math.Sqrt(expected.Sum(wanted => (double)wanted * wanted));
        Assert.True(error <= RelativeError * norm, $"The {what} differ by {error / norm:e2}.\n{plan}");
    }

    private static float[] Floats(JsonElement values) => [.. values.EnumerateArray().Select(value => value.GetSingle())];
}
