using System;

namespace DeepThin.Planning;

/// <summary>How a layer is computed.</summary>
internal enum KernelKind
{
    /// <summary>The rows of an uncompressed W against x.</summary>
    Dense,

    /// <summary>Segments of W_f against x, one for each overlap of a row of W_aux with a column of W.</summary>
    Segments,

    /// <summary>A FIR correlation of x with the rows of W_f, then a combination with X_f.</summary>
    Correlation,

    /// <summary>Bands of W_f on the grid n = a·Q + D, multiplied with x in the Fourier domain.</summary>
    Fourier,

    /// <summary>x times U, then the result times V.</summary>
    LowRank,

    /// <summary>Columns of W looked up by their hashes, then multiplied.</summary>
    Hashed,
}

/// <summary>A kernel that fits a layer: the memory it takes and what it costs. All lengths are in floats.</summary>
internal abstract record KernelShape
{
    /// <summary>Lanes of the widest vector. Layouts are padded to it, so they are the same at every vector width.</summary>
    public const int Lanes = 16;

    /// <summary>The samples of a panel.</summary>
    public const int PanelSize = 64;

    /// <summary>The rows that a panel kernel computes together: rows are written in full blocks.</summary>
    public const int PanelBlock = 12;

    /// <summary>The rows of narrow weights that are widened together for a panel: full register blocks, and few enough to stay in the cache.</summary>
    public const int TileRows = 24;

    /// <summary>The columns of narrow weights that are widened together for a panel, where they are combined over rows.</summary>
    public const int TileColumns = 48;

    /// <summary>What fits one block of memory.</summary>
    protected const double MostFloats = 1 << 30;

    /// <summary>What a vector costs that ends in a horizontal sum, in multiply-adds of a lane.</summary>
    protected const double HorizontalSum = 8 * Lanes;

    public abstract KernelKind Kind { get; }

    /// <summary>The kernel as the plan of a model names it: <c>correlation</c>, <c>dense</c> and the like.</summary>
    public string Name => Kind.ToString().ToLowerInvariant();

    /// <summary>How the large weights are held, which the kernel widens in registers, or in a tile of a few rows for a panel.</summary>
    public WeightType Held { get; init; }

    /// <summary>Whether large weights are held in fewer bits than they are computed in.</summary>
    public bool IsNarrow => Held != WeightType.Float32;

    /// <summary>The multiply-adds for one sample, without padding.</summary>
    public abstract double MultiplyAdds { get; }

    /// <summary>The counted cost for one sample: multiply-adds in full vectors of 16 lanes, padding and horizontal sums included.</summary>
    public abstract double Cost { get; }

    /// <summary>The counted cost for one sample with weights as they are held: two terms in integers are one multiply-add.</summary>
    public virtual double CostAsHeld => Cost;

    /// <summary>What n is planned by: the cost as it was counted when n became a contract, since weights depend on n.</summary>
    public virtual double PlanningCost => Cost;

    /// <summary>The counted cost for one sample of a panel: lanes are samples, so that nothing is padded and nothing summed across lanes.</summary>
    public virtual double PanelCost => MultiplyAdds;

    /// <summary>The counted cost for one sample of a panel forward and backward: each gradient costs what the forward half does.</summary>
    public virtual double TrainingCost => 3 * PanelCost;

    /// <summary>The zeros that the kernel reads before x.</summary>
    public virtual int Before => 0;

    /// <summary>The zeros, or other finite values where nothing depends on them, that the kernel reads after x.</summary>
    public virtual int After => Lanes;

    /// <summary>What the kernel prepares from the factors when they are loaded.</summary>
    public virtual long Prepared => 0;

    /// <summary>The shape as the kernel of one sample, with all that is worth preparing.</summary>
    public virtual KernelShape WithPrepared() => this;

    /// <summary>The shape for panels alone, beside another kernel for one sample: nothing is prepared for it. Null where the kernel needs what is prepared.</summary>
    public virtual KernelShape? WithoutPrepared() => this;

    /// <summary>The sums that the kernel writes for the R outputs begin here in its scratch memory.</summary>
    public virtual int Sums => 0;

    /// <summary>The scratch memory of the kernel, the sums included.</summary>
    public abstract int Scratch { get; }

    /// <summary>The rows of zeros that the panel kernel reads before x.</summary>
    public virtual int PanelBefore => 0;

    /// <summary>The rows of zeros that the panel kernel reads after x.</summary>
    public virtual int PanelAfter => 0;

    /// <summary>The rows of intermediate results of the panel kernel.</summary>
    public virtual long PanelKept => 0;

    /// <summary>The rows of intermediate results that are kept in a trace, for the backward half.</summary>
    public virtual long TraceKept => PanelKept;

    /// <summary>The scratch memory of the panel kernel.</summary>
    public virtual long PanelScratch => 0;

    /// <summary>The scratch memory of the panel kernel's backward half.</summary>
    public abstract long BackwardScratch { get; }

    /// <summary>Whether one sample is computed in integers: weights in 8 bits, what they are multiplied with in 16.</summary>
    public virtual bool HasIntegers => false;

    /// <summary>The largest integer of 16 bits such that no sum of so many products with 127 or −127 leaves 32 bits.</summary>
    protected static int LargestInteger(long terms) => (int)Math.Max(1, Math.Min(short.MaxValue, int.MaxValue / (sbyte.MaxValue * terms)));

    /// <summary>The same for the inputs of a row: the narrowest vector has four lanes, which take two terms at a time.</summary>
    protected static int LargestInput(int q) => LargestInteger(2 * ReLayout.CeilDiv(q, 8));

    /// <summary>The floats that so many integers of 16 bits take, in whole vectors.</summary>
    protected static int FloatsOfIntegers(int count) => ReLayout.RoundUp(count, 2 * Lanes) / 2;

    /// <summary>The distance of samples that lie one after the other: full vectors, and no power of two, at which all samples would share a few sets of the cache.</summary>
    protected static int StrideOfSamples(int q) => ReLayout.RoundUp(q, 2 * Lanes) + Lanes;
}
