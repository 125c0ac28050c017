using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepThin.Generators.Weights;

/// <summary>The names of models as projects write them.</summary>
internal static class ModelNames
{
    private const int MostSuggestions = 3;

    /// <summary>A name as messages have it: <c>Edge.Outer+Model</c> and <c>Edge.Outer.Model</c> are one, and a keyword needs no @.</summary>
    public static string Plain(string name) => name.Trim().Replace('+', '.').Replace("@", "");

    /// <summary>The names that someone may have meant, the closest first: the same class in another place, or a few letters off.</summary>
    public static string[] Near(string name, IEnumerable<string> names)
    {
        string plain = Plain(name);
        return [.. names
            .Select(candidate => (Name: candidate, Distance: Math.Min(Distance(plain, candidate), Distance(Last(plain), Last(candidate)))))
            .Where(near => near.Distance <= Last(near.Name).Length / 3)
            .OrderBy(near => near.Distance)
            .ThenBy(near => Distance(plain, near.Name))
            .ThenBy(near => near.Name, StringComparer.Ordinal)
            .Take(MostSuggestions)
            .Select(near => near.Name)];
    }

    private static string Last(string name) => name.Substring(name.LastIndexOf('.') + 1);

    // The fewest characters that are put in, left out or replaced; upper and lower case are one.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
