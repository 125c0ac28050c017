using System;

namespace DeepThin.Planning;

/// <summary>The sizes of the hashed kernel: a few columns of W at a time are looked up, and multiplied as those of an uncompressed layer.</summary>
internal sealed record HashedShape(int Q, int R, int Buckets, int Seed) : KernelShape
{
    /// <summary>What looking up a weight costs, in multiply-adds of a lane.</summary>
    private const double CostOfHash = 32;

    /// <summary>The weights that are looked up at a time: they stay in the second-level cache.</summary>
    private const int WeightsAtATime = 1 << 16;

    private const int OneSampleColumns = 4;

    public override KernelKind Kind => KernelKind.Hashed;

    public override double MultiplyAdds => (double)Q * R;

    public override double Cost => (1 + CostOfHash) * MultiplyAdds + R * HorizontalSum;

    public override double PanelCost => (1 + CostOfHash / PanelSize) * MultiplyAdds;

    /// <summary>The columns of W that are looked up for one sample, behind the sums.</summary>
    public int LookedUp => ReLayout.RoundUp(R, Lanes);

    /// <summary>Behind the sums four columns of W.</summary>
    public override int Scratch => (int)Math.Min(int.MaxValue, LookedUp + Math.Min(R, OneSampleColumns) * (long)Q + Lanes);

    /// <summary>Columns of W.</summary>
    public override long PanelScratch => (long)Columns * Q + Lanes;

    /// <summary>Columns of W, their gradients, then x sample by sample, in rows of full vectors.</summary>
    public override long BackwardScratch => 2 * WeightGradients + (long)PanelSize * SampleStride + Lanes;

    /// <summary>The gradients of columns of W, behind these.</summary>
    public long WeightGradients => ReLayout.CeilDiv((long)Columns * Q + Lanes, Lanes) * Lanes;

    /// <summary>The columns of W that are looked up at a time.</summary>
    public int Columns => Math.Min(R, Math.Max(1, WeightsAtATime / Q));

    /// <summary>The distance of samples where lanes run over q.</summary>
    public int SampleStride => StrideOfSamples(Q);
}
