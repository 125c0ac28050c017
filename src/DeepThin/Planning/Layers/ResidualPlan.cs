using System;

namespace DeepThin.Planning;

/// <summary>The plan of a layer that adds two values. It has no tensors.</summary>
internal sealed record ResidualPlan(int Index, string Name, Shape First, Shape Second, Shape Output, ActivationSpec Activation) : PairPlan(Index, Name, First, Second, Output, Activation)
{
    public override string Kind => "residual";

    /// <summary>The values that both have; behind them stands what one of them has alone.</summary>
    public long Common => Math.Min(First.Length, Second.Length);
}
