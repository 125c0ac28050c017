using System.Linq;
using DeepThin.Generators.Parsing;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.Names;

namespace DeepThin.Generators.Emitting;

/// <summary>Writes the members of a model that has errors: the analyzer has said why; code that uses them shall not fail a second time.</summary>
/// <param name="model">The model as source names it.</param>
/// <param name="fullName">Its name for the message.</param>
/// <param name="obstacles">What keeps a member from being declared.</param>
/// <param name="implements">Whether its interface is implemented.</param>
/// <param name="embedded">Whether it has embedded weights.</param>
internal sealed class InvalidEmitter(string model, string fullName, Obstacles obstacles, bool implements, bool embedded)
{
    private readonly string _fault = $"throw new global::System.InvalidOperationException({SourceWriter.Literal($"The model {fullName} has errors; the build names them.")});";

    /// <summary>Writes all members, and what the base class demands.</summary>
    public void EmitMembers(SourceWriter writer, bool training)
    {
        EmitStaticMembers(writer, training);
        EmitInstanceMembers(writer, training);
        foreach (string head in obstacles.Demanded) EmitDemanded(writer, head);
    }

    /// <summary>Writes those that are called on the type.</summary>
    public void EmitStaticMembers(SourceWriter writer, bool training)
    {
        string contract = Contract;
        Emit(writer, contract, "InputLength", "static int", "InputLength");
        Emit(writer, contract, "OutputLength", "static int", "OutputLength");
        Emit(writer, contract, "Info", "static global::DeepThin.ModelInfo", "Info");
        Emit(writer, contract, "Create(int)", $"static {model}", "Create(int seed)");
        Emit(writer, contract, "Load(string)", $"static {model}", "Load(string path)");
        Emit(writer, contract, "LoadMapped(string)", $"static {model}", "LoadMapped(string path)");
        Emit(writer, contract, "Load(Stream)", $"static {model}", "Load(global::System.IO.Stream stream)");
        Emit(writer, contract, "Load(ReadOnlyMemory<byte>)", $"static {model}", "Load(global::System.ReadOnlyMemory<byte> file)");
        Emit(writer, contract, "FromResource(Assembly, string)", $"static {model}", "FromResource(global::System.Reflection.Assembly assembly, string name)");
        if (embedded)
        {
            writer.Write($"/// <summary>A model with the embedded weights.</summary>\n{GeneratedCode}");
            writer.Write($"public static {model} LoadEmbedded() =>");
            writer.Write($"    {_fault}");
            writer.Skip();
        }

        if (!training) return;
        Emit(writer, Training, "PanelSize", "static int", "PanelSize");
        Emit(writer, Training, "TraceLength", "static int", "TraceLength");
    }

    private void EmitInstanceMembers(SourceWriter writer, bool training)
    {
        string contract = Contract;
        Emit(writer, contract, "Forward(ReadOnlySpan<float>, Span<float>)", "void", $"Forward({Inputs} input, {Outputs} output)");
        Emit(
            writer, contract, "ForwardBatch(ReadOnlySpan<float>, Span<float>, int, int)", "void",
            $"ForwardBatch({Inputs} inputs, {Outputs} outputs, int count, int maxDegreeOfParallelism = 1)");
        foreach (string name in new[] { "Save", "SavePacked" })
        {
            Emit(writer, contract, $"{name}(string, WeightType?)", "void", $"{name}(string path, global::DeepThin.WeightType? type = null)");
            Emit(writer, contract, $"{name}(Stream, WeightType?)", "void", $"{name}(global::System.IO.Stream stream, global::DeepThin.WeightType? type = null)");
        }

        Emit(writer, contract, "Rounding", "global::DeepThin.RoundingReport", "Rounding");
        if (!training) return;
        Emit(writer, Training, "Parameters", Outputs, "Parameters");
        Emit(writer, Training, "ParametersChanged()", "void", "ParametersChanged()");
        Emit(
            writer, Training, "ForwardTrace(ReadOnlySpan<float>, Span<float>, int, Span<float>)", "void",
            $"ForwardTrace({Inputs} inputs, {Outputs} outputs, int count, {Outputs} trace)");
        Emit(
            writer, Training, "Backward(ReadOnlySpan<float>, int, ReadOnlySpan<float>, Span<float>, Span<float>)", "void",
            $"Backward({Inputs} outputGradients, int count, {Inputs} trace, {Outputs} parameterGradients, {Outputs} inputGradients)");
    }

    private string Contract => $"global::DeepThin.IModel<{model}>";

    private string Training => $"global::DeepThin.ITrainableModel<{model}>";

    // A constructor without a body calls none of the base class; a property has its accessors written out.
    private void EmitDemanded(SourceWriter writer, string head)
    {
        writer.Write($"/// <inheritdoc/>\n{GeneratedCode}");
        if (head.EndsWith("}", System.StringComparison.Ordinal)) writer.Write(head.Replace("get;", $"get => {_fault}").Replace("set;", $"set => {_fault}").Replace("init;", $"init => {_fault}"));
        else writer.Write(head.EndsWith(";", System.StringComparison.Ordinal) ? head : $"{head} =>\n    {_fault}");
        writer.Skip();
    }

    // Where a member of the user's is in the way, the interface is still implemented, but without a public member.
    private void Emit(SourceWriter writer, string contract, string key, string kind, string signature)
    {
        bool isTaken = obstacles.Taken.Contains(key);
        if (isTaken && !implements) return;
        writer.Write(isTaken ? GeneratedCode : Inherited);
        string modifier = kind.StartsWith("static ", System.StringComparison.Ordinal) ? "static " : "";
        string result = kind.Substring(modifier.Length);
        writer.Write(isTaken ? $"{modifier}{result} {contract}.{signature} =>" : $"public {modifier}{result} {signature} =>");
        writer.Write($"    {_fault}");
        writer.Skip();
    }
}
