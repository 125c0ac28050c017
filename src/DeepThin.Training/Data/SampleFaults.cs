using System.Numerics.Tensors;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>What can be wrong with a sample, in the words for one in memory and for one that a source reads.</summary>
internal static class SampleFaults
{
    /// <summary>The first value that is not finite; null if all are.</summary>
    /// <param name="values">The values of some samples.</param>
    /// <param name="width">The values of a sample.</param>
    /// <param name="owner">Whose values they are.</param>
    /// <param name="column">What a value is.</param>
    /// <param name="first">The first sample.</param>
    public static string? OfValues(ReadOnlySpan<float> values, int width, string owner, string column, int first = 0)
    {
        if (values.IsEmpty || TensorPrimitives.IsFiniteAll(values)) return null;

        int at = 0;
        while (float.IsFinite(values[at])) at++;
        return Invariant($"{owner} {first + at / width} has {values[at]} at {column} {at % width}; every value must be finite");
    }

    /// <summary>Why a label is none of the classes; null if it is one.</summary>
    public static string? OfLabel(int label, int classes, int sample) => (uint)label < (uint)classes
        ? null
        : Invariant($"Sample {sample} has the label {label}; with {classes} classes the labels go from 0 to {classes - 1}");

    /// <summary>Why a weight is none; null if it is one.</summary>
    public static string? OfWeight(float weight, int sample) => weight >= 0 && float.IsFinite(weight)
        ? null
        : Invariant($"The weight of sample {sample} is {weight}; every weight must be finite, and 0 or more");
}
