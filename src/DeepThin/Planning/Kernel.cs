namespace DeepThin;

/// <summary>
/// How a compressed layer is computed. Every kernel computes the same function with the same factors, up to rounding; they differ in time and
/// in what they hold in memory.
/// </summary>
public enum Kernel
{
    /// <summary>The kernel that is counted to cost least: for one sample and for batches each its own. The default.</summary>
    Auto,

    /// <summary>
    /// Segments of W_f against x, one for each overlap of a row of W_aux with a column of W. As many multiply-adds as a dense layer, on the memory of
    /// the factors alone. Fits every layer; right for few outputs and tiny layers.
    /// </summary>
    Segments,

    /// <summary>
    /// A FIR correlation of x with the rows of W_f, then a combination of its samples with X_f, phase by phase: about r·(n·(Q + n) + m + R)
    /// multiply-adds. Right for <see cref="Form.Tall"/>, where n is small. Holds X_f a second time, in the order in which it is read, unless the model
    /// asks for <see cref="Optimize.Memory"/>.
    /// </summary>
    Correlation,

    /// <summary>
    /// Bands of W_f multiplied with x in the Fourier domain. Right for <see cref="Form.Wide"/>; fits where s·n = a·Q ± D with a small s and a
    /// small D. Holds the transforms of the bands, which take more than W_f.
    /// </summary>
    Fourier,
}
