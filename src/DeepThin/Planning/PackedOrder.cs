using System;
using System.ComponentModel;
using DeepThin.Planning;

namespace DeepThin;

/// <summary>
/// The order in which the combination of a correlation reads X_f, the same at every vector width. Column c of W meets the rows j₀(c) + t of X_f,
/// j₀(c) = ⌊c·Q / n⌋ and t = 0 … T − 1, as many of them as it overlaps; the columns c, c + n, c + 2n, … are of one phase. Values stand column by
/// column of each phase, lanes over its columns; or, where these are few, for sixteen phases at a time whose shifts are neighbours, lanes over the
/// phases. A row that two columns overlap stands there twice, and zeros stand where a column has no such row. Of values of 8 bits the terms 2t and
/// 2t + 1 of a column stand side by side. Called by generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PackedOrder : IEquatable<PackedOrder>
{
    /// <summary>The columns of a phase that are combined together, where lanes run over phases.</summary>
    internal const int ColumnBlock = 8;

    private const int Lanes = KernelShape.Lanes;

    private readonly int _q, _r, _n;

    /// <summary>The order of the rows of a factor.</summary>
    /// <param name="q">The inputs Q.</param>
    /// <param name="r">The outputs R.</param>
    /// <param name="n">The columns n of W_f.</param>
    /// <param name="rank">The rank.</param>
    /// <param name="lanesArePhases">Whether lanes run over phases, and not over the columns of a phase.</param>
    /// <param name="pairs">Whether terms stand in pairs.</param>
    public PackedOrder(int q, int r, int n, int rank, bool lanesArePhases, bool pairs)
    {
        (_q, _r, _n, Rank, LanesArePhases, Pairs) = (q, r, n, rank, lanesArePhases, pairs);
        Terms = ReLayout.RoundUp(TermsFor(q, n), pairs ? 2 : 1);
        Columns = ColumnsFor(r, n);
        ColumnLanes = ReLayout.RoundUp(Columns, Lanes);
        Together = TogetherFor(ColumnLanes);
    }

    /// <summary>The number of values, those of padding included.</summary>
    public int Length => Rank * Terms * Slots;

    /// <summary>The number of places for a value of each column, such as its scale.</summary>
    public int Slots => LanesArePhases ? ReLayout.RoundUp(_n, Lanes) * Columns : Math.Min(_n, _r) * ColumnLanes;

    /// <summary>Q: the rows of W.</summary>
    internal int Inputs => _q;

    /// <summary>R: the columns of W.</summary>
    internal int Outputs => _r;

    /// <summary>n: the columns of W_f.</summary>
    internal int Taps => _n;

    /// <summary>The rank.</summary>
    internal int Rank { get; }

    /// <summary>Whether lanes run over phases.</summary>
    internal bool LanesArePhases { get; }

    /// <summary>Whether terms stand in pairs.</summary>
    internal bool Pairs { get; }

    /// <summary>The places for the rows that a column overlaps: T, or one more where they stand in pairs and T is odd.</summary>
    internal int Terms { get; }

    /// <summary>The columns of the phases that have the most.</summary>
    internal int Columns { get; }

    /// <summary>The columns of a phase, rounded up to full vectors.</summary>
    internal int ColumnLanes { get; }

    /// <summary>The columns of a phase that lie side by side, where lanes run over columns: one or two full vectors.</summary>
    internal int Together { get; }

    /// <summary>T: the rows of W_aux that a column overlaps at most.</summary>
    internal static int TermsFor(int q, int n) => (int)ReLayout.CeilDiv((long)q + n - 1, n);

    /// <summary>The columns of the phases that have the most.</summary>
    internal static int ColumnsFor(int r, int n) => (int)ReLayout.CeilDiv(r, n);

    /// <summary>The columns of a phase that lie side by side: one or two full vectors.</summary>
    internal static int TogetherFor(int columnLanes) => columnLanes % (2 * Lanes) == 0 ? 2 * Lanes : Lanes;

    /// <inheritdoc/>
    public bool Equals(PackedOrder? other) =>
        other != null && (_q, _r, _n, Rank) == (other._q, other._r, other._n, other.Rank) && LanesArePhases == other.LanesArePhases && Pairs == other.Pairs;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PackedOrder);

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked((((_q * 31) + _r) * 31 + _n) * 31 + Rank);

    /// <summary>The order in words, as a packed file has it.</summary>
    public override string ToString() => LanesArePhases
        ? "phases" + (Pairs ? " in pairs" : "")
        : $"columns by {Together}{(Pairs ? " in pairs" : "")}";

    /// <summary>j₀(c), the first row that a column overlaps.</summary>
    internal int FirstRow(int column) => (int)((long)column * _q / _n);

    /// <summary>The rows that a column overlaps.</summary>
    internal int RowsOf(int column) => (int)(ReLayout.CeilDiv((column + 1L) * _q, _n) - FirstRow(column));

    /// <summary>The place of a column among values of columns.</summary>
    internal int Slot(int column)
    {
        int c = column % _n, i = column / _n;
        if (!LanesArePhases) return c * ColumnLanes + i;
        int start = Start(c);
        return (start / Lanes * Columns + i) * Lanes + start % Lanes;
    }

    // For speed, the emitted packing and NarrowWeights go through the same order from the first value to the last. Tests compare both with this method.

    /// <summary>The place of X_f[j₀(c) + t, k].</summary>
    internal int Place(int column, int k, int t)
    {
        int c = column % _n, i = column / _n, term = k * Terms + t, terms = Rank * Terms;
        if (!LanesArePhases)
        {
            int first = i / Together * Together;
            return (c * ColumnLanes + first) * terms + Within(term, Together, i - first);
        }

        int start = Start(c), begin = i / ColumnBlock * ColumnBlock;
        return (start / Lanes * Columns + begin) * Lanes * terms + Within(term, Math.Min(ColumnBlock, Columns - begin) * Lanes, (i - begin) * Lanes + start % Lanes);
    }

    // Term by term, or pair by pair, all columns of a block.
    private int Within(int term, int width, int column) => Pairs ? (term / 2 * width + column) * 2 + term % 2 : term * width + column;

    // Where the shifts of a phase begin in S.
    private int Start(int c) => _n - 1 - (int)((long)c * _q % _n);
}
