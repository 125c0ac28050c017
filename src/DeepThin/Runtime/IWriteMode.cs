namespace DeepThin.Runtime;

/// <summary>What becomes of the values at the place that a product is written to. A type, so that each has machine code of its own.</summary>
internal interface IWriteMode
{
    /// <summary>Whether the product is added to them.</summary>
    static abstract bool Accumulates { get; }
}

/// <summary>The product takes their place.</summary>
internal readonly struct Overwrite : IWriteMode
{
    public static bool Accumulates => false;
}

/// <summary>The product is added to them.</summary>
internal readonly struct Accumulate : IWriteMode
{
    public static bool Accumulates => true;
}
