using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.Parsing;

/// <summary>A prefix of native functions.</summary>
/// <param name="Prefix">The prefix.</param>
/// <param name="Model">Its model as messages name it: <c>'Edge.Model'</c>.</param>
/// <param name="Place">Where it stands; null for a model of another assembly.</param>
internal sealed record Export(string Prefix, string Model, Location? Place);
