using System;
using System.ComponentModel;
using DeepThin.Planning;

namespace DeepThin;

/// <summary>
/// A compressed convolution with strides of 1, computed from what its positions share. The values under a row of the window are a stretch: tap by tap, the channels of a
/// tap side by side. A row of W_f that meets a stretch whole is a <em>window</em> of it, and depends only on the channel φ where it begins and on the pixel: all positions and all
/// rows of the kernel share it. One that is cut off by the end of a stretch is a <em>tail</em> of v values, one that goes on from the stretch before is a <em>head</em>; these depend on v and the pixel.
/// So each of these is a row over pixels, computed once: n·channels + n² multiply-adds a pixel, and a position then combines m + R of them with X_f.
/// Called by generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct SharedCorrelation
{
    /// <summary>The rows that are computed together.</summary>
    internal const int Together = 4;

    private const int Lanes = KernelShape.Lanes, Size = KernelShape.PanelSize;

    /// <summary>The bytes of rows that are computed and combined while they are in the first-level cache.</summary>
    private const int GroupBytes = 46 << 10;

    /// <summary>What a combination costs more than a multiply-add at the peak: fewer of them than there are rows share what they load.</summary>
    private const double CostOfTerm = 1;

    /// <summary>The sizes of a convolution.</summary>
    /// <param name="window">The window.</param>
    /// <param name="outputs">R.</param>
    /// <param name="taps">n, no longer than a stretch.</param>
    /// <param name="rank">The rank.</param>
    /// <param name="terms">The terms of all lists: one for each piece of one column of each phase, and each rank.</param>
    /// <param name="factors">Their factors, one for each column.</param>
    public SharedCorrelation(SlidingWindow window, int outputs, int taps, int rank, int terms, int factors)
    {
        (Window, Outputs, Taps, Rank, Terms, Factors) = (window, outputs, taps, rank, terms, factors);
        var (rows, columns) = (window.Rows, window.Columns);
        RowShift = rows.Dilation * window.Pitch;
        Halo = ReLayout.RoundUp(columns.Kernel * columns.Dilation, Lanes);
        RowLength = Size + Halo;
        WindowRows = ReLayout.RoundUp(window.Channels, Together);
        PartRows = ReLayout.RoundUp(taps - 1, Together);
        Blocks = rank * BlocksOfRank;
        GroupBlocks = Math.Max(1, GroupBytes / (sizeof(float) * Together * RowLength));
        Groups = (int)ReLayout.CeilDiv(Blocks, GroupBlocks);

        // In the rows of zeros above and below, as far as the first row of the kernel does not go down there, all rows over pixels are zero.
        int above = Math.Min(rows.Before, rows.Pitch - 1), below = Math.Min(rows.After, Math.Min((rows.Kernel - 1) * rows.Dilation, rows.Pitch - 1 - above));
        FirstPixel = above * window.Pitch;
        EndOfPixels = FirstPixel + ReLayout.RoundUp((rows.Pitch - above - below) * window.Pitch + columns.Kernel * columns.Dilation + Halo, Size);
        Front = ReLayout.RoundUp(((int)ReLayout.CeilDiv(Ahead, window.Channels) + 1) * columns.Dilation, Lanes);
        SumsFront = ReLayout.RoundUp((rows.Kernel - 1) * RowShift + Halo, Lanes);
        SumsStride = ReLayout.RoundUp(SumsFront + window.Places + 2 * Size, 2 * Lanes) + Lanes;
        PlaceOfBlocks = ReLayout.RoundUp(rank * TapsLength, Lanes);
        PlaceOfLists = PlaceOfBlocks + ReLayout.RoundUp(3 * Blocks, Lanes);
        PlaceOfTerms = PlaceOfLists + ReLayout.CeilDiv((long)Groups * rows.Kernel * Phases, Lanes) * Lanes;
        PlaceOfFactors = PlaceOfTerms + ReLayout.RoundUp(terms, Lanes);
        PlaceOfValues = ReLayout.CeilDiv(Front + window.PaddedLength + Size + Halo + (Extended / window.Channels + 2L) * columns.Dilation, Lanes) * Lanes;
        PlaceOfHalos = PlaceOfValues + ReLayout.RoundUp(Extended, Lanes);
        PlaceOfRows = PlaceOfHalos + (long)Blocks * Together * Halo;
        PlaceOfSums = PlaceOfRows + (long)GroupBlocks * Together * RowLength;
    }

    /// <summary>The window.</summary>
    internal SlidingWindow Window { get; }

    /// <summary>R.</summary>
    internal int Outputs { get; }

    /// <summary>n.</summary>
    internal int Taps { get; }

    /// <summary>The rank.</summary>
    internal int Rank { get; }

    /// <summary>The phases of columns: the columns c, c + n, c + 2n, … are cut at the same values, and combine the same rows.</summary>
    internal int Phases => Math.Min(Taps, Outputs);

    /// <summary>The terms of all lists. There is a list for each group, row of the kernel and phase.</summary>
    internal int Terms { get; }

    /// <summary>The factors of the terms: those of a list stand for four columns, then two, then one, term by term.</summary>
    internal int Factors { get; }

    /// <summary>The values of a stretch.</summary>
    internal int Stretch => Window.Columns.Kernel * Window.Channels;

    /// <summary>The places from a row of the kernel to the next.</summary>
    internal int RowShift { get; }

    /// <summary>The pixels that a row keeps of the block before: as far as a position reads behind its place.</summary>
    internal int Halo { get; }

    /// <summary>The floats of a row of a block of pixels.</summary>
    internal int RowLength { get; }

    /// <summary>The first pixel that is not in the rows of zeros above.</summary>
    internal int FirstPixel { get; }

    /// <summary>The pixel behind the last block of pixels.</summary>
    internal int EndOfPixels { get; }

    /// <summary>The blocks of four rows: of each rank windows, heads, tails.</summary>
    internal int Blocks { get; }

    /// <summary>The blocks of a group.</summary>
    internal int GroupBlocks { get; }

    /// <summary>The groups.</summary>
    internal int Groups { get; }

    /// <summary>The values before a pixel that blocks read.</summary>
    internal int Ahead => Taps + Together;

    /// <summary>The values before, in and behind a pixel that blocks read.</summary>
    internal int Extended => Ahead + WindowRows + Taps + Together;

    /// <summary>The floats before the padded input that blocks read.</summary>
    internal int Front { get; }

    /// <summary>The distance of the sums of the outputs: full vectors, and no power of two.</summary>
    internal int SumsStride { get; }

    /// <summary>The floats before the sum of the first place.</summary>
    internal int SumsFront { get; }

    /// <summary>The floats of the taps of a rank, with zeros around them. They stand first in what is prepared.</summary>
    internal int TapsLength => Taps + 2 * Together;

    /// <summary>Where the indices of blocks stand in what is prepared: the first tap, the first value, the number of values.</summary>
    internal int PlaceOfBlocks { get; }

    /// <summary>Where the number of terms of each list stands.</summary>
    internal int PlaceOfLists { get; }

    /// <summary>Where the rows of terms stand.</summary>
    internal long PlaceOfTerms { get; }

    /// <summary>Where the factors of terms stand.</summary>
    internal long PlaceOfFactors { get; }

    /// <summary>The floats that are prepared.</summary>
    internal long PreparedLength => PlaceOfFactors + ReLayout.RoundUp(Factors, Lanes);

    /// <summary>Where the places of extended values stand in the scratch memory, behind the padded input.</summary>
    internal long PlaceOfValues { get; }

    /// <summary>Where halos stand.</summary>
    internal long PlaceOfHalos { get; }

    /// <summary>Where the rows of a group stand.</summary>
    internal long PlaceOfRows { get; }

    /// <summary>Where the sums stand.</summary>
    internal long PlaceOfSums { get; }

    /// <summary>The scratch memory.</summary>
    internal long Scratch => PlaceOfSums + (long)Outputs * SumsStride + SumsFront + Size;

    /// <summary>Where the sum of the first place of the first output stands in the scratch memory.</summary>
    internal long FirstSum => PlaceOfSums + SumsFront;

    /// <summary>The counted multiply-adds for one sample, those of padding included.</summary>
    internal double Cost =>
        Rank * ((double)Taps * WindowRows + (double)Taps * Taps) * (EndOfPixels - FirstPixel) + CostOfTerm * Factors * ReLayout.RoundUp(Window.Places + Size, Size);

    /// <summary>The multiply-adds for one sample without padding.</summary>
    internal double MultiplyAdds => Rank * ((double)Taps * Window.Channels + (double)Taps * (Taps - 1)) * Window.Rows.Pitch * Window.Pitch + (double)Factors * Window.Positions;

    private int WindowRows { get; }

    private int PartRows { get; }

    private int BlocksOfRank => (WindowRows + 2 * PartRows) / Together;

    /// <summary>How a convolution is computed so; null where it cannot be.</summary>
    internal static SharedCorrelation? For(SlidingWindow window, ReLayoutPlan factors)
    {
        if (!Fits(window, factors)) return null;
        var (terms, all) = CountTerms(window, factors);
        return all <= int.MaxValue ? new(window, factors.R, factors.N, factors.Rank, (int)terms, (int)all) : null;
    }

    // Columns of W are cut where a row of W_f begins, and where a stretch does.
    private static (long Terms, long Factors) CountTerms(SlidingWindow window, ReLayoutPlan factors)
    {
        long terms = 0, all = 0, q = factors.Q, n = factors.N, stretch = q / window.Rows.Kernel;
        for (int c = 0; c < Math.Min(factors.R, factors.N); c++)
        {
            long pieces = ReLayout.CeilDiv((c + 1) * q, n) - c * q / n;
            for (int row = 1; row < window.Rows.Kernel; row++)
            {
                if ((c * q + row * stretch) % n != 0) pieces++;
            }

            terms += factors.Rank * pieces;
            all += factors.Rank * pieces * ReLayout.CeilDiv(factors.R - c, n);
        }

        return (terms, all);
    }

    private static bool Fits(SlidingWindow window, ReLayoutPlan factors) =>
        window is { Rows.Stride: 1, Columns.Stride: 1 } && factors.N <= window.Columns.Kernel * (long)window.Channels && (long)factors.Rank * (window.Channels + 2L * factors.N + 16) <= 1 << 20;

    /// <summary>The row of the window that begins at a channel.</summary>
    internal int RowOfWindow(int k, int channel) => k * BlocksOfRank * Together + channel;

    /// <summary>The row of the head that v values of the stretch before have gone ahead of.</summary>
    internal int RowOfHead(int k, int v) => k * BlocksOfRank * Together + WindowRows + Within(v);

    /// <summary>The row of the tail of v values.</summary>
    internal int RowOfTail(int k, int v) => RowOfHead(k, v) + PartRows;

    /// <summary>The first value of a block of four rows, counted from the pixel; the number of values; and the index of the tap that the first row meets it with.</summary>
    internal (int First, int Count, int Tap) ValuesOf(int block)
    {
        int within = block % BlocksOfRank * Together;
        if (within < WindowRows) return (within, Taps + Together - 1, 0);
        int v = (within - WindowRows) % PartRows;
        return within < WindowRows + PartRows ? (0, Taps - v - 1, v + Together) : (-v - Together, v + Together, 0);
    }

    /// <summary>The rank whose taps a block has.</summary>
    internal int RankOf(int block) => block / BlocksOfRank;

    // The rows of a block follow one another by the value that they begin with: the longest tail, or the head with most before it, is first.
    private static int Within(int v) => (v - 1) / Together * Together + Together - 1 - (v - 1) % Together;
}
