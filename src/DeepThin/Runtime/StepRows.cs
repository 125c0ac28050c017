using System.Numerics.Tensors;

namespace DeepThin.Runtime;

/// <summary>What is kept of the steps of sequences between passes: a row for each step.</summary>
/// <param name="values">The rows, those of a sequence one after the other.</param>
/// <param name="length">The floats of a row.</param>
/// <param name="steps">The rows of a sequence.</param>
internal readonly ref struct StepRows(Span<float> values, int length, int steps)
{
    /// <summary>The rows.</summary>
    public readonly Span<float> Values = values;

    /// <summary>The row of a step.</summary>
    public Span<float> At(int sequence, int step) => Values.Slice((sequence * steps + step) * length, length);

    /// <summary>Copies parts of a row, one behind the other.</summary>
    /// <param name="row">The row.</param>
    /// <param name="parts">The parts: of each where it begins, and its length.</param>
    /// <param name="values">Receives them.</param>
    public static void Gather(ReadOnlySpan<float> row, ReadOnlySpan<int> parts, Span<float> values)
    {
        for (int i = 0, at = 0; i < parts.Length; at += parts[i + 1], i += 2) row.Slice(parts[i], parts[i + 1]).CopyTo(values[at..]);
    }

    /// <summary>Copies values to parts of a row.</summary>
    /// <param name="values">The values, one part behind the other.</param>
    /// <param name="parts">The parts.</param>
    /// <param name="row">The row.</param>
    public static void Scatter(ReadOnlySpan<float> values, ReadOnlySpan<int> parts, Span<float> row)
    {
        for (int i = 0, at = 0; i < parts.Length; at += parts[i + 1], i += 2) values.Slice(at, parts[i + 1]).CopyTo(row[parts[i]..]);
    }

    /// <summary>Adds values to parts of a row.</summary>
    /// <param name="values">The values, one part behind the other.</param>
    /// <param name="parts">The parts.</param>
    /// <param name="row">The row.</param>
    public static void Add(ReadOnlySpan<float> values, ReadOnlySpan<int> parts, Span<float> row)
    {
        for (int i = 0, at = 0; i < parts.Length; at += parts[i + 1], i += 2)
        {
            var part = row.Slice(parts[i], parts[i + 1]);
            TensorPrimitives.Add(part, values.Slice(at, part.Length), part);
        }
    }
}
