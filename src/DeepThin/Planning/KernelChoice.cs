using System;
using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>How a layer is computed.</summary>
internal enum KernelKind
{
    /// <summary>The rows of an uncompressed W against x.</summary>
    Dense,

    /// <summary>Windows of W_f against x, one for each overlap of a row of W_aux with a column of W.</summary>
    Windows,

    /// <summary>A FIR correlation of x with the rows of W_f, then a combination with X_f.</summary>
    Correlation,

    /// <summary>Bands of W_f on the grid n = a·Q ± D, multiplied with x in the Fourier domain.</summary>
    Fourier,
}

/// <summary>A kernel that fits a layer, and its counted cost: multiply-adds in full vectors of 16 lanes, padding included.</summary>
internal readonly record struct KernelCost(KernelKind Kernel, double Cost);

/// <summary>The ordered list of kernels. A kernel says whether it fits and what it costs; the cheapest one is taken, the first of equals.</summary>
internal static class KernelChoice
{
    /// <summary>Lanes of the widest vector. Layouts are padded to it, so they are the same at every vector width.</summary>
    public const int Lanes = 16;

    /// <summary>What a vector costs that ends in a horizontal sum, in multiply-adds of a lane.</summary>
    private const int HorizontalSum = 8 * Lanes;

    private static readonly Func<ReLayoutPlan, KernelCost?>[] Rules = [Correlation, Fourier, Windows];

    /// <summary>The kernel for one sample.</summary>
    public static KernelCost ForOneSample(ReLayoutPlan plan) => Cheapest(plan, Rules);

    /// <summary>The kernel for a panel of samples, where lanes are samples and nothing is padded.</summary>
    public static KernelCost ForBatch(ReLayoutPlan plan)
    {
        double correlation = plan.Rank * ((double)plan.N * (plan.Q + plan.N - 1) + plan.M + plan.R);
        double windows = plan.Rank * (double)plan.Q * plan.R;
        return correlation < windows ? new(KernelKind.Correlation, correlation) : new(KernelKind.Windows, windows);
    }

    private static KernelCost Cheapest(ReLayoutPlan plan, Func<ReLayoutPlan, KernelCost?>[] rules)
    {
        KernelCost? best = null;
        foreach (var rule in rules)
        {
            if (rule(plan) is { } cost && (best == null || cost.Cost < best.Value.Cost)) best = cost;
        }

        return best!.Value;
    }

    private static KernelCost? Correlation(ReLayoutPlan plan)
    {
        var shape = new CorrelationShape(plan);
        double correlation = (double)plan.N * Pad(shape.Shifts);
        double combination = (double)shape.Phases * shape.MostTerms * Pad(shape.ColumnsPerPhase);
        return new(KernelKind.Correlation, plan.Rank * (correlation + combination));
    }

    private static KernelCost? Fourier(ReLayoutPlan plan) =>
        FourierShape.For(plan) is { } shape ? new(KernelKind.Fourier, shape.MultiplyAdds) : null;

    private static KernelCost? Windows(ReLayoutPlan plan) =>
        new(KernelKind.Windows, plan.Rank * ((double)plan.Q * plan.R + ((double)plan.R + plan.M) * HorizontalSum));

    private static double Pad(int length) => ReLayout.RoundUp(length, Lanes);
}
