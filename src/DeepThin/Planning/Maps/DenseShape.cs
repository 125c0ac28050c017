namespace DeepThin.Planning;

/// <summary>The sizes of the dense kernel: an inner product of x with a row of W for each output.</summary>
internal record DenseShape(int Q, int R) : KernelShape
{
    public override KernelKind Kind => KernelKind.Dense;

    public override double MultiplyAdds => (double)Q * R;

    public override double Cost => MultiplyAdds + R * HorizontalSum;

    public override bool HasIntegers => Held == WeightType.Int8;

    /// <summary>The largest of the inputs as integers.</summary>
    public int Largest => LargestInput(Q);

    /// <summary>The inputs as integers stand behind the sums.</summary>
    public int Integers => ReLayout.RoundUp(R, Lanes) + Lanes;

    public override double CostAsHeld => Cost - (HasIntegers ? MultiplyAdds / 2 : 0);

    public override int Scratch => HasIntegers ? Integers + FloatsOfIntegers(Q) : ReLayout.RoundUp(R, Lanes);

    /// <summary>A tile of rows of W, widened.</summary>
    public override long PanelScratch => IsNarrow ? (long)TileRows * ReLayout.RoundUp(Q, Lanes) : 0;

    /// <summary>x sample by sample, in rows of full vectors.</summary>
    public override long BackwardScratch => (long)PanelSize * SampleStride + Lanes;

    /// <summary>The distance of samples where lanes run over q.</summary>
    public int SampleStride => StrideOfSamples(Q);
}
