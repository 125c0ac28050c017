using DeepThin.Generators.Specs;
using DeepThin.Planning;

namespace DeepThin.Generators.Parsing;

/// <summary>What the parser made of a type. Compared by value, like its parts.</summary>
/// <param name="Type">The place of the type, or null for one that is neither a model nor meant as one.</param>
/// <param name="Model">The model, or null where it is not valid.</param>
/// <param name="Kind">What its members are for.</param>
/// <param name="HasLoadEmbedded">Whether a member of the user's, or the type's own name, is in the way of <c>LoadEmbedded()</c>, which only a model with embedded weights gets.</param>
/// <param name="Stub">How the members of an invalid model are declared, so that one fault is not followed by an error at each of their uses.</param>
/// <param name="Obstacles">What the part of an invalid model has to heed; nothing in a valid one.</param>
internal sealed record ParseResult(
    TypeSpec? Type, ModelSpec? Model, ModelKind Kind, bool HasLoadEmbedded = false, StubKind Stub = StubKind.Part, Obstacles Obstacles = default)
{
    /// <summary>The names of the inputs and outputs that have a member.</summary>
    public PortNames Ports { get; init; }

    /// <summary>The result for a type that is no model.</summary>
    public static ParseResult NoModel { get; } = new(null, null, ModelKind.Plain);
}

/// <summary>The names of the inputs and outputs that a model has a member for.</summary>
/// <param name="Inputs">Those of the inputs.</param>
/// <param name="Outputs">Those of the outputs.</param>
internal readonly record struct PortNames(EquatableArray<string> Inputs, EquatableArray<string> Outputs)
{
    /// <summary>The classes that have the members.</summary>
    public const string InputsClass = "Inputs", OutputsClass = "Outputs";
}

/// <summary>How the members of an invalid model are declared.</summary>
internal enum StubKind
{
    /// <summary>In another part of the class.</summary>
    Part,

    /// <summary>In another part, where a class that can be constructed is nested in the static one.</summary>
    StaticPart,

    /// <summary>As extension members.</summary>
    Extension,

    /// <summary>As extension members of every class, because this one cannot be named.</summary>
    FileLocal,

    /// <summary>Not at all: the class cannot be named, and the language has no extension members.</summary>
    None,
}

/// <summary>What the part of an invalid model has to heed.</summary>
/// <param name="Taken">The signatures of generated members that cannot be declared, such as <c>Load(string)</c>.</param>
/// <param name="Demanded">How members begin that the base class demands.</param>
internal readonly record struct Obstacles(EquatableArray<string> Taken, EquatableArray<string> Demanded);
