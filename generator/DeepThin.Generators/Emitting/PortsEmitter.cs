using System;
using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Parsing;
using static DeepThin.Generators.Emitting.Names;

namespace DeepThin.Generators.Emitting;

/// <summary>Writes the classes <c>Inputs</c> and <c>Outputs</c> of a model, which have a member for each input and output with a name.</summary>
internal static class PortsEmitter
{
    private const string Value = "global::DeepThin.ValueInfo";

    /// <summary>Those of a valid model.</summary>
    public static void Emit(SourceWriter writer, ModelSource source)
    {
        if (source.Spec.Network.Inputs.Count > 0) Emit(writer, PortNames.InputsClass, [.. source.Plan.Inputs.Select(port => port.Name)], index => $"{source.Network}.Info.Inputs[{index}]");
        if (source.Spec.Network.Outputs.Count > 0) Emit(writer, PortNames.OutputsClass, [.. source.Plan.Outputs.Select(port => port.Name)], index => $"{source.Network}.Info.Outputs[{index}]");
    }

    /// <summary>One of them.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="ports">The names of the inputs or outputs; it is not written where there are none.</param>
    /// <param name="body">What the member of one gives, by its index.</param>
    public static void Emit(SourceWriter writer, string name, IReadOnlyList<string> ports, Func<string, string> body)
    {
        if (ports.Count == 0) return;
        bool isInputs = name == PortNames.InputsClass;
        writer.Skip();
        writer.Write($"""
            /// <summary>The {(isInputs ? "inputs, one after the other in a sample" : "outputs, one after the other in a prediction")}.</summary>
            {GeneratedCode}
            public static class {name}
            """);
        writer.Block(() =>
        {
            for (int i = 0; i < ports.Count; i++)
            {
                if (i > 0) writer.Skip();
                writer.Write($"/// <summary>The {(isInputs ? "input" : "output")} {ports[i]}.</summary>");
                writer.Write($"public static {Value} {MemberOf(ports[i], name)} => {body(SourceWriter.Literal(i))};");
            }
        });
    }

    // A member begins with a capital, and has another name than the class around it.
    private static string MemberOf(string port, string type)
    {
        string member = char.ToUpperInvariant(port[0]) + port.Substring(1);
        return member == type ? member + "_" : member;
    }
}
