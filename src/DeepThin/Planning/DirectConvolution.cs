using System.ComponentModel;
using DeepThin.Planning;

namespace DeepThin;

/// <summary>
/// An uncompressed convolution of one sample: of some taps and channels at a time the columns of a block of positions, and their product with W. Called by generated code.
/// </summary>
/// <param name="Window">The window.</param>
/// <param name="Outputs">R.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct DirectConvolution(SlidingWindow Window, int Outputs)
{
    /// <summary>The rows of columns that are gathered and multiplied while they are in the first-level cache.</summary>
    internal const int Steps = 128;

    private const double CostOfGathering = 4;

    private const int Lanes = KernelShape.Lanes, Size = KernelShape.PanelSize;

    /// <summary>Q.</summary>
    internal int Inputs => Window.Channels * Window.Taps;

    /// <summary>The distance of the sums of the outputs: full vectors, and no power of two.</summary>
    internal int SumsStride => ReLayout.RoundUp(Window.Positions, 2 * Lanes) + Lanes;

    /// <summary>Where the places of the values of a column stand in the scratch memory, behind the padded input.</summary>
    internal long PlaceOfValues => ReLayout.CeilDiv(Window.PaddedLength, Lanes) * Lanes;

    /// <summary>Where columns stand.</summary>
    internal long PlaceOfColumns => PlaceOfValues + ReLayout.RoundUp(Inputs, Lanes);

    /// <summary>Where the sums stand.</summary>
    internal long PlaceOfSums => PlaceOfColumns + Steps * Size + Lanes;

    /// <summary>The counted multiply-adds for one sample: those of W, and what it costs to gather a vector of a column.</summary>
    internal double Cost => (Outputs + CostOfGathering) * Inputs * Window.Positions;

    /// <summary>The scratch memory.</summary>
    internal long Scratch => PlaceOfSums + (long)Outputs * SumsStride + Size;
}
