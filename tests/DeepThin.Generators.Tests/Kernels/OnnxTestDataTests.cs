using System.Runtime.InteropServices;
using System.Text.Json;
using DeepThin.Generators.Specs;
using DeepThin.Tests;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>
/// Layers against the test data of ONNX, as far as attributes can say its cases: what Fixtures/make_onnx_cases.py took from it, the committed cases, or those made anew
/// in the folder DEEPTHIN_FIXTURES.
/// </summary>
public sealed class OnnxTestDataTests
{
    private const double RelativeError = 2e-6;

    [Fact]
    public void Layers_give_the_outputs_of_the_test_data()
    {
        using var fixture = FixtureModels.Read("onnx_cases.json");
        JsonElement[] cases = [.. fixture.RootElement.GetProperty("cases").EnumerateArray()];
        ModelSpec[] specs = [.. cases.Select((item, index) => FixtureModels.Model(index, item))];
        string[] faults = [.. CompiledModel.Build(specs, seed: 1).Zip(cases, (model, item) => Fault(new GuardedModel(model), item)).OfType<string>()];
        Assert.True(faults.Length == 0, string.Join("\n", faults));
    }

    [Fact]
    public void The_page_says_how_many_cases_are_taken()
    {
        using var fixture = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "onnx_cases.json")));
        int taken = fixture.RootElement.GetProperty("cases").GetArrayLength(), left = fixture.RootElement.GetProperty("left").GetArrayLength();
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md")).ReplaceLineEndings(" ");
        Assert.Contains($"{taken} of {taken + left} cases", page, StringComparison.Ordinal);
    }

    // What is wrong with a case; null where nothing is.
    private static string? Fault(CompiledModel model, JsonElement item)
    {
        var tensors = model.Info.Tensors;
        float[][] parameters = [.. item.GetProperty("parameters").EnumerateArray().Select(Floats)];
        string name = item.GetProperty("name").GetString()!;
        if (!tensors.Select(tensor => tensor.Length).SequenceEqual(parameters.Select(values => values.Length))) return $"{name}: its parameters are not those of the layer.\n{model.Info}";
        foreach (var (tensor, values) in tensors.Zip(parameters)) values.CopyTo(model.Parameters[tensor.Offset..]);
        model.Prepare();

        float[] inputs = Floats(item.GetProperty("inputs")), wanted = Floats(item.GetProperty("outputs"));
        int batch = item.GetProperty("batch").GetInt32();
        if (item.TryGetProperty("steps", out var steps)) return FaultOfSequences(model, name, inputs, wanted, batch, steps.GetInt32());
        if (inputs.Length != batch * model.InputLength || wanted.Length != batch * model.OutputLength) return $"{name}: its sizes are not those of the layer.\n{model.Info}";
        float[] single = new float[wanted.Length], together = new float[wanted.Length];
        for (int i = 0; i < batch; i++) model.Forward(inputs.AsSpan(i * model.InputLength, model.InputLength), single.AsSpan(i * model.OutputLength, model.OutputLength));
        model.ForwardBatch(inputs, together);
        double error = Math.Max(Distance(wanted, single), Distance(wanted, together));
        return error <= RelativeError ? null : $"{name}: its outputs differ by {error:e2}.\n{model.Info}";
    }

    // What the last step of each sequence gives.
    private static string? FaultOfSequences(CompiledModel model, string name, float[] inputs, float[] wanted, int batch, int steps)
    {
        float[] found = new float[wanted.Length], outputs = new float[steps * model.OutputLength];
        for (int i = 0; i < batch; i++)
        {
            model.Forward(inputs.AsSpan(i * steps * model.InputLength, steps * model.InputLength), outputs);
            outputs.AsSpan((steps - 1) * model.OutputLength).CopyTo(found.AsSpan(i * model.OutputLength));
        }

        double error = Distance(wanted, found);
        return error <= RelativeError ? null : $"{name}: its outputs differ by {error:e2}.\n{model.Info}";
    }

    private static double Distance(float[] wanted, float[] found) =>
        Math.Sqrt(wanted.Zip(found, (a, b) => Math.Pow(a - (double)b, 2)).Sum() / wanted.Sum(value => (double)value * value));

    private static float[] Floats(JsonElement text) => MemoryMarshal.Cast<byte, float>(text.GetBytesFromBase64()).ToArray();
}
