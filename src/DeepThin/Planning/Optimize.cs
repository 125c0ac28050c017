namespace DeepThin;

/// <summary>What the kernels of a model are chosen for.</summary>
public enum Optimize
{
    /// <summary>The least time. Kernels may hold at run time what they prepare from the factors. The default.</summary>
    Speed,

    /// <summary>
    /// The least memory: only kernels that hold nothing besides the factors, which are <see cref="Kernel.Segments"/> and a
    /// <see cref="Kernel.Correlation"/> that reads X_f as it is.
    /// </summary>
    Memory,
}
