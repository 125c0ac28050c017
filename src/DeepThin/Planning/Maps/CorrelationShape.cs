using System;

namespace DeepThin.Planning;

/// <summary>
/// The sizes of the correlation kernel. S_k[s] = Σ_p W_f[k, p]·x[s + p] is needed for Q + n − 1 shifts; column c combines the shifts
/// that are −(c·Q mod n) modulo n, so the columns c, c + n, c + 2n, … share a phase and are one small matrix product.
/// Packed, X_f is held a second time in the order in which the combination reads it; unpacked, it is read as it is.
/// </summary>
internal sealed record CorrelationShape(ReLayoutPlan Factors, bool IsPacked = true) : KernelShape
{
    /// <summary>The vectors of shifts that stay in registers while the taps pass.</summary>
    public const int ShiftVectors = 8;

    /// <summary>The columns of a phase that stay in registers while its terms pass, where lanes run over phases.</summary>
    public const int ColumnBlock = PackedOrder.ColumnBlock;

    /// <summary>The neighbouring columns that are combined together, where X_f is not packed.</summary>
    public const int UnpackedColumns = 4;

    /// <summary>The longest index map that may stand in source.</summary>
    private const int LongestMap = 1 << 16;

    /// <summary>What a block of the combination costs before and after its terms, in multiply-adds of a lane.</summary>
    private const double CostOfBlock = 40 * Lanes;

    /// <summary>What it costs to read a prepared value from the second-level cache, in multiply-adds of a lane.</summary>
    private const double CostOfReading = 4;

    /// <summary>What it costs to move a shift to its place beside the others of its phase, in multiply-adds of a lane.</summary>
    private const double CostOfGathering = Lanes;

    /// <summary>What a column costs besides its terms where four are summed across lanes together, in multiply-adds of a lane.</summary>
    private const double CostOfColumn = 2 * Lanes;

    public override KernelKind Kind => KernelKind.Correlation;

    /// <summary>The transforms that correlate a panel, or null where the taps are few enough to be added up one by one.</summary>
    public OverlapSave? Transforms { get; private init; }

    /// <summary>The shifts s = −(n − 1) … Q − 1.</summary>
    public int Shifts => Factors.Q + Factors.N - 1;

    /// <summary>The phases that occur: phase c belongs to the columns c, c + n, c + 2n, ….</summary>
    public int Phases => Math.Min(Factors.N, Factors.R);

    /// <summary>The columns of the phases that have the most.</summary>
    public int ColumnsPerPhase => PackedOrder.ColumnsFor(Factors.R, Factors.N);

    /// <summary>The columns of a phase, rounded up to full vectors.</summary>
    public int ColumnLanes => ReLayout.RoundUp(ColumnsPerPhase, Lanes);

    /// <summary>The columns of a phase that are combined together, and so lie side by side where X_f is packed: one or two full vectors.</summary>
    public int ColumnsTogether => PackedOrder.TogetherFor(ColumnLanes);

    /// <summary>
    /// Whether the lanes of the combination run over phases, as the shifts of neighbouring phases are neighbours, and not over the columns of a
    /// phase: where these are few.
    /// </summary>
    public bool LanesArePhases => IsPacked && CostOverPhases < CostOverColumns;

    /// <summary>The entries of the longest index map.</summary>
    public int MapLength => LanesArePhases ? Factors.N : Phases;

    /// <summary>The shifts of a phase, the ranks side by side, in full vectors: what a column of X_f is multiplied with where it is not packed.</summary>
    public int GatheredShifts => ReLayout.RoundUp(Terms * Factors.Rank, Lanes);

    /// <summary>
    /// The phases whose shifts are gathered. These are all phases. If more columns than phases exist, the first phases are gathered once more behind the
    /// last one: a block of columns then finds its phases one after the other.
    /// </summary>
    public int GatheredPhases => Factors.N < Factors.R ? Factors.N + UnpackedColumns - 1 : Factors.R;

    /// <summary>The phases, one for each of the n shifts modulo n, in full vectors.</summary>
    public int PhaseLanes => ReLayout.RoundUp(Factors.N, Lanes);

    /// <summary>The values of X_f as the combination reads them, of one rank.</summary>
    private double PackedOverColumns => (double)Phases * Terms * ColumnLanes;

    private double PackedOverPhases => (double)PhaseLanes * Terms * ColumnsPerPhase;

    private double PackedOfRank => LanesArePhases ? PackedOverPhases : PackedOverColumns;

    private double Gathered => (double)GatheredPhases * GatheredShifts;

    private double CostUnpacked => CostOfGathering * Shifts + Factors.R * (GatheredShifts + CostOfColumn) / Factors.Rank;

    private double CostOverColumns => Factors.Rank * (1 + CostOfReading) * PackedOverColumns + Phases * CostOfBlock;

    private double CostOverPhases =>
        Factors.Rank * (1 + CostOfReading) * PackedOverPhases + PhaseLanes / Lanes * Math.Ceiling((double)ColumnsPerPhase / ColumnBlock) * CostOfBlock;

    /// <summary>T: the rows of W_aux that a column overlaps at most.</summary>
    public int Terms => PackedOrder.TermsFor(Factors.Q, Factors.N);

    /// <summary>The shifts that are computed: full register blocks that hold every shift that a phase of T terms reads.</summary>
    public int PaddedShifts => (int)Math.Min(int.MaxValue / 4, ReLayout.CeilDiv(Math.Max(Shifts, (long)Terms * Factors.N + Lanes), ShiftVectors * Lanes) * ShiftVectors * Lanes);

    /// <summary>
    /// h, the taps of each half where the correlation of one sample is split in two (Winograd's F(2, 2)), whole register blocks of them; 0 where
    /// the taps are too few. With A and B the first and the second h taps and d[s] = x[s] − x[s + h], the shifts s and s + h share
    /// ((A + B) ⋆ x)[s + h] and differ in (A ⋆ d)[s] and (B ⋆ d)[s + h]: three correlations with h taps instead of four.
    /// </summary>
    public int FrontTaps => Factors.N / (2 * ShiftVectors * Lanes) * ShiftVectors * Lanes;

    public override double MultiplyAdds => CostOfTaps + CostOfCombining;

    public override double Cost => CostWith(Factors.N - FrontTaps / 2.0);

    public override double CostAsHeld => Cost - (HasIntegers ? Factors.Rank * PackedOfRank / 2 : 0);

    public override double PlanningCost => CostWith(Factors.N);

    public override double PanelCost => (Transforms?.Cost ?? CostOfTaps) + CostOfCombining;

    /// <summary>Both gradients are correlated tap by tap.</summary>
    public override double TrainingCost => PanelCost + 2 * (CostOfTaps + CostOfCombining);

    private double CostOfTaps => Factors.Rank * (double)Factors.N * Shifts;

    private double CostOfCombining => Factors.Rank * ((double)Factors.M + Factors.R);

    private double CostWith(double taps) => Factors.Rank * (taps * PaddedShifts + (IsPacked ? PackedOfRank : CostUnpacked));

    public override int Before => Factors.N - 1;

    public override int After => PaddedShifts - Factors.Q;

    public override long Prepared => Packed + (Transforms?.Prepared(Factors.Rank) ?? 0);

    /// <summary>X_f as the combination of one sample reads it, where that is prepared and not the parameter itself; behind it what the transforms need.</summary>
    public long Packed => IsPacked && !IsNarrow ? (long)(Factors.Rank * PackedOfRank) : 0;

    /// <summary>The order in which X_f is packed.</summary>
    public PackedOrder Order => new(Factors.Q, Factors.R, Factors.N, Factors.Rank, LanesArePhases, HasIntegers);

    public override bool HasIntegers => Held == WeightType.Int8;

    /// <summary>Whether the memory of narrow values is addressable, which is that of single precision and S once more.</summary>
    public bool FitsNarrow => 2.0 * Factors.Rank * PaddedShifts + Factors.R < MostFloats;

    /// <summary>The largest of the shifts as integers.</summary>
    public int Largest => LargestInteger((long)Factors.Rank * Terms);

    public override int Sums => Factors.Rank * PaddedShifts;

    // Every phase writes as many columns as the longest, the last of them perhaps behind R.

    /// <summary>The scratch memory of the sums of one phase, or of the phases of a vector, or of its shifts, behind the sums of all columns.</summary>
    public int PhaseSums => Sums + ReLayout.RoundUp(ColumnsPerPhase * Factors.N, Lanes);

    /// <summary>The scratch memory of the differences d, of A + B, of −B, and of a register block.</summary>
    public int Differences => PhaseSums + (LanesArePhases ? ColumnsPerPhase * Lanes : IsPacked ? ColumnLanes : GatheredPhases * GatheredShifts);

    public override int Scratch => Pairs + (HasIntegers ? Factors.Rank * PaddedShifts + Lanes : 0);

    /// <summary>The scratch memory of the shifts in 16 bits, each beside the one that is n behind it.</summary>
    public int Pairs => Differences + (FrontTaps > 0 ? PaddedShifts + 3 * FrontTaps + ShiftVectors * Lanes : 0);

    public override int PanelBefore => Factors.N - 1;

    public override int PanelAfter => Math.Max(PanelShifts, (Transforms?.RowsRead ?? 0) - PanelBefore) - Factors.Q;

    /// <summary>The rows of S of one rank in a panel: the shifts in full blocks.</summary>
    public int PanelShifts => ReLayout.RoundUp(Math.Max(Shifts, Transforms?.RowsWritten ?? 0), PanelBlock);

    /// <summary>S of each rank.</summary>
    public override long PanelKept => (long)Factors.Rank * PanelShifts;

    /// <summary>The taps with zeros around them; or the buffers of the transforms, then x̂. Behind them the tile.</summary>
    public override long PanelScratch => Tile + (IsNarrow ? (long)Factors.Rank * Order.Terms * (LanesArePhases ? ColumnsPerPhase * Lanes : TileStride) : 0);

    /// <summary>The distance of the terms in the tile: an odd number of vectors, so that they lie in different sets of the cache.</summary>
    public int TileStride => ColumnLanes | Lanes;

    /// <summary>The scratch memory of a panel where narrow values of X_f are widened: those of a phase, or of sixteen phases where lanes run over phases.</summary>
    public long Tile => ReLayout.CeilDiv(Math.Max(PaddedTaps, Transforms?.Scratch ?? 0), Lanes) * Lanes;

    /// <summary>The taps with zeros around them.</summary>
    public int PaddedTaps => ReLayout.RoundUp(Factors.N + 2 * PanelBlock, Lanes);

    /// <summary>The taps, then dS of one rank with zeros behind it.</summary>
    public override long BackwardScratch => PaddedTaps + ((long)PanelShifts + 2 * PanelBlock) * PanelSize;

    /// <summary>The shape with transforms for panels, where they cost less than the taps: what they need is prepared.</summary>
    public override KernelShape WithPrepared() => this with { Transforms = OverlapSave.For(Factors, Shifts) };

    /// <inheritdoc/>
    public override KernelShape? WithoutPrepared() => this with { Transforms = null };

    /// <summary>The shape, or null where its memory would not be addressable, or its index map too long for source.</summary>
    public static CorrelationShape? For(ReLayoutPlan plan, bool isPacked = true)
    {
        if ((double)plan.Q + plan.N >= MostFloats) return null;
        var shape = new CorrelationShape(plan, isPacked);
        if (shape.MapLength > LongestMap) return null;
        bool addressable = (double)plan.Rank * shape.PaddedShifts + plan.R < MostFloats && shape.Prepared < MostFloats && (isPacked || shape.Gathered < MostFloats) && shape.BackwardScratch + shape.PanelKept * PanelSize < MostFloats;
        return addressable ? shape : null;
    }
}
