using System;
using System.ComponentModel;
using DeepThin.Planning;

namespace DeepThin;

/// <summary>
/// An uncompressed 3×3 convolution of one sample with strides of 1, by Winograd's F(2×2, 3×3): a tile of 2×2 outputs takes 16 products of a channel in place of 36.
/// Lanes run over channels, so that no tile is padded. Called by generated code.
/// </summary>
/// <param name="Window">The window.</param>
/// <param name="Outputs">R.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct WinogradConvolution(SlidingWindow Window, int Outputs)
{
    /// <summary>The places of a transformed tile: each has a product of its own.</summary>
    internal const int Places = 16;

    /// <summary>The outputs that a product computes together: two of the widest vectors.</summary>
    internal const int Together = 2 * Lanes;

    /// <summary>The rows and columns that are transposed together.</summary>
    internal const int Square = 8;

    private const int Lanes = KernelShape.Lanes;

    /// <summary>The tiles that are transformed and multiplied while they are in the second-level cache, and those of a register block of a product.</summary>
    private const int MostTiles = 66, BlockTiles = 6;

    /// <summary>What a vector costs to transform, forth and back, and to transpose, in multiply-adds.</summary>
    private const double CostOfTransform = 64, CostOfTransposition = 4;

    /// <summary>The rows of tiles.</summary>
    internal int TileRows => (Window.Height + 1) / 2;

    /// <summary>The tiles of a row.</summary>
    internal int TileColumns => (Window.Width + 1) / 2;

    /// <summary>The tiles.</summary>
    internal int Tiles => TileRows * TileColumns;

    /// <summary>The tiles of a block.</summary>
    internal int Block => Math.Min(Tiles, ReLayout.RoundUp((int)ReLayout.CeilDiv(Tiles, ReLayout.CeilDiv(Tiles, MostTiles)), BlockTiles));

    /// <summary>The floats of a pixel of the input.</summary>
    internal int Channels => ReLayout.RoundUp(Window.Channels, Lanes);

    /// <summary>The floats of a position of the output.</summary>
    internal int Filters => ReLayout.RoundUp(Outputs, Together);

    /// <summary>The pixels of a row of the input with zeros around.</summary>
    internal int Pitch => 2 * TileColumns + 2;

    /// <summary>The rows of the input with zeros around.</summary>
    internal int Lines => 2 * TileRows + 2;

    /// <summary>The distance of the places of transformed tiles of the input: not all in a few sets of the cache.</summary>
    internal int InputStride => Block * Channels + Lanes;

    /// <summary>The distance of the places of transformed tiles of the output.</summary>
    internal int OutputStride => Block * Filters + Lanes;

    /// <summary>The distance of the sums of the outputs: full vectors, and no power of two.</summary>
    internal int SumsStride => ReLayout.RoundUp(Window.Positions, 2 * Lanes) + Lanes;

    /// <summary>The floats that are prepared: W transformed, place by place, and in each 32 outputs of a channel side by side.</summary>
    internal long PreparedLength => (long)Places * Window.Channels * Filters;

    /// <summary>Where transformed tiles of the input stand in the scratch memory, behind the pixels.</summary>
    internal long PlaceOfInputs => ((long)Lines * Pitch + Square) * Channels;

    /// <summary>Where the sums stand: they are written when no transformed tile is needed any more.</summary>
    internal long PlaceOfSums => PlaceOfInputs;

    /// <summary>Where their products with W stand.</summary>
    internal long PlaceOfOutputs => PlaceOfInputs + Math.Max((long)Places * InputStride, ReLayout.RoundUp(Outputs, Square) * (long)SumsStride);

    /// <summary>Where the outputs stand position by position.</summary>
    internal long PlaceOfPositions => PlaceOfOutputs + (long)Places * OutputStride;

    /// <summary>The scratch memory.</summary>
    internal long Scratch => PlaceOfPositions + (4L * Tiles + Square) * Filters;

    /// <summary>The multiply-adds for one sample, without transforms.</summary>
    internal double MultiplyAdds => (double)Places * Tiles * Window.Channels * Outputs;

    /// <summary>The counted multiply-adds for one sample, those of padding and transforms included.</summary>
    internal double Cost => (double)Places * Tiles * Window.Channels * Filters + (Tiles * CostOfTransform + 4 * Tiles * CostOfTransposition) * (Channels + Filters);

    /// <summary>How a convolution is computed so; null where it cannot be, or where that costs more than its columns.</summary>
    internal static WinogradConvolution? For(SlidingWindow window, int outputs)
    {
        if (!IsThree(window.Rows) || !IsThree(window.Columns)) return null;
        var winograd = new WinogradConvolution(window, outputs);
        return winograd.Cost < new DirectConvolution(window, outputs).Cost && winograd.PreparedLength <= NetworkPlan.MostFloats && winograd.Scratch <= NetworkPlan.MostFloats ? winograd : null;
    }

    private static bool IsThree(WindowAxis axis) => axis is { Kernel: 3, Stride: 1, Dilation: 1 };
}
