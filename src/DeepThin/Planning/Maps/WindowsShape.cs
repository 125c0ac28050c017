namespace DeepThin.Planning;

/// <summary>
/// The sizes of the windows kernel. Row j of W_aux meets column c in a window of W_f: y[c] += Σ_k X_f[j, k]·(W_f[k, p …] · x[q …]).
/// Right for few outputs, tiny layers, and any n.
/// </summary>
internal sealed record WindowsShape(ReLayoutPlan Factors) : KernelShape
{
    public override KernelKind Kind => KernelKind.Windows;

    /// <summary>The overlaps of rows with columns: at most one more for each row that begins inside a column.</summary>
    public int MostWindows => Factors.R + Factors.M;

    /// <summary>What a multiply-add of a panel costs more where a row meets one column: a vector of x is loaded for each.</summary>
    private const double CostOfOneColumn = 2;

    public override double MultiplyAdds => Factors.Rank * ((double)Factors.Q * Factors.R + MostWindows);

    public override double Cost => Factors.Rank * ((double)Factors.Q * Factors.R + MostWindows * HorizontalSum);

    public override double PanelCost => (Factors.N < 2 * (long)Factors.Q ? CostOfOneColumn : 1) * MultiplyAdds;

    public override int Scratch => ReLayout.RoundUp(Factors.R, Lanes);

    /// <summary>The sums of the windows, before they are scaled by X_f.</summary>
    public override long PanelKept => (long)Factors.Rank * MostWindows;

    /// <summary>The gradients of the windows of one row, a row of the panel for each column, then x sample by sample in rows of full vectors.</summary>
    public override long BackwardScratch => (long)PanelSize * (GradientRows + SampleStride) + Lanes;

    /// <summary>The distance of samples where lanes run over q.</summary>
    public int SampleStride => StrideOfSamples(Factors.Q);

    /// <summary>The windows of one row of W_aux at most.</summary>
    public int GradientRows => (int)System.Math.Min(Factors.R, (long)Factors.N / Factors.Q + 2);
}
