namespace DeepThin.Planning;

/// <summary>The sizes of the low rank kernel: h = xU, an inner product for each of k columns, then y = hV, rows of V scaled and added.</summary>
internal sealed record LowRankShape(int Q, int R, int Rank) : KernelShape
{
    public override KernelKind Kind => KernelKind.LowRank;

    public override double MultiplyAdds => Rank * ((double)Q + R);

    public override double Cost => Rank * ((double)ReLayout.RoundUp(Q, Lanes) + HorizontalSum + ReLayout.RoundUp(R, Lanes));

    public override bool HasIntegers => Held == WeightType.Int8;

    /// <summary>The largest of the inputs as integers.</summary>
    public int Largest => LargestInput(Q);

    /// <summary>The inputs as integers, behind h.</summary>
    public int Integers => Hidden + ReLayout.RoundUp(Rank, Lanes) + Lanes;

    public override double CostAsHeld => Cost - (HasIntegers ? Rank * (double)Q / 2 : 0);

    /// <summary>h, behind the sums.</summary>
    public int Hidden => ReLayout.RoundUp(R, Lanes);

    public override int Scratch => HasIntegers ? Integers + FloatsOfIntegers(Q) : Hidden + ReLayout.RoundUp(Rank, Lanes);

    /// <summary>A tile of rows of U, or of columns of V, widened.</summary>
    public override long PanelScratch => IsNarrow ? System.Math.Max((long)TileRows * ReLayout.RoundUp(Q, Lanes), (long)Rank * TileColumns) : 0;

    /// <summary>h.</summary>
    public override long PanelKept => Rank;

    /// <summary>The gradient of h, then x and g sample by sample, in rows of full vectors.</summary>
    public override long BackwardScratch => (long)PanelSize * ((long)Rank + SampleStride + GradientStride) + Lanes;

    /// <summary>The distance of samples of x where lanes run over q.</summary>
    public int SampleStride => StrideOfSamples(Q);

    /// <summary>The distance of samples of g where lanes run over c.</summary>
    public int GradientStride => StrideOfSamples(R);
}
