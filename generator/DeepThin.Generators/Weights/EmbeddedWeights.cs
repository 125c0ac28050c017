using System;
using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Specs;
using DeepThin.Planning;

namespace DeepThin.Generators.Weights;

/// <summary>What the generator needs of weights files: which model has which resource, with which checksum, and where its tensors lie.</summary>
/// <param name="Files">The models and their resources, in the order of their names.</param>
internal sealed record EmbeddedWeights(EquatableArray<EmbeddedWeights.Entry> Files)
{
    public static EmbeddedWeights Of(IEnumerable<WeightsFile?> files) => new(new EquatableArray<Entry>([.. files
        .OfType<WeightsFile>()
        .Select(file => new Entry(ModelNames.Plain(file.Model), file.Resource, file.Length, file.Checksum, file.Header))
        .OrderBy(entry => entry.Model, StringComparer.Ordinal)
        .ThenBy(entry => entry.Resource, StringComparer.Ordinal)]));

    /// <summary>The resource with the weights of a model, or null for one without.</summary>
    public Entry? Of(TypeSpec? type) => type == null ? null : Files.FirstOrDefault(entry => entry.Model == type.FullName);

    /// <summary>The resource of a model.</summary>
    /// <param name="Model">The model.</param>
    /// <param name="Resource">The name of the resource.</param>
    /// <param name="Length">The length of the file that the build saw.</param>
    /// <param name="Checksum">Its CRC-32C.</param>
    /// <param name="Header">What its header says, or null where the file is not valid.</param>
    internal sealed record Entry(string Model, string Resource, long Length, uint Checksum, WeightsHeader? Header)
    {
        /// <summary>The first byte of the data, which goes on to the end of the file.</summary>
        public long Data => Length - (Header is { Tensors: { Count: > 0 } tensors } ? tensors[tensors.Count - 1].End : 0);

        /// <summary>The file, if it fits a plan; null where it does not, which the analyzer says.</summary>
        public WeightsFit? Fit(NetworkPlan plan) => Header != null && WeightsParser.Compare(Model, plan, Header) is { Fits: true } fit ? fit : null;
    }
}
