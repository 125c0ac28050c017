using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>Checks labels and the names of classes.</summary>
internal static class ClassLabels
{
    /// <summary>Throws unless every label is a class.</summary>
    public static void Check(ReadOnlySpan<int> labels, int classes, string parameter)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes)
            {
                throw new ArgumentException(Invariant($"Sample {i} has the class {labels[i]} in {parameter}; with {classes} classes they go from 0 to {classes - 1}."), parameter);
            }
        }
    }

    /// <summary>The names; without any, the numbers.</summary>
    /// <param name="names">The names, or null.</param>
    /// <param name="count">How many there must be.</param>
    /// <param name="what">What they name, in the plural.</param>
    /// <param name="parameter">The parameter through which they came.</param>
    public static IReadOnlyList<string> Names(IReadOnlyList<string>? names, int count, string what, string parameter)
    {
        if (names == null) return [.. Enumerable.Range(0, count).Select(i => Invariant($"{i}"))];
        if (names.Count != count) throw new ArgumentException(Invariant($"There are {names.Count} names for {count} {what}; give one for each, or none at all."), parameter);
        return names.Contains(null!) ? throw new ArgumentException($"One of the names of the {what} is null.", parameter) : [.. names];
    }
}
