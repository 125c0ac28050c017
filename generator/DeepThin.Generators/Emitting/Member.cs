using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DeepThin.Generators.Specs;
using DeepThin.Generators.Weights;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.Names;

namespace DeepThin.Generators.Emitting;

/// <summary>A valid model as its members are written from it.</summary>
internal sealed record ModelSource(ModelSpec Spec, NetworkPlan Plan, EmbeddedWeights.Entry? Weights)
{
    /// <summary>The model as source names it.</summary>
    public string Name => Spec.Type.QualifiedName;

    /// <summary>The struct of the network as source names it.</summary>
    public string Network => $"global::{SourceFiles.NamespaceOf(Spec.Type)}.Network";

    /// <summary>What the model is for.</summary>
    public ModelKind Kind => (Spec.Training ? ModelKind.Trainable : ModelKind.Plain) | (Plan.TakesSequences ? ModelKind.Sequence : ModelKind.Plain);

    /// <summary>The struct of a pass.</summary>
    public string NameOf(PassPlan pass) => $"Pass{Numbers.Text(Plan.Passes.ToList().IndexOf(pass) + 1)}";

    /// <summary>What a model that trains does to weights that it loads, because it writes to them.</summary>
    public string Own => Spec.Training ? ".Own()" : "";
}

/// <summary>A member that the generator gives a model.</summary>
/// <param name="Interface">The interface that asks for it, with <c>$</c> for the model; null for <c>LoadEmbedded</c>.</param>
/// <param name="Key">Its signature in short, by which the user's members are compared with it.</param>
/// <param name="Type">What it gives, behind <c>static</c> for a static one. <c>$</c> stands for the model.</param>
/// <param name="Signature">Its name and parameters.</param>
/// <param name="Body">Its body in a valid model: what stands behind an arrow, or a block.</param>
internal sealed record Member(string? Interface, string Key, string Type, string Signature, Func<ModelSource, string> Body)
{
    /// <summary>The field with the network.</summary>
    public const string Instance = "__network";

    private const string Contract = "global::DeepThin.IModel<$>", Training = "global::DeepThin.ITrainableModel<$>", Disposable = "global::System.IDisposable";
    private const string Sequence = "global::DeepThin.ISequenceModel<$>", SequenceTraining = "global::DeepThin.ITrainableSequenceModel<$>";

    /// <summary>All members of a model, as valid ones and as those of an invalid model.</summary>
    public static IReadOnlyList<Member> All { get; } =
    [
        new(Contract, "InputLength", "static int", "InputLength", source => SourceWriter.Literal(source.Plan.InputLength)),
        new(Contract, "OutputLength", "static int", "OutputLength", source => SourceWriter.Literal(source.Plan.OutputLength)),
        new(Contract, "Info", "static global::DeepThin.ModelInfo", "Info", source => $"{source.Network}.Info"),
        new(Contract, "Create(int)", "static $", "Create(int seed)", source => $"new({Runtime}.Initializer.Create(Info, seed))"),
        Load("Load(string)", "Load(string path)", "Load(Info, path)"),
        Load("LoadMapped(string)", "LoadMapped(string path)", "LoadMapped(Info, path)"),
        Load("Load(Stream)", "Load(global::System.IO.Stream stream)", "Load(Info, stream)"),
        Load("Load(ReadOnlyMemory<byte>)", "Load(global::System.ReadOnlyMemory<byte> file)", "Load(Info, file)"),
        Load("LoadResource(Assembly, string)", "LoadResource(global::System.Reflection.Assembly assembly, string name)", "Load(Info, assembly, name)"),
        new(null, "LoadEmbedded()", "static $", "LoadEmbedded()", LoadEmbedded),
        new(Contract, "Rounding", "global::DeepThin.RoundingReport", "Rounding", static _ => $"{Instance}.Weights.Report(Info)"),
        new(Contract, "Names", "global::DeepThin.DataNames", "Names", static _ => $$"""
            {
                get => {{Instance}}.Weights.Names;
                set => {{Instance}}.Weights.SetNames(Info, value);
            }
            """) { IsSettable = true },
        Save("Save", ""),
        Save("Save", "", toStream: true),
        Save("SavePacked", $"{Instance}.Prepared, "),
        Save("SavePacked", $"{Instance}.Prepared, ", toStream: true),
        new(
            Contract, "Forward(ReadOnlySpan<float>, Span<float>)", "void", $"Forward({Inputs} input, {Outputs} output)", static source => source.Plan.HasPasses ? OverWholeSequence(source) : source.Plan.HasState ? Forwarding(source, "", "default") : $$"""
            {
                {{Runtime}}.Check.Forward(input, output, InputLength, OutputLength);
                using {{Runtime}}.ModelWeights.Reading reading = {{Instance}}.Weights.Read();
                {{Instance}}.Run(input, output);
            }
            """),
        new(
            Contract, "ForwardBatch(ReadOnlySpan<float>, Span<float>, int)", "void",
            $"ForwardBatch({Inputs} inputs, {Outputs} outputs, int maxDegreeOfParallelism = 1)", static source => $$"""
            {
                int count = {{Runtime}}.Check.ForwardBatch(inputs, outputs, maxDegreeOfParallelism, InputLength, OutputLength);
                using {{Runtime}}.ModelWeights.Reading reading = {{Instance}}.Weights.Read();
                {{Runtime}}.Batch.Run({{OfOneStep(source)}}, inputs, outputs, count, InputLength, OutputLength, maxDegreeOfParallelism);
            }
            """),
        new(Sequence, "StateLength", "static int", "StateLength", source => SourceWriter.Literal(source.Plan.StateLength)),
        new(
            Sequence, "Forward(ReadOnlySpan<float>, Span<float>, Span<float>)", "void", $"Forward({Inputs} input, {Outputs} output, {Outputs} state)", static source => WhyNoSteps(source) ?? Forwarding(source, "state, ", "state", ", StateLength")),
        new(
            Sequence, "StepBatch(ReadOnlySpan<float>, Span<float>, Span<float>)", "void", $"StepBatch({Inputs} inputs, {Outputs} outputs, {Outputs} states)", static source => WhyNoSteps(source) ?? $$"""
            {
                int count = {{Runtime}}.Check.StepBatch(inputs, outputs, states, InputLength, OutputLength, StateLength);
                using {{Runtime}}.ModelWeights.Reading reading = {{Instance}}.Weights.Read();
                {{Runtime}}.Sequences.StepBatch({{Instance}}, inputs, outputs, states, count, InputLength, OutputLength, StateLength);
            }
            """),
        new(Disposable, "Dispose()", "void", "Dispose()", static _ => $"{Instance}.Weights.Dispose()"),
        new(Training, "PanelSize", "static int", "PanelSize", static _ => $"{Runtime}.Panel.Size"),
        new(Training, "TraceLength", "static int", "TraceLength", source => SourceWriter.Literal(source.Plan.TraceLength)),
        new(Training, "Parameters", Outputs, "Parameters", static _ => $"{Instance}.Parameters.Span"),
        new(Training, "Prepare()", "void", "Prepare()", static _ => $"{Instance}.Prepare()"),
        new(
            Training, "ForwardTrace(ReadOnlySpan<float>, Span<float>, int, Span<float>, ulong)", "void",
            $"ForwardTrace({Inputs} inputs, {Outputs} outputs, int count, {Outputs} trace, ulong noise = 0)", static source => $$"""
            {
                {{Runtime}}.Check.ForwardTrace(inputs, outputs, count, trace, InputLength, OutputLength, TraceLength);
                {{TraceOfOneStep(source)}}
            }
            """),
        new(
            Training, "Backward(ReadOnlySpan<float>, int, ReadOnlySpan<float>, Span<float>, Span<float>)", "void",
            $"Backward(\n    {Inputs} outputGradients,\n    int count,\n    {Inputs} trace,\n    {Outputs} parameterGradients,\n    {Outputs} inputGradients)", source => $$"""
            {
                {{Runtime}}.Check.Backward(
                    outputGradients, count, trace, parameterGradients, inputGradients, InputLength, OutputLength, TraceLength, {{SourceWriter.Literal(source.Plan.ParameterBlockLength)}});
                {{BackwardOfOneStep(source)}}
            }
            """),
        new(
            SequenceTraining, "ForwardTrace(ReadOnlySpan<float>, ReadOnlySpan<int>, Span<float>, Span<float>, Span<float>, ulong)", "void",
            $"ForwardTrace(\n    {Inputs} inputs,\n    global::System.ReadOnlySpan<int> lengths,\n    {Outputs} outputs,\n    {Outputs} trace,\n    {Outputs} states,\n    ulong noise = 0)", static source => $$"""
            {
                int steps = {{Runtime}}.Check.ForwardTrace(inputs, lengths, outputs, trace, states, InputLength, OutputLength, TraceLength, StateLength);
                {{(source.Plan.HasPasses
                    ? $"{Runtime}.Passes.Trace({Instance}, inputs, lengths, outputs, trace, noise, InputLength, OutputLength);"
                    : $"{Runtime}.Sequences.Trace({Instance}, inputs, lengths, outputs, trace, states, noise, steps, InputLength, OutputLength, TraceLength, StateLength);")}}
            }
            """),
        new(
            SequenceTraining, "Backward(ReadOnlySpan<float>, ReadOnlySpan<int>, ReadOnlySpan<float>, Span<float>, Span<float>)", "void",
            $"Backward(\n    {Inputs} outputGradients,\n    global::System.ReadOnlySpan<int> lengths,\n    {Inputs} trace,\n    {Outputs} parameterGradients,\n    {Outputs} inputGradients)", source => $$"""
            {
                int steps = {{Runtime}}.Check.Backward(
                    outputGradients, lengths, trace, parameterGradients, inputGradients, InputLength, OutputLength, TraceLength, {{SourceWriter.Literal(source.Plan.ParameterBlockLength)}});
                {{(source.Plan.HasPasses
                    ? $"{Runtime}.Passes.Backward({Instance}, outputGradients, lengths, trace, parameterGradients, inputGradients, InputLength, OutputLength);"
                    : $"{Runtime}.Sequences.Backward({Instance}, outputGradients, lengths, trace, parameterGradients, inputGradients, steps, InputLength, OutputLength, TraceLength, StateLength);")}}
            }
            """),
    ];

    /// <summary>Whether it is a property that can be set.</summary>
    public bool IsSettable { get; init; }

    /// <summary>Whether it is called on the type.</summary>
    public bool IsStatic => Type.StartsWith("static ", StringComparison.Ordinal);

    /// <summary>The members of a model.</summary>
    /// <param name="kind">What it is for.</param>
    /// <param name="embedded">Whether it has embedded weights.</param>
    public static IEnumerable<Member> Of(ModelKind kind, bool embedded) => All.Where(member => member.Interface switch
    {
        null => embedded,
        Training => kind.HasFlag(ModelKind.Trainable),
        Sequence => kind.HasFlag(ModelKind.Sequence),
        SequenceTraining => kind == (ModelKind.Trainable | ModelKind.Sequence),
        _ => true,
    });

    /// <summary>What it gives, in a model of a name.</summary>
    public string TypeIn(string model) => Type.Replace("$", model);

    /// <summary>The interface that asks for it, in a model of a name.</summary>
    public string? InterfaceIn(string model) => Interface?.Replace("$", model);

    // Any number of steps of a sequence, from a state or, without one, from zeros.
    private static string Forwarding(ModelSource source, string check, string state, string length = "") => $$"""
        {
            int steps = {{Runtime}}.Check.ForwardSteps(input, output, {{check}}InputLength, OutputLength{{length}}, {{HasOne(source)}});
            using {{Runtime}}.ModelWeights.Reading reading = {{Instance}}.Weights.Read();
            {{Runtime}}.Sequences.Forward({{Instance}}, input, output, {{state}}, steps, InputLength, OutputLength, StateLength, {{HasOne(source)}});
        }
        """;

    private static string OverWholeSequence(ModelSource source) => $$"""
        {
            int steps = {{Runtime}}.Check.ForwardSteps(input, output, InputLength, OutputLength, {{HasOne(source)}});
            using {{Runtime}}.ModelWeights.Reading reading = {{Instance}}.Weights.Read();
            {{Runtime}}.Passes.Forward({{Instance}}, input, output, steps, InputLength, OutputLength, {{HasOne(source)}});
        }
        """;

    // Whether a sequence has one prediction, as an argument.
    private static string HasOne(ModelSource source) => source.Plan.EndsSequences ? "hasOne: true" : "hasOne: false";

    // What a model does instead of a step that has none; null where it has.
    private static string? WhyNoSteps(ModelSource source) => source.Plan.HasPasses ? $"throw {Runtime}.Check.NoSteps(Info)" : null;

    // The network for sequences of one step, as a batch has them.
    private static string OfOneStep(ModelSource source) =>
        source.Plan.HasPasses ? $"{Runtime}.Passes.OfOneStep({Instance}, InputLength, OutputLength)"
        : source.Plan.HasState ? $"{Runtime}.Sequences.Started({Instance}, StateLength, InputLength, OutputLength)"
        : Instance;

    private static string TraceOfOneStep(ModelSource source) => source.Plan.HasPasses
        ? $"{Runtime}.Passes.Trace({Instance}, inputs, {Runtime}.Passes.OneStepEach(count), outputs, trace, noise, InputLength, OutputLength);"
        : $"{Instance}.RunTrace(inputs, outputs, count, trace, noise{Started(source)});";

    private static string BackwardOfOneStep(ModelSource source) => source.Plan.HasPasses
        ? $"{Runtime}.Passes.Backward({Instance}, outputGradients, {Runtime}.Passes.OneStepEach(count), trace, parameterGradients, inputGradients, InputLength, OutputLength);"
        : $"{Instance}.RunBackward(outputGradients, count, trace, parameterGradients, inputGradients{Started(source)});";

    // The states of a panel of sequences that begin, as an argument, or nothing.
    private static string Started(ModelSource source) => source.Plan.HasState ? $", ref {Runtime}.Sequences.Zeros({SourceWriter.Literal(source.Plan.StateLength)})" : "";

    private static Member Load(string key, string signature, string call) =>
        new(Contract, key, "static $", signature, source => $"new({Runtime}.ModelFile.{call}{source.Own})");

    private static Member Save(string name, string prepared, bool toStream = false)
    {
        var (type, qualified, target) = toStream ? ("Stream", "global::System.IO.Stream", "stream") : ("string", "string", "path");
        return new(
            Contract, $"{name}({type}, WeightType?)", "void", $"{name}({qualified} {target}, global::DeepThin.WeightType? type = null)", _ => $$"""
            {
                using {{Runtime}}.ModelWeights.Reading reading = {{Instance}}.Weights.Read();
                {{Runtime}}.ModelFile.{{name}}(Info, {{Instance}}.Parameters, {{prepared}}{{target}}, type, {{Instance}}.Weights.Names);
            }
            """);
    }

    // The build has compared the file with the model, and knows where each tensor lies.
    private static string LoadEmbedded(ModelSource source)
    {
        var weights = source.Weights!;
        string resource = SourceWriter.Literal(weights.Resource);
        if (weights.Fit(source.Plan) is not { } fit)
        {
            string fault = $"Resource '{weights.Resource}' does not fit {source.Spec.Type.FullName}: the build has not compared the two; build with analyzers switched on, and it says what is wrong.";
            return $"throw new global::DeepThin.WeightsException({SourceWriter.Literal(fault)})";
        }

        string checksum = weights.Checksum.ToString("x8", CultureInfo.InvariantCulture);
        string file = $"Info, typeof({source.Name}).Assembly, {resource}, length: {SourceWriter.Literal(weights.Length)}, checksum: 0x{checksum}";
        string names = Named(weights);
        if (fit.IsPacked) return $"new({Runtime}.ModelFile.LoadEmbeddedPacked(\n    {file}, data: {SourceWriter.Literal(weights.Data)}){names}{source.Own})";
        string places = string.Concat(fit.Places.Select(place => $"        new({SourceWriter.Literal(place.DType)}, {SourceWriter.Literal(weights.Data + place.Begin)}), // {place.Name}\n"));
        return $"new({Runtime}.ModelFile.LoadEmbedded(\n    {file},\n    new {Runtime}.StoredPlace[]\n    {{\n{places}    }}){names}{source.Own})";
    }

    // Where the file has names.
    private static string Named(EmbeddedWeights.Entry weights)
    {
        var metadata = weights.Header!.Metadata.ToDictionary(text => text.Key, text => text.Value);
        string[] features = StoredNames.Read(MetadataKeys.FeatureName, metadata), classes = StoredNames.Read(MetadataKeys.ClassName, metadata);
        return features.Length + classes.Length == 0 ? "" : $".Named(\n    {Texts(features)},\n    {Texts(classes)})";

        static string Texts(string[] names) => $"new string[{SourceWriter.Literal(names.Length)}] {{ {string.Join(", ", names.Select(SourceWriter.Literal))} }}";
    }
}
