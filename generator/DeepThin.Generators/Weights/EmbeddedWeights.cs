using System;
using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Parsing;
using DeepThin.Planning;

namespace DeepThin.Generators.Weights;

/// <summary>What the generator needs of weights files: which model has which resource. Nothing of their tensors, so that other tensors write nothing anew.</summary>
/// <param name="Files">The models and their resources, in the order of their names.</param>
internal sealed record EmbeddedWeights(EquatableArray<EmbeddedWeights.Entry> Files)
{
    public static EmbeddedWeights Of(IEnumerable<WeightsFile?> files) => new(new EquatableArray<Entry>([.. files
        .OfType<WeightsFile>()
        .Select(file => new Entry(ModelNames.Plain(file.Model), file.Resource))
        .OrderBy(entry => entry.Model, StringComparer.Ordinal)
        .ThenBy(entry => entry.Resource, StringComparer.Ordinal)]));

    /// <summary>The resource with the weights of a model, or null for one without.</summary>
    public string? ResourceOf(TypeSpec? type) => type == null ? null : Files.FirstOrDefault(entry => entry.Model == type.FullName)?.Resource;

    /// <summary>The resource of a model.</summary>
    internal sealed record Entry(string Model, string Resource);
}
