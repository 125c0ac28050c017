using System.Linq;
using DeepThin.Planning;

namespace DeepThin.Generators.Specs;

/// <summary>
/// A valid model as a user declared it. Immutable and compared by value: it may hold numbers, strings, and records of them, nothing
/// of the compiler's (no symbol, node, location or compilation), so that an edit elsewhere re-runs nothing.
/// </summary>
/// <param name="Type">The place of the model's type.</param>
/// <param name="Network">The layers, and what they are computed for.</param>
/// <param name="NativeExports">The prefix of its functions for other languages, or null for none.</param>
internal sealed record ModelSpec(TypeSpec Type, NetworkSpec Network, string? NativeExports = null)
{
    /// <summary>Whether the members for training are asked for.</summary>
    public bool Training => Network.Training;
}

/// <summary>The place of the model's type: what a file must say to declare another part of it.</summary>
/// <param name="Namespace">The full namespace with dots; empty for the global one.</param>
/// <param name="Declarations">The declarations from the outermost containing type to the model itself, such as <c>partial struct Outer&lt;T&gt;</c>, <c>partial class Model</c>: no other modifiers, which the user's part has.</param>
/// <param name="Name">The simple name of the type, escaped with @ where it is, or looks like, a keyword.</param>
/// <param name="FullName">The full name for messages, such as <c>Edge.Outer.Model</c>.</param>
/// <param name="HintName">The metadata name made fit for a file name, without an extension; unique in the assembly.</param>
/// <param name="Alias">The alias by which alone the library can be named, or null where <c>global</c> does.</param>
internal sealed record TypeSpec(string Namespace, EquatableArray<string> Declarations, string Name, string FullName, string HintName, string? Alias = null)
{
    /// <summary>The name as source can say it anywhere, such as <c>global::Edge.Outer.Model</c>.</summary>
    public string QualifiedName => "global::" + string.Join(".", Declarations.Select(NameOf).Prepend(Namespace).Where(name => name.Length > 0));

    private static string NameOf(string declaration) => declaration.Substring(declaration.LastIndexOf(' ') + 1);
}
