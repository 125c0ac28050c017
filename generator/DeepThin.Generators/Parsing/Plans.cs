using System;
using System.Collections.Concurrent;
using DeepThin.Planning;

namespace DeepThin.Generators.Parsing;

/// <summary>
/// Plans, remembered by what they follow from. At every keystroke the compiler asks for all models anew, in the generator and in the analyzer, and
/// nearly always they are the ones of a moment ago. Holds values only, nothing of a compilation, and so many at most.
/// </summary>
internal static class Plans
{
    private const int Most = 2048;

    private static readonly ConcurrentDictionary<Matrix, ReLayoutPlan?> Factors = new();
    private static readonly ConcurrentDictionary<Network, ModelPlan> Models = new();

    /// <summary>The plan of a matrix, or null where the ratio cannot be reached.</summary>
    public static ReLayoutPlan? OfMatrix(int q, int r, int rank, double ratio, Form form) =>
        Remember(Factors, new(q, r, rank, ratio, form), static key => ReLayoutPlanner.Plan(key.Q, key.R, key.Rank, key.Ratio, key.Form));

    /// <summary>The plan of a model whose layers have been checked.</summary>
    public static ModelPlan OfModel(EquatableArray<LayerSpec> layers, Optimize optimize, WeightType weights) =>
        Remember(Models, new(layers, optimize, weights), static key => new ModelPlan(key.Layers, key.Optimize, key.Weights));

    private static TValue Remember<TKey, TValue>(ConcurrentDictionary<TKey, TValue> known, TKey key, Func<TKey, TValue> plan)
    {
        if (known.TryGetValue(key, out var found)) return found;
        if (known.Count >= Most) known.Clear();
        return known.GetOrAdd(key, plan);
    }

    private readonly record struct Matrix(int Q, int R, int Rank, double Ratio, Form Form);

    private readonly record struct Network(EquatableArray<LayerSpec> Layers, Optimize Optimize, WeightType Weights);
}
