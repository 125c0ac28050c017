using System;

namespace DeepThin.Planning;

/// <summary>
/// The sizes of the Fourier kernel for n = a·Q + D, |D| ≤ Q/2. Row j of W_aux meets column j·a + i in the window of W_f that starts at
/// p = i·Q − j·D; with q = |D|·u + φ a band i is a correlation along u, summed over the |D| channels φ.
/// </summary>
internal sealed record FourierShape : KernelShape
{
    /// <summary>What a complex value costs where a real transform is made of a complex one of half the length, in multiply-adds of a vector.</summary>
    private const double CostOfHalving = 8;

    private FourierShape(ReLayoutPlan factors, int a, int d)
    {
        Factors = factors;
        A = a;
        D = d;
        Steps = (int)ReLayout.CeilDiv(factors.Q, Stride);
        Half = Transform.NextLength(Math.Max(2, (factors.M + Steps) / 2));
        ChannelLanes = ReLayout.RoundUp(Stride, Lanes);

        // Row j starts D·j later against column j·a: the bands are those whose window overlaps W_f for some j.
        long drift = (long)(factors.M - 1) * d;
        FirstBand = d > 0 ? 0 : -(int)ReLayout.CeilDiv(-drift, factors.Q);
        int lastBand = (int)((factors.N - 1 + Math.Max(0, drift)) / factors.Q);
        Bands = lastBand - FirstBand + 1;
        BandLanes = ReLayout.RoundUp(Bands, Lanes);
    }

    public override KernelKind Kind => KernelKind.Fourier;

    public ReLayoutPlan Factors { get; }

    /// <summary>a of n = a·Q + D: the columns from a row of W_aux to the next.</summary>
    public int A { get; }

    /// <summary>D of n = a·Q + D: how much later each row begins against the columns; negative for earlier.</summary>
    public int D { get; }

    /// <summary>|D|: the channels φ = 0 … |D| − 1.</summary>
    public int Stride => Math.Abs(D);

    /// <summary>The first band; below zero where rows begin earlier and earlier.</summary>
    public int FirstBand { get; }

    /// <summary>The bands i that any row meets.</summary>
    public int Bands { get; }

    /// <summary>The bands, rounded up to full vectors.</summary>
    public int BandLanes { get; }

    /// <summary>The channels, rounded up to full vectors.</summary>
    public int ChannelLanes { get; }

    /// <summary>L = ceil(Q / |D|): the steps u.</summary>
    public int Steps { get; }

    /// <summary>N / 2: real transforms of length N are complex ones of half the length.</summary>
    public int Half { get; }

    /// <summary>N ≥ m + L − 1: the length of the transforms, with room for no wrap-around.</summary>
    public int Length => 2 * Half;

    /// <summary>N / 2 + 1: the bins of a real transform.</summary>
    public int Bins => Half + 1;

    public override double MultiplyAdds =>
        Stride * CostOfTransform + Factors.Rank * (4.0 * Bins * Stride * Bands + Bands * CostOfTransform + (double)Factors.M * Bands);

    public override double Cost =>
        ChannelLanes * CostOfTransform + Factors.Rank * (4.0 * Bins * Stride * BandLanes + BandLanes * CostOfTransform + 2.0 * Factors.M * BandLanes);

    private double CostOfTransform => Transform.Cost(Half) + CostOfHalving * Half;

    // The first pass of the transforms takes whole butterflies: it may read a little beyond the steps, of what is there no more than N.
    public override int After => (RowsRead - 1) * Stride - Factors.Q + ChannelLanes + Lanes;

    /// <summary>The rows u of x that the transforms read.</summary>
    private int RowsRead => 2 * Transform.InputsRead(Half, (Steps + 1) / 2);

    /// <summary>The prepared V̂ of one rank: bins × channels × (real parts of the bands, imaginary parts of the bands).</summary>
    public int SpectrumLength => Bins * Stride * 2 * BandLanes;

    /// <summary>The cosines and sines of the transforms, before V̂.</summary>
    public int Twiddles => ReLayout.RoundUp(Transform.Twiddles(Half), Lanes);

    public override long Prepared => Twiddles + (long)Factors.Rank * SpectrumLength;

    /// <summary>The two buffers of a transform, complex values of one vector each.</summary>
    public int BufferLength => 2 * Half * 2 * Lanes;

    /// <summary>Where x̂ begins in the scratch memory, behind the buffers: bins × (real parts of the channels, imaginary parts of the channels).</summary>
    public int Spectrum => BufferLength;

    /// <summary>Where ŷ begins in the scratch memory, behind x̂: bins × (real parts of the bands, imaginary parts of the bands).</summary>
    public int Products => Spectrum + Bins * 2 * ChannelLanes;

    // The rows j add to the columns j·a + FirstBand …, some of them before the first column or after the last.
    public override int Sums => FirstSum + ReLayout.RoundUp(-FirstBand, Lanes);

    /// <summary>Where the memory begins that the rows add to.</summary>
    public int FirstSum => Products + Bins * 2 * BandLanes;

    public override int Scratch => Sums + ReLayout.RoundUp(Math.Max(Factors.R, (Factors.M - 1) * A + FirstBand + BandLanes), Lanes);

    public override int PanelAfter => RowsRead * Stride - Factors.Q;

    /// <summary>The buffers, then x̂ and ŷ of a panel: bins × channels, or bands, × (real parts of the samples, imaginary parts of the samples).</summary>
    public override long PanelScratch => BufferLength + (long)Bins * (Stride + Bands) * 2 * PanelSize;

    /// <summary>Training takes another kernel.</summary>
    public override long BackwardScratch => 0;

    /// <summary>The shape, or null where a row does not pass a column, or where the kernel would hold more than W.</summary>
    public static FourierShape? For(ReLayoutPlan plan)
    {
        int a = plan.N / plan.Q;
        int d = plan.N % plan.Q;
        if (d > plan.Q / 2) (a, d) = (a + 1, d - plan.Q);
        if (a < 1 || d == 0 || (double)plan.M + plan.Q >= MostFloats) return null;
        var shape = new FourierShape(plan, a, d);
        double held = 2.0 * shape.Bins * plan.Rank * shape.Stride * shape.BandLanes;
        return held <= (double)plan.Q * plan.R ? shape : null;
    }
}
