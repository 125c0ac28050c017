using System.Linq;
using DeepThin.Generators.Specs;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.Names;

namespace DeepThin.Generators.Emitting;

/// <summary>Writes what other languages call: a line for each entry point, and their C header as a constant that the build reads from the assembly.</summary>
internal sealed class ExportsEmitter(ModelSpec spec, string prefix, NetworkPlan plan, bool embedded)
{
    /// <summary>The nested type; the build's task looks for it by this name and for its constants by theirs.</summary>
    public const string ClassName = "__Exports";

    public void Emit(SourceWriter writer)
    {
        writer.Write($"""
            /// <summary>What other languages call, where this is published as a native library. Pointers and lengths are checked in the library.</summary>
            {GeneratedCode}
            private static class {ClassName}
            """);
        writer.Open();
        EmitEntry(writer, "load", "int Load", "nint path", "nint handle");
        EmitEntry(writer, "load_memory", "int LoadMemory", "nint bytes", "nuint length", "nint handle");
        if (embedded) EmitLoadEmbedded(writer);
        EmitEntry(writer, "forward", "int Forward", "nint handle", "nint input", "nuint inputLength", "nint output", "nuint outputLength");
        EmitEntry(
            writer, "forward_batch", "int ForwardBatch", "nint handle", "nint inputs", "nuint inputsLength", "nint outputs", "nuint outputsLength", "nuint count");
        if (plan.TakesSequences)
        {
            EmitEntry(
                writer, "forward_sequence", "int ForwardSequence", $"NativeSessions<{spec.Type.QualifiedName}>.Forward",
                ["nint handle", "nint input", "nuint inputLength", "nint output", "nuint outputLength"]);
        }

        EmitEntry(writer, "free", "int Free", "nint handle");
        if (plan.HasState) EmitSessions(writer);
        EmitEntry(writer, "last_error", "nuint LastError", "nint buffer", "nuint length");
        EmitLength(writer, "input_length", "InputLength");
        EmitLength(writer, "output_length", "OutputLength");
        EmitHeader(writer);
        writer.Close();
    }

    private void EmitSessions(SourceWriter writer)
    {
        EmitSession(writer, "create", "Create", "nint handle", "nint session");
        EmitSession(writer, "step", "Step", "nint session", "nint input", "nuint inputLength", "nint output", "nuint outputLength");
        EmitSession(writer, "push", "Push", "nint session", "nint values", "nuint valuesLength", "nint outputs", "nuint outputsLength", "nint steps");
        EmitSession(writer, "reset", "Reset", "nint session");
        EmitSession(writer, "save", "Save", "nint session", "nint bytes", "nuint length");
        EmitSession(writer, "restore", "Restore", "nint session", "nint bytes", "nuint length");
        EmitSession(writer, "free", "Free", "nint session");
    }

    private void EmitSession(SourceWriter writer, string name, string method, params string[] parameters) =>
        EmitEntry(writer, "session_" + name, $"int Session{method}", $"NativeSessions<{spec.Type.QualifiedName}>.{method}", parameters);

    private void EmitEntry(SourceWriter writer, string name, string method, params string[] parameters) =>
        EmitEntry(writer, name, method, $"NativeExport<{spec.Type.QualifiedName}>.{Last(method)}", parameters);

    // The parameters have the names and the order of the runtime's function.
    private void EmitEntry(SourceWriter writer, string name, string method, string function, string[] parameters)
    {
        EmitAttribute(writer, name);
        string arguments = string.Join(", ", parameters.Select(Last));
        writer.Write($"private static {method}({string.Join(", ", parameters)}) =>");
        writer.Write($"    {Runtime}.{function}({arguments});");
        writer.Skip();
    }

    private void EmitLoadEmbedded(SourceWriter writer)
    {
        EmitAttribute(writer, "load_embedded");
        string model = spec.Type.QualifiedName;
        writer.Write($"private static int LoadEmbedded(nint handle) =>");
        writer.Write($"    {Runtime}.NativeExport<{model}>.LoadEmbedded({model}.LoadEmbedded, handle);");
        writer.Skip();
    }

    private void EmitLength(SourceWriter writer, string name, string property)
    {
        EmitAttribute(writer, name);
        writer.Write($"private static int {property}() => {spec.Type.QualifiedName}.{property};");
        writer.Skip();
    }

    // Functions of C have the one convention on every platform.
    private void EmitAttribute(SourceWriter writer, string name) => writer.Write($$"""
        [global::System.Runtime.InteropServices.UnmanagedCallersOnly(
            EntryPoint = "{{prefix}}_{{name}}", CallConvs = new[] { typeof(global::System.Runtime.CompilerServices.CallConvCdecl) })]
        """);

    private void EmitHeader(SourceWriter writer)
    {
        const string quotes = "\"\"\"";
        writer.Write($"""
            internal const string Prefix = "{prefix}";

            internal const string Header = {quotes}
            """);
        foreach (string line in new HeaderText(spec.Type.FullName, prefix, plan, embedded).ToString().Split('\n')) writer.Write(line.Length == 0 ? "" : "    " + line);
        writer.Write($"    {quotes};");
    }

    private static string Last(string words) => words.Substring(words.LastIndexOf(' ') + 1);
}
