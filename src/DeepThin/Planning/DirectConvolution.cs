using System.ComponentModel;
using DeepThin.Planning;

namespace DeepThin;

/// <summary>
/// An uncompressed convolution of one sample: of some taps and channels at a time the columns of a block of positions, and their product with W; of a few positions the whole
/// column of each. Called by generated code.
/// </summary>
/// <param name="Window">The window.</param>
/// <param name="Outputs">R.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct DirectConvolution(SlidingWindow Window, int Outputs)
{
    /// <summary>The rows of columns that are gathered and multiplied while they are in the first-level cache.</summary>
    internal const int Steps = 128;

    /// <summary>So many positions fill no vectors: each has its column, and W is multiplied with one after the other.</summary>
    internal const int MostFew = 12;

    private const double CostOfGathering = 4;

    private const int Lanes = KernelShape.Lanes, Size = KernelShape.PanelSize;

    /// <summary>Q.</summary>
    internal int Inputs => Window.Channels * Window.Taps;

    /// <summary>Whether there are only a few positions.</summary>
    internal bool HasFewPositions => Window.Positions <= MostFew;

    /// <summary>The distance of the columns of a few positions, with a vector of zeros behind each.</summary>
    internal int ColumnStride => ReLayout.RoundUp(Inputs, Lanes) + Lanes;

    /// <summary>The distance of the sums of the outputs: full vectors, and no power of two.</summary>
    internal int SumsStride => ReLayout.RoundUp(Window.Positions, 2 * Lanes) + Lanes;

    /// <summary>Where the places of the values of a column stand in the scratch memory, behind the padded input.</summary>
    internal long PlaceOfValues => ReLayout.CeilDiv(Window.PaddedLength, Lanes) * Lanes;

    /// <summary>Where columns stand.</summary>
    internal long PlaceOfColumns => PlaceOfValues + ReLayout.RoundUp(Inputs, Lanes);

    /// <summary>Where the sums stand: behind the columns, which are all that a few positions have.</summary>
    internal long PlaceOfSums => HasFewPositions ? (long)Window.Positions * ColumnStride : PlaceOfColumns + Steps * Size + Lanes;

    /// <summary>The counted multiply-adds for one sample: those of W, and what it costs to gather a vector of a column.</summary>
    internal double Cost => (Outputs + CostOfGathering) * Inputs * Window.Positions;

    /// <summary>The scratch memory.</summary>
    internal long Scratch => PlaceOfSums + (long)Outputs * SumsStride + Size;
}
