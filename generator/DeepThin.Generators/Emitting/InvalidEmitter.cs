using System.Linq;
using DeepThin.Generators.Parsing;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.Names;

namespace DeepThin.Generators.Emitting;

/// <summary>Writes the members of a model that has errors: the analyzer has said why; code that uses them shall not fail a second time.</summary>
internal sealed class InvalidEmitter(TypeSpec type, EquatableArray<string> taken, bool embedded)
{
    private readonly string _fault = $"throw new global::System.InvalidOperationException({SourceWriter.Literal($"The model {type.FullName} has errors; the build names them.")});";

    public void EmitMembers(SourceWriter writer, bool training)
    {
        string model = type.QualifiedName, contract = $"global::DeepThin.IModel<{model}>";
        Emit(writer, contract, "InputLength", "static int", "InputLength");
        Emit(writer, contract, "OutputLength", "static int", "OutputLength");
        Emit(writer, contract, "Info", "static global::DeepThin.ModelInfo", "Info");
        Emit(writer, contract, "Create(int)", $"static {model}", "Create(int seed)");
        Emit(writer, contract, "Load(string)", $"static {model}", "Load(string path)");
        Emit(writer, contract, "LoadMapped(string)", $"static {model}", "LoadMapped(string path)");
        Emit(writer, contract, "Load(Stream)", $"static {model}", "Load(global::System.IO.Stream stream)");
        Emit(writer, contract, "Load(ReadOnlyMemory<byte>)", $"static {model}", "Load(global::System.ReadOnlyMemory<byte> file)");
        Emit(writer, contract, "FromResource(Assembly, string)", $"static {model}", "FromResource(global::System.Reflection.Assembly assembly, string name)");
        Emit(writer, contract, "Forward(ReadOnlySpan<float>, Span<float>)", "void", $"Forward({Inputs} input, {Outputs} output)");
        Emit(
            writer, contract, "ForwardBatch(ReadOnlySpan<float>, Span<float>, int, int)", "void",
            $"ForwardBatch({Inputs} inputs, {Outputs} outputs, int count, int maxDegreeOfParallelism = 1)");
        Emit(
            writer, contract, "Save(string, WeightType?, bool)", "void",
            "Save(string path, global::DeepThin.WeightType? type = null, bool packed = false)");
        Emit(writer, contract, "Rounding", "global::DeepThin.RoundingReport", "Rounding");
        if (embedded)
        {
            writer.Write("/// <summary>A model with the embedded weights.</summary>");
            writer.Write($"public static {model} LoadEmbedded() =>");
            writer.Write($"    {_fault}");
            writer.Skip();
        }

        if (training) EmitTraining(writer, $"global::DeepThin.ITrainableModel<{model}>");
    }

    private void EmitTraining(SourceWriter writer, string contract)
    {
        Emit(writer, contract, "PanelSize", "static int", "PanelSize");
        Emit(writer, contract, "TraceLength", "static int", "TraceLength");
        Emit(writer, contract, "Parameters", Outputs, "Parameters");
        Emit(writer, contract, "ParametersChanged()", "void", "ParametersChanged()");
        Emit(
            writer, contract, "ForwardTrace(ReadOnlySpan<float>, Span<float>, int, Span<float>)", "void",
            $"ForwardTrace({Inputs} inputs, {Outputs} outputs, int count, {Outputs} trace)");
        Emit(
            writer, contract, "Backward(ReadOnlySpan<float>, int, ReadOnlySpan<float>, Span<float>, Span<float>)", "void",
            $"Backward({Inputs} outputGradients, int count, {Inputs} trace, {Outputs} parameterGradients, {Outputs} inputGradients)");
    }

    // Where a member of the user's is in the way, the interface is still implemented, but without a public member.
    private void Emit(SourceWriter writer, string contract, string key, string kind, string signature)
    {
        bool isTaken = taken.Contains(key);
        if (!isTaken) writer.Write("/// <inheritdoc/>");
        string modifier = kind.StartsWith("static ", System.StringComparison.Ordinal) ? "static " : "";
        string result = kind.Substring(modifier.Length);
        writer.Write(isTaken ? $"{modifier}{result} {contract}.{signature} =>" : $"public {modifier}{result} {signature} =>");
        writer.Write($"    {_fault}");
        writer.Skip();
    }
}
