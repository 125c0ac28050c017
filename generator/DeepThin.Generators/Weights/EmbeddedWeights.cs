using System;
using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Specs;
using DeepThin.Planning;

namespace DeepThin.Generators.Weights;

/// <summary>What the generator needs of weights files: which model has which resource, with which checksum. Nothing of their tensors.</summary>
/// <param name="Files">The models and their resources, in the order of their names.</param>
internal sealed record EmbeddedWeights(EquatableArray<EmbeddedWeights.Entry> Files)
{
    public static EmbeddedWeights Of(IEnumerable<WeightsFile?> files) => new(new EquatableArray<Entry>([.. files
        .OfType<WeightsFile>()
        .Select(file => new Entry(ModelNames.Plain(file.Model), file.Resource, file.Length, file.Checksum))
        .OrderBy(entry => entry.Model, StringComparer.Ordinal)
        .ThenBy(entry => entry.Resource, StringComparer.Ordinal)]));

    /// <summary>The resource with the weights of a model, or null for one without.</summary>
    public Entry? Of(TypeSpec? type) => type == null ? null : Files.FirstOrDefault(entry => entry.Model == type.FullName);

    /// <summary>The resource of a model, and the length and the CRC-32C of the file that the build saw.</summary>
    internal sealed record Entry(string Model, string Resource, long Length, uint Checksum);
}
