using System;
using System.Linq;
using DeepThin.Generators.Parsing;
using DeepThin.Generators.Specs;
using static DeepThin.Generators.Emitting.Names;

namespace DeepThin.Generators.Emitting;

/// <summary>Writes the members of a model that has errors: the analyzer has said why; code that uses them shall not fail a second time.</summary>
/// <param name="model">The model as source names it.</param>
/// <param name="fullName">Its name for the message.</param>
/// <param name="obstacles">What keeps a member from being declared.</param>
/// <param name="implements">Whether its interface is implemented.</param>
/// <param name="kind">What the members are for.</param>
/// <param name="embedded">Whether it has embedded weights.</param>
internal sealed class InvalidEmitter(string model, string fullName, Obstacles obstacles, bool implements, ModelKind kind, bool embedded)
{
    private readonly string _fault = $"throw new global::System.InvalidOperationException({SourceWriter.Literal($"The model {fullName} has errors; the build names them.")});";

    /// <summary>Writes all members, and what the base class demands.</summary>
    public void EmitMembers(SourceWriter writer)
    {
        foreach (var member in Member.Of(kind, embedded).OrderByDescending(member => member.IsStatic)) Emit(writer, member);
        foreach (string head in obstacles.Demanded) EmitDemanded(writer, head);
    }

    /// <summary>Writes those that are called on the type.</summary>
    public void EmitStaticMembers(SourceWriter writer, PortNames ports)
    {
        foreach (var member in Member.Of(kind, embedded).Where(member => member.IsStatic)) Emit(writer, member);
        EmitPorts(writer, ports);
    }

    /// <summary>Writes the classes with the inputs and outputs.</summary>
    public void EmitPorts(SourceWriter writer, PortNames ports)
    {
        PortsEmitter.Emit(writer, PortNames.InputsClass, ports.Inputs, _ => _fault.TrimEnd(';'));
        PortsEmitter.Emit(writer, PortNames.OutputsClass, ports.Outputs, _ => _fault.TrimEnd(';'));
    }

    // A constructor without a body calls none of the base class; a property has its accessors written out.
    private void EmitDemanded(SourceWriter writer, string head)
    {
        writer.Write($"/// <inheritdoc/>\n{GeneratedCode}");
        if (head.EndsWith("}", StringComparison.Ordinal)) writer.Write(head.Replace("get;", $"get => {_fault}").Replace("set;", $"set => {_fault}").Replace("init;", $"init => {_fault}"));
        else writer.Write(head.EndsWith(";", StringComparison.Ordinal) ? head : $"{head} =>\n    {_fault}");
        writer.Skip();
    }

    // Where a member of the user's is in the way, the interface is still implemented, but without a public member.
    private void Emit(SourceWriter writer, Member member)
    {
        bool isTaken = member.Interface != null && obstacles.Taken.Contains(member.Key);
        if (isTaken && !implements) return;
        writer.Write(isTaken ? GeneratedCode : member.Interface == null ? $"/// <summary>A model with the embedded weights.</summary>\n{GeneratedCode}" : Inherited);
        string type = member.TypeIn(model);
        string modifier = member.IsStatic ? "static " : "";
        string head = isTaken ? $"{modifier}{type.Substring(modifier.Length)} {member.InterfaceIn(model)}.{member.Signature}" : $"public {type} {member.Signature}";
        writer.Write(member.IsSettable ? $"{head}\n{{\n    get => {_fault}\n    set => {_fault}\n}}" : $"{head} =>\n    {_fault}");
        writer.Skip();
    }
}
