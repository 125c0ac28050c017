namespace DeepThin.Benchmarks;

/// <summary>A cell and those who compute it.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Layer">The layer, with its dense peers.</param>
/// <param name="DeepThin">The generated kernel.</param>
/// <param name="Naive">The rebuilt W.</param>
/// <param name="LowRanks">Plain low rank with as many parameters.</param>
internal sealed record Contest(Cell Cell, LayerRun Layer, Contender DeepThin, Contender Naive, IReadOnlyList<Contender> LowRanks)
{
    /// <summary>The low-rank peer with the smallest median.</summary>
    public Contender FastestLowRank => LowRanks.MinBy(lowRank => lowRank.Median)!;

    /// <summary>How many times faster than the fastest dense peer in single precision.</summary>
    public double Speedup => DeepThin.RatioTo(Layer.FastestDense);
}
