using System;

namespace DeepThin.Planning;

/// <summary>
/// The sizes of the Fourier kernel for n = a·Q + D, |D| ≤ Q/2. Row j of W_aux meets column j·a + i in the window of W_f that starts at
/// p = i·Q − j·D; with q = |D|·u + φ a band i is a correlation along u, summed over the |D| channels φ.
/// </summary>
internal sealed record FourierShape
{
    private FourierShape(ReLayoutPlan plan, int a, int d)
    {
        A = a;
        D = d;
        int stride = Math.Abs(d);
        Steps = (int)ReLayout.CeilDiv(plan.Q, stride);
        Length = plan.M + Steps - 1;
        Bins = Length / 2 + 1;
        Channels = ReLayout.RoundUp(stride, KernelChoice.Lanes);

        // Row j starts at column j·a + floor(j·D / Q) and meets floor(n / Q) + 1 columns at least, one more where it begins inside one.
        long drift = (long)(plan.M - 1) * d;
        FirstBand = d > 0 ? 0 : (int)-ReLayout.CeilDiv(-drift, plan.Q);
        int lastBand = d > 0 ? (int)((plan.N - 1 + drift) / plan.Q) : (plan.N - 1) / plan.Q;
        Bands = lastBand - FirstBand + 1;
        BandLanes = ReLayout.RoundUp(Bands, KernelChoice.Lanes);
        MultiplyAdds = 2.0 * Bins * Steps * Channels + plan.Rank * (4.0 * Bins * stride * BandLanes + 2.0 * Bins * plan.M * BandLanes);
    }

    /// <summary>a of n = a·Q + D: the columns from a row of W_aux to the next.</summary>
    public int A { get; }

    /// <summary>D of n = a·Q + D: how much later each row begins against the columns; negative for earlier.</summary>
    public int D { get; }

    /// <summary>The first band; below zero where rows begin earlier and earlier.</summary>
    public int FirstBand { get; }

    /// <summary>The bands i that any row meets.</summary>
    public int Bands { get; }

    /// <summary>The bands, rounded up to full vectors.</summary>
    public int BandLanes { get; }

    /// <summary>The channels φ = 0 … |D| − 1, rounded up to full vectors.</summary>
    public int Channels { get; }

    /// <summary>L = ceil(Q / |D|): the steps u.</summary>
    public int Steps { get; }

    /// <summary>N = m + L − 1: the length of the transforms, with room for no wrap-around.</summary>
    public int Length { get; }

    /// <summary>N/2 + 1: the bins of a real transform.</summary>
    public int Bins { get; }

    /// <summary>The counted multiply-adds with padded lanes: transforms of x, products, inverse transforms.</summary>
    public double MultiplyAdds { get; }

    /// <summary>The shape, or null where n is not at least Q − Q/2 or the bands would hold more than W.</summary>
    public static FourierShape? For(ReLayoutPlan plan)
    {
        int a = plan.N / plan.Q;
        int d = plan.N % plan.Q;
        if (d > plan.Q / 2) (a, d) = (a + 1, d - plan.Q);
        if (a < 1 || d == 0) return null;
        var shape = new FourierShape(plan, a, d);
        double held = 2.0 * plan.Rank * shape.Bins * Math.Abs(d) * shape.BandLanes;
        return held <= (double)plan.Q * plan.R ? shape : null;
    }
}
