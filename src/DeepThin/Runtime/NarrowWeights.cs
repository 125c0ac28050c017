using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepThin.Runtime;

/// <summary>
/// Products of narrow weights with a panel: a few of them are widened to a tile in the cache, times their scales, and each value of the tile then
/// meets 64 samples. Called by generated code.
/// </summary>
/// <remarks>Values of 8 bits have scales. Where others have none, the scales may be any place.</remarks>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
/// <typeparam name="T">The type of the weights.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NarrowWeights<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
    where T : unmanaged
{
    private const int Size = Panel.Size;
    private const int TileRows = Planning.KernelShape.TileRows, TileColumns = Planning.KernelShape.TileColumns, Lanes = Planning.KernelShape.Lanes;
    private const int ColumnBlock = PackedOrder.ColumnBlock;

    private static bool HasScales => typeof(T) == typeof(sbyte);

    /// <summary>y[i, b] = Σ_t a[i, t]·x[t, b].</summary>
    /// <param name="a">The weights, row by row.</param>
    /// <param name="scales">A scale for each row.</param>
    /// <param name="rows">The number of rows i.</param>
    /// <param name="steps">The number of terms t.</param>
    /// <param name="x">A panel.</param>
    /// <param name="y">Receives a panel.</param>
    /// <param name="tile">Room for 24 rows, each in full vectors of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SetRows(ref T a, ref float scales, int rows, int steps, ref float x, ref float y, ref float tile)
    {
        int stride = Planning.ReLayout.RoundUp(steps, Lanes);
        for (int first = 0; first < rows; first += TileRows)
        {
            int count = Math.Min(TileRows, rows - first);
            for (int i = 0; i < count; i++) Widen(ref Unsafe.Add(ref a, (nint)(first + i) * steps), steps, ref Unsafe.Add(ref scales, first + i), ref Unsafe.Add(ref tile, i * stride));
            Product<TSimd, TVector>.Set(ref tile, stride, 1, ref x, Size, ref Unsafe.Add(ref y, (nint)first * Size), Size, count, steps, Size);
        }
    }

    /// <summary>y[c, b] = Σ_k a[k, c]·x[k, b].</summary>
    /// <param name="a">The weights, row by row.</param>
    /// <param name="scales">A scale for each row.</param>
    /// <param name="rows">The number of terms k.</param>
    /// <param name="columns">The number of columns c.</param>
    /// <param name="x">A panel.</param>
    /// <param name="y">Receives a panel.</param>
    /// <param name="tile">Room for 48 columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SetColumns(ref T a, ref float scales, int rows, int columns, ref float x, ref float y, ref float tile)
    {
        for (int first = 0; first < columns; first += TileColumns)
        {
            int count = Math.Min(TileColumns, columns - first);
            for (int k = 0; k < rows; k++) Widen(ref Unsafe.Add(ref a, (nint)k * columns + first), count, ref Unsafe.Add(ref scales, k), ref Unsafe.Add(ref tile, (nint)k * TileColumns));
            Product<TSimd, TVector>.Set(ref tile, 1, TileColumns, ref x, Size, ref Unsafe.Add(ref y, (nint)first * Size), Size, count, rows, Size);
        }
    }

    /// <summary>The packed values of one phase, lanes over its columns: tile[term·stride + i], a scale for each column.</summary>
    /// <param name="packed">The values of the phase: for each block of columns, term by term.</param>
    /// <param name="scales">A scale for each column.</param>
    /// <param name="terms">The terms of all ranks.</param>
    /// <param name="lanes">The columns, in full vectors of 16.</param>
    /// <param name="together">The columns of a block.</param>
    /// <param name="tile">Receives the values.</param>
    /// <param name="stride">The distance of the terms in the tile.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WidenColumns(ref T packed, ref float scales, int terms, int lanes, int together, ref float tile, int stride)
    {
        for (int first = 0; first < lanes; first += together)
        {
            for (int lane = first; lane < first + together; lane += TSimd.Count)
            {
                ref T from = ref Unsafe.Add(ref packed, first * terms);
                ref float to = ref Unsafe.Add(ref tile, lane);
                for (int term = 0; term < terms; term++)
                {
                    TSimd.Store(Scaled(Term(ref from, term, together, lane - first), ref scales, lane), ref to, 0);
                    to = ref Unsafe.Add(ref to, stride);
                }
            }
        }
    }

    /// <summary>The packed values of sixteen phases, lanes over the phases: tile[(term·columns + i)·16 + lane], a scale for each column of each.</summary>
    /// <param name="packed">The values: for each block of columns, term by term.</param>
    /// <param name="scales">The scales, column by column.</param>
    /// <param name="terms">The terms of all ranks.</param>
    /// <param name="columns">The columns of a phase.</param>
    /// <param name="tile">Receives the values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WidenPhases(ref T packed, ref float scales, int terms, int columns, ref float tile)
    {
        for (int i = 0; i < columns; i++)
        {
            int first = i / ColumnBlock * ColumnBlock, block = Math.Min(ColumnBlock, columns - first);
            for (int lane = 0; lane < Lanes; lane += TSimd.Count)
            {
                ref T from = ref Unsafe.Add(ref packed, first * terms * Lanes);
                ref float to = ref Unsafe.Add(ref tile, i * Lanes + lane);
                for (int term = 0; term < terms; term++)
                {
                    TSimd.Store(Scaled(Term(ref from, term, block * Lanes, (i - first) * Lanes + lane), ref scales, i * Lanes + lane), ref to, 0);
                    to = ref Unsafe.Add(ref to, columns * Lanes);
                }
            }
        }
    }

    // Of 8 bits in pairs of terms, of 16 term by term.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Term(ref T block, int term, int width, int place) => typeof(T) == typeof(sbyte)
        ? TSimd.LoadEveryOther(ref Unsafe.As<T, sbyte>(ref block), (term / 2 * width + place) * 2 + term % 2)
        : TSimd.Load(ref block, term * width + place);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Scaled(TVector value, ref float scales, int index) => HasScales ? TSimd.Multiply(value, TSimd.Load(ref scales, index)) : value;

    // In full vectors.
    private static void Widen(ref T from, int count, ref float scale, ref float to)
    {
        TVector factor = TSimd.Broadcast(HasScales ? scale : 1);
        for (int v = 0; v < count; v += TSimd.Count)
        {
            TVector value = TSimd.Load(ref from, v);
            TSimd.Store(HasScales ? TSimd.Multiply(value, factor) : value, ref to, v);
        }
    }
}
