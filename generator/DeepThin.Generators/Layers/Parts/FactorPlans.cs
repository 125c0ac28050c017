using System.Collections.Concurrent;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Parts;

/// <summary>
/// Factors, remembered by what they follow from. At every keystroke the compiler asks for all models anew, in the generator and in the analyzer, and
/// nearly always they are the ones of a moment ago. Holds values only, nothing of a compilation, and so many at most.
/// </summary>
internal static class FactorPlans
{
    private const int Most = 2048;

    private static readonly ConcurrentDictionary<Matrix, ReLayoutPlan?> Known = new();

    /// <summary>The factors of a matrix, or null where the ratio cannot be reached.</summary>
    public static ReLayoutPlan? Of(int q, int r, int rank, double ratio, Form form, long gains = 0)
    {
        if (Known.Count >= Most) Known.Clear();
        return Known.GetOrAdd(new(q, r, rank, ratio, form, gains), static key => ReLayoutPlanner.Plan(key.Q, key.R, key.Rank, key.Ratio, key.Form, key.Gains));
    }

    private readonly record struct Matrix(int Q, int R, int Rank, double Ratio, Form Form, long Gains);
}
