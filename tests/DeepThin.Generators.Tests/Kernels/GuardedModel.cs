extern alias Library;

using System.Reflection;
using Library::DeepThin;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>A model that is given guarded memory instead of what it is called with, of inputs a copy.</summary>
/// <param name="model">The model.</param>
internal sealed class GuardedModel(CompiledModel model) : CompiledModel
{
    [ThreadStatic]
    private static Dictionary<string, GuardedMemory>? _memories;

    public override ModelInfo Info => model.Info;

    public override int InputLength => model.InputLength;

    public override int OutputLength => model.OutputLength;

    public override int PanelSize => model.PanelSize;

    public override int TraceLength => model.TraceLength;

    public override Span<float> Parameters => model.Parameters;

    public override RoundingReport Rounding => model.Rounding;

    private static Dictionary<string, GuardedMemory> Memories => _memories ??= [];

    public override void Prepare()
    {
        model.Prepare();
        Check();
    }

    public override CompiledModel Create(int seed) => new GuardedModel(model.Create(seed));

    public override CompiledModel Load(string path) => new GuardedModel(model.Load(path));

    public override CompiledModel LoadMapped(string path) => new GuardedModel(model.LoadMapped(path));

    public override CompiledModel Load(Stream stream) => new GuardedModel(model.Load(stream));

    public override CompiledModel Load(ReadOnlyMemory<byte> file) => new GuardedModel(model.Load(file));

    public override CompiledModel LoadResource(Assembly assembly, string name) => new GuardedModel(model.LoadResource(assembly, name));

    public override void Save(string path, Library::DeepThin.WeightType? type = null) => model.Save(path, type);

    public override void SavePacked(string path) => model.SavePacked(path);

    public override float[] Prepared() => model.Prepared();

    public override void Forward(ReadOnlySpan<float> input, Span<float> output)
    {
        var guarded = Take("output", output.Length);
        model.Forward(Copy("input", input), guarded);
        guarded.CopyTo(output);
        Check();
    }

    public override void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs, int maxDegreeOfParallelism = 1)
    {
        var guarded = Take("output", outputs.Length);
        model.ForwardBatch(Copy("input", inputs), guarded, maxDegreeOfParallelism);
        guarded.CopyTo(outputs);
        Check();
    }

    public override void ForwardTrace(ReadOnlySpan<float> inputs, Span<float> outputs, int count, Span<float> trace, ulong noise = 0)
    {
        Span<float> guarded = Take("output", outputs.Length), guardedTrace = Take("trace", trace.Length);
        model.ForwardTrace(Copy("input", inputs), guarded, count, guardedTrace, noise);
        guarded.CopyTo(outputs);
        guardedTrace.CopyTo(trace);
        Check();
    }

    public override void Backward(ReadOnlySpan<float> outputGradients, int count, ReadOnlySpan<float> trace, Span<float> parameterGradients, Span<float> inputGradients)
    {
        Span<float> sums = Copy("gradients of the parameters", parameterGradients), guarded = inputGradients.IsEmpty ? [] : Take("gradients of the input", inputGradients.Length);
        model.Backward(Copy("gradients of the output", outputGradients), count, Copy("trace", trace), sums, guarded);
        sums.CopyTo(parameterGradients);
        guarded.CopyTo(inputGradients);
        Check();
    }

    private static Span<float> Take(string name, int length)
    {
        if (!Memories.TryGetValue(name, out var memory)) Memories.Add(name, memory = new(name));
        return memory.Take(length);
    }

    private static Span<float> Copy(string name, ReadOnlySpan<float> values)
    {
        var copy = Take(name, values.Length);
        values.CopyTo(copy);
        return copy;
    }

    private static void Check()
    {
        WorkspaceGuard.Check();
        foreach (var memory in Memories.Values) memory.Check();
    }
}
