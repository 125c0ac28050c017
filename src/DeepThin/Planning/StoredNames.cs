using System;
using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>The names of features and classes in <c>__metadata__</c>: a text for each, with its number from 0 on in the key.</summary>
internal static class StoredNames
{
    /// <summary>The number of classes of a model.</summary>
    /// <param name="outputs">Its outputs.</param>
    /// <param name="last">The activation that they went through.</param>
    public static int ClassesOf(int outputs, Activation last) => outputs == 1 && last == Activation.Sigmoid ? 2 : outputs;

    /// <summary>The texts of names.</summary>
    /// <param name="prefix">What their keys begin with.</param>
    /// <param name="names">The names.</param>
    public static IEnumerable<(string Key, string Value)> Texts(string prefix, IReadOnlyList<string> names)
    {
        for (int i = 0; i < names.Count; i++) yield return ($"{prefix}{i}", names[i]);
    }

    /// <summary>Why a model cannot have the names of a file, in words that go on after the name of the file and have no full stop; null where it can, or there are none.</summary>
    /// <param name="model">The model.</param>
    /// <param name="metadata">The texts of <c>__metadata__</c>.</param>
    public static string? Fault(NeededWeights model, IReadOnlyDictionary<string, string> metadata) =>
        Fault(model.Name, model.Features, "features", MetadataKeys.FeatureName, metadata) ?? Fault(model.Name, model.Classes, "classes", MetadataKeys.ClassName, metadata);

    /// <summary>The names in a file without a <see cref="Fault(NeededWeights, IReadOnlyDictionary{string, string})"/>.</summary>
    /// <param name="prefix">What their keys begin with.</param>
    /// <param name="metadata">The texts of <c>__metadata__</c>.</param>
    public static string[] Read(string prefix, IReadOnlyDictionary<string, string> metadata)
    {
        string[] names = new string[Count(prefix, metadata)];
        for (int i = 0; i < names.Length; i++) names[i] = metadata[$"{prefix}{i}"];
        return names;
    }

    private static string? Fault(string model, int needed, string what, string prefix, IReadOnlyDictionary<string, string> metadata)
    {
        int found = Count(prefix, metadata);
        if (found == 0) return null;
        if (found != needed) return $"has {found} names of {what} in __metadata__ ('{prefix}0' and so on), and {model} has {needed} {what}; give a name to each, or to none";
        for (int i = 0; i < needed; i++)
        {
            if (!metadata.ContainsKey($"{prefix}{i}")) return $"has no '{prefix}{i}' in __metadata__, and other names of {what}; number them from 0 to {needed - 1}";
        }

        return null;
    }

    private static int Count(string prefix, IReadOnlyDictionary<string, string> metadata)
    {
        int count = 0;
        foreach (var text in metadata)
        {
            if (text.Key.StartsWith(prefix, StringComparison.Ordinal)) count++;
        }

        return count;
    }
}
