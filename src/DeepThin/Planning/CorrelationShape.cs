using System;

namespace DeepThin.Planning;

/// <summary>
/// The sizes of the correlation kernel. S_k[s] = Σ_p W_f[k, p]·x[s + p] is needed for Q + n − 1 shifts; column c combines the shifts
/// that are −(c·Q mod n) modulo n, so the columns c, c + n, c + 2n, … share a phase and are one small matrix product.
/// </summary>
internal readonly struct CorrelationShape(ReLayoutPlan plan)
{
    /// <summary>The shifts s = −(n − 1) … Q − 1.</summary>
    public int Shifts { get; } = plan.Q + plan.N - 1;

    /// <summary>The phases that occur: phase c belongs to the columns c, c + n, c + 2n, ….</summary>
    public int Phases { get; } = Math.Min(plan.N, plan.R);

    /// <summary>The columns of the phases that have the most.</summary>
    public int ColumnsPerPhase { get; } = (int)ReLayout.CeilDiv(plan.R, plan.N);

    /// <summary>The rows of W_aux that a column overlaps at most.</summary>
    public int MostTerms { get; } = (int)ReLayout.CeilDiv(plan.Q + Math.Min(plan.N, (long)plan.Q * plan.R) - 1, plan.N);
}
