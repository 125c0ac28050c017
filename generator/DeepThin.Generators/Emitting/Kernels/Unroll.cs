using System;
using System.Linq;

namespace DeepThin.Generators.Emitting.Kernels;

/// <summary>Writes what stands once for each register of a block.</summary>
internal static class Unroll
{
    /// <summary>A declaration of vectors of zeros: name0, name1, ….</summary>
    public static string Zeros(string name, int count) =>
        "TVector " + string.Join(", ", Enumerable.Range(0, count).Select(i => $"{name}{i} = TSimd.Zero")) + ";";

    /// <summary>A line for each register, at the indentation of the place it is interpolated in.</summary>
    public static string Each(int count, int indentation, Func<int, string> line) =>
        string.Join("\n" + new string(' ', indentation), Enumerable.Range(0, count).Select(line));

    /// <summary>A reference to a place behind a named one.</summary>
    public static string At(string name, params (long Factor, string Unit)[] terms) => Place(terms) is var place && place == "0" ? name : $"At(ref {name}, {place})";

    /// <summary>A place as a sum of products, without those that are 0; a unit of no text is 1.</summary>
    public static string Place(params (long Factor, string Unit)[] terms)
    {
        string[] written = [.. terms.Where(term => term.Factor != 0).Select(term => (term.Factor, term.Unit) switch
        {
            (1, { Length: > 0 }) => term.Unit,
            (_, "") => SourceWriter.Literal(term.Factor),
            _ => $"{SourceWriter.Literal(term.Factor)} * {term.Unit}",
        })];
        return written.Length == 0 ? "0" : string.Join(" + ", written);
    }
}
