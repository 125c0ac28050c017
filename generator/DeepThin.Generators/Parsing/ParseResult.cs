using DeepThin.Planning;

namespace DeepThin.Generators.Parsing;

/// <summary>What the parser made of a type. Compared by value, like its parts.</summary>
/// <param name="Type">
/// Where the type's generated part goes, or null where no other part of it can be declared. An invalid model has one too, so that its
/// members can be declared and one fault is not followed by an error at each of their uses.
/// </param>
/// <param name="Model">The model, or null where it is not valid.</param>
/// <param name="Training">Whether the members for training are asked for.</param>
/// <param name="HasLoadEmbedded">Whether a member of the user's, or the type's own name, is in the way of <c>LoadEmbedded()</c>, which only a model with embedded weights gets.</param>
/// <param name="Taken">The signatures of generated members that members of the user's have, such as <c>Load(string)</c>; none in a valid model.</param>
internal sealed record ParseResult(TypeSpec? Type, ModelSpec? Model, bool Training, bool HasLoadEmbedded = false, EquatableArray<string> Taken = default)
{
    /// <summary>The result for a type that is no model.</summary>
    public static ParseResult NoModel { get; } = new(null, null, false);
}
