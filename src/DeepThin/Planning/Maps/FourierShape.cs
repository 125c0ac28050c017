using System;

namespace DeepThin.Planning;

/// <summary>
/// The sizes of the Fourier kernel. With the rows j = s·t + ρ of W_aux taken by their residues ρ modulo s, and s·n = a·Q + D, |D| ≤ Q/2, row t
/// of a residue meets column t·a + i in the segment of W_f that starts at p = i·Q − t·D − ρ·n; with q = |D|·u + φ each band (ρ, i) is a
/// correlation along u, summed over the |D| channels φ: H_i[t] = Σ_φ Σ_u V_i[u + t, φ]·x[|D|·u + φ], its rows t from the last to the first where
/// D is positive. On the grid n = a·Q ± D with a small D, s is 1; elsewhere a small s may have a small D.
/// </summary>
internal sealed record FourierShape : KernelShape
{
    /// <summary>The residues that are tried.</summary>
    private const int MostResidues = 8;

    /// <summary>What it costs to add a value of a row to its column alone, where residues share a vector, in multiply-adds of a lane.</summary>
    private const double CostOfScattering = 2 * Lanes;

    private FourierShape(ReLayoutPlan factors, int residues, int a, int d)
    {
        Factors = factors;
        Residues = residues;
        A = a;
        D = d;
        Rows = (int)ReLayout.CeilDiv(factors.M, residues);
        Steps = (int)ReLayout.CeilDiv(factors.Q, Stride);
        Half = Transform.NextLength(Math.Max(2, (Rows + Steps) / 2));
        ChannelLanes = ReLayout.RoundUp(Stride, Lanes);
        for (int residue = 0; residue < residues; residue++) Bands += BandsOf(residue);
        BandLanes = ReLayout.RoundUp(Bands, Lanes);
    }

    public override KernelKind Kind => KernelKind.Fourier;

    public override KernelShape? WithoutPrepared() => null;

    public ReLayoutPlan Factors { get; }

    /// <summary>s: the residues ρ of the rows j.</summary>
    public int Residues { get; }

    /// <summary>a of s·n = a·Q + D: the columns from a row of W_aux to the next of its residue.</summary>
    public int A { get; }

    /// <summary>D of s·n = a·Q + D: how much later each row begins against the columns; negative for earlier.</summary>
    public int D { get; }

    /// <summary>|D|: the channels φ = 0 … |D| − 1.</summary>
    public int Stride => Math.Abs(D);

    /// <summary>The rows t of a residue at most.</summary>
    public int Rows { get; }

    /// <summary>The bands (ρ, i), all residues together.</summary>
    public int Bands { get; }

    /// <summary>The bands, rounded up to full vectors.</summary>
    public int BandLanes { get; }

    /// <summary>The channels, rounded up to full vectors.</summary>
    public int ChannelLanes { get; }

    /// <summary>L = ceil(Q / |D|): the steps u.</summary>
    public int Steps { get; }

    /// <summary>The v of V_i[v, φ]: N is no less.</summary>
    public int Taps => Rows + Steps - 1;

    /// <summary>The first v where rows begin later and later; elsewhere 0.</summary>
    public int FirstTap => D > 0 ? 1 - Rows : 0;

    /// <summary>N / 2: real transforms of length N are complex ones of half the length.</summary>
    public int Half { get; }

    /// <summary>N ≥ rows + L − 1: the length of the transforms, with room for no wrap-around.</summary>
    public int Length => 2 * Half;

    /// <summary>N / 2 + 1: the bins of a real transform.</summary>
    public int Bins => Half + 1;

    public override double MultiplyAdds =>
        Stride * CostOfTransform + Factors.Rank * (4.0 * Bins * Stride * Bands + Bands * CostOfTransform + (double)Rows * Bands);

    /// <summary>Back, g and x̂ meet in two products more; the gradients of the bands are transformed once for all samples.</summary>
    public override double TrainingCost
    {
        get
        {
            double transforms = 2.0 * Stride * CostOfTransform + Factors.Rank * Bands * (2 + (double)Stride / PanelSize) * CostOfTransform;
            return transforms + Factors.Rank * (3 * 4.0 * Bins * Stride * Bands + 3.0 * Rows * Bands);
        }
    }

    public override double Cost =>
        ChannelLanes * CostOfTransform + Factors.Rank * (4.0 * Bins * Stride * BandLanes + BandLanes * CostOfTransform + CostOfRows);

    // The first pass of the transforms takes whole butterflies: it may read a little beyond the steps, of what is there no more than N.
    public override int After => (RowsRead - 1) * Stride - Factors.Q + ChannelLanes + Lanes;

    /// <summary>The cosines and sines of the transforms, before V̂.</summary>
    public int Twiddles => ReLayout.RoundUp(Transform.Twiddles(Half), Lanes);

    /// <summary>
    /// Whether V̂ is held as pairs of bfloat16: where its weights have no more digits. A network of several layers is more than the caches next to the
    /// processor hold, and reading V̂ is what it waits for.
    /// </summary>
    public bool IsPaired => Held is WeightType.BFloat16 or WeightType.Int8;

    /// <summary>The floats of a complex value of V̂.</summary>
    public int ComplexLength => IsPaired ? 1 : 2;

    /// <summary>
    /// The prepared V̂ of one rank: bins × channels × (real parts of the bands, imaginary parts of the bands), or a float for both, real parts in the lower
    /// halves.
    /// </summary>
    public int SpectrumLength => Bins * BinLength;

    /// <summary>V̂ of one bin: channels × bands.</summary>
    public int BinLength => Stride * ComplexLength * BandLanes;

    public override long Prepared => Twiddles + (long)Factors.Rank * SpectrumLength;

    /// <summary>The two buffers of a transform, complex values of one vector each.</summary>
    public int BufferLength => 2 * Half * 2 * Lanes;

    /// <summary>Where x̂ begins in the scratch memory, behind the buffers: bins × (real parts of the channels, imaginary parts of the channels).</summary>
    public int Spectrum => BufferLength;

    /// <summary>Where ŷ begins in the scratch memory, behind x̂: bins × (real parts of the bands, imaginary parts of the bands).</summary>
    public int Products => Spectrum + Bins * 2 * ChannelLanes;

    /// <summary>Where the memory begins that the rows add to.</summary>
    public int FirstSum => Products + Bins * 2 * BandLanes;

    // Some rows add to columns before the first one or after the last.
    public override int Sums => FirstSum + ReLayout.RoundUp(Math.Max(0, -FirstBandOf(0)), Lanes);

    public override int Scratch => Sums + ReLayout.RoundUp(Math.Max(Factors.R, LastSum + 1), Lanes);

    public override int PanelAfter => RowsRead * Stride - Factors.Q;

    /// <summary>x̂ of a panel: bins × channels × (real parts of the samples, imaginary parts of the samples).</summary>
    public override long PanelKept => 2L * Bins * Stride;

    /// <summary>Where the H_i[t] begin in a trace, in rows; what lies before them is read in squares of channels.</summary>
    public long KeptRows => PanelKept + 2 * ChannelLanes;

    /// <summary>x̂, then for each rank the H_i[t] of all bands.</summary>
    public override long TraceKept => KeptRows + (long)Factors.Rank * Bands * Rows;

    /// <summary>The buffers, then ŷ of a panel: bins × bands × (real parts of the samples, imaginary parts of the samples), then a bin of pairs taken apart.</summary>
    public override long PanelScratch => UnpairedBin + (IsPaired ? 2 * BinLength : 0);

    /// <summary>Where the bin of a panel begins whose pairs are taken apart.</summary>
    public long UnpairedBin => BufferLength + SpectrumOfBands;

    /// <summary>Where the gradients of a band's H_i[t], and later of its V_i[v, φ], begin in the scratch memory of the backward half, behind the buffers.</summary>
    public int BandGradients => BufferLength;

    /// <summary>Where the sums for X_f begin, a vector for each row of W_aux.</summary>
    public int RowSums => BandGradients + ReLayout.RoundUp(Math.Max(Length * Lanes, Taps * Stride + Lanes), Lanes);

    /// <summary>Where x̂ of a bin begins, sample by sample, and behind it its products with the real and the imaginary parts of the gradients of ŷ.</summary>
    public int Samples => RowSums + Factors.M * Lanes;

    /// <summary>Where the gradients of V̂ begin: bins × bands × (real parts of the channels, imaginary parts of the channels).</summary>
    public long TapSpectrum => Samples + (PanelSize + 2L * Bands) * 2 * ChannelLanes;

    /// <summary>Where the gradients of ŷ begin.</summary>
    public long BandSpectrum => TapSpectrum + (long)Bins * Bands * 2 * ChannelLanes;

    /// <summary>Where the gradients of x̂ begin.</summary>
    public long ChannelSpectrum => BandSpectrum + SpectrumOfBands;

    public override long BackwardScratch => ChannelSpectrum + PanelKept * PanelSize;

    private long SpectrumOfBands => (long)Bins * Bands * 2 * PanelSize;

    private double CostOfTransform => Transform.CostOfReal(Half);

    private double CostOfRows => Residues == 1 ? 2.0 * Rows * BandLanes : CostOfScattering * Rows * Bands;

    /// <summary>The rows u of x that the transforms read.</summary>
    private int RowsRead => 2 * Transform.InputsRead(Half, (Steps + 1) / 2);

    // A residue's rows are added in full vectors where it is the only one.
    private int LastSum => (Rows - 1) * A + (Residues == 1 ? FirstBandOf(0) + BandLanes : FirstBandOf(Residues - 1) + BandsOf(Residues - 1));

    /// <summary>The first i whose segment overlaps W_f for some row of the residue; below zero where rows begin earlier and earlier.</summary>
    public int FirstBandOf(int residue) => (int)ReLayout.FloorDiv((long)residue * Factors.N - Math.Max(0, -Drift), Factors.Q);

    /// <summary>The number of i whose segment overlaps W_f for some row of the residue.</summary>
    public int BandsOf(int residue) =>
        (int)ReLayout.FloorDiv(Factors.N - 1 + (long)residue * Factors.N + Math.Max(0, Drift), Factors.Q) - FirstBandOf(residue) + 1;

    // How much later the last row of a residue begins than its first.
    private long Drift => (long)(Rows - 1) * D;

    /// <summary>The cheapest shape, or null where a row does not pass a column, or where the kernel would hold more than W.</summary>
    public static FourierShape? For(ReLayoutPlan plan)
    {
        FourierShape? best = null;
        for (int residues = 1; residues <= MostResidues; residues++)
        {
            if (For(plan, residues) is { } shape && (best == null || shape.Cost < best.Cost)) best = shape;
        }

        return best;
    }

    private static FourierShape? For(ReLayoutPlan plan, int residues)
    {
        if (residues > plan.M || (double)plan.M + plan.Q >= MostFloats || (double)plan.N * residues >= int.MaxValue) return null;
        int a = plan.N * residues / plan.Q;
        int d = plan.N * residues % plan.Q;
        if (d > plan.Q / 2) (a, d) = (a + 1, d - plan.Q);
        if (a < 1 || d == 0) return null;

        // Many channels, or many residues: the transforms would be short, and the products long.
        if (residues > 1 && (double)Math.Abs(d) * residues * residues > plan.Q) return null;
        var shape = new FourierShape(plan, residues, a, d);
        double held = 2.0 * shape.Bins * plan.Rank * shape.Stride * shape.BandLanes;
        return held <= (double)plan.Q * plan.R ? shape : null;
    }
}
