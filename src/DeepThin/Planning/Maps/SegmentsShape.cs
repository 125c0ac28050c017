namespace DeepThin.Planning;

/// <summary>
/// The sizes of the segments kernel: row j of W_aux meets column c in a segment of W_f. Right for few outputs, tiny layers, and any n.
/// </summary>
internal sealed record SegmentsShape(ReLayoutPlan Factors) : KernelShape
{
    public override KernelKind Kind => KernelKind.Segments;

    /// <summary>The overlaps of rows with columns: at most one more for each row that begins inside a column.</summary>
    public int MostSegments => Factors.R + Factors.M;

    /// <summary>What a multiply-add of a panel costs more where a row meets one column: a vector of x is loaded for each.</summary>
    private const double CostOfOneColumn = 2;

    public override double MultiplyAdds => Factors.Rank * ((double)Factors.Q * Factors.R + MostSegments);

    public override double Cost => Factors.Rank * ((double)Factors.Q * Factors.R + MostSegments * HorizontalSum);

    public override double PanelCost => (Factors.N < 2 * (long)Factors.Q ? CostOfOneColumn : 1) * MultiplyAdds;

    public override int Scratch => ReLayout.RoundUp(Factors.R, Lanes);

    /// <summary>The sums of the segments, before they are scaled by X_f.</summary>
    public override long PanelKept => (long)Factors.Rank * MostSegments;

    /// <summary>The gradients of the segments of one row, a row of the panel for each column, then x sample by sample in rows of full vectors.</summary>
    public override long BackwardScratch => (long)PanelSize * (GradientRows + SampleStride) + Lanes;

    /// <summary>The distance of samples where lanes run over q.</summary>
    public int SampleStride => StrideOfSamples(Factors.Q);

    /// <summary>The segments of one row of W_aux at most.</summary>
    public int GradientRows => (int)System.Math.Min(Factors.R, (long)Factors.N / Factors.Q + 2);
}
