namespace DeepThin;

/// <summary>
/// Makes a partial class a network: its layers are the <see cref="DenseAttribute"/>s on the same declaration, in order, and the
/// generator writes the kernels for exactly these shapes.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DeepThinModelAttribute : Attribute
{
    /// <summary>Also generates the backward kernels, so that <c>DeepThin.Training</c> can train the model. Off by default.</summary>
    public bool Training { get; set; }

    /// <summary>What the kernels are chosen for. <see cref="Optimize.Speed"/> by default.</summary>
    public Optimize Optimize { get; set; }

    /// <summary>
    /// How the kernels hold large weights: W of uncompressed layers, and of factors those with many values. In 16 or 8 bits they take a half or a quarter
    /// of the memory and are widened in registers; loading rounds, and the model's <c>Rounding</c> says how much. <see cref="WeightType.Float32"/> by
    /// default; a model that trains has no other.
    /// </summary>
    public WeightType Weights { get; set; }

    /// <summary>
    /// The prefix of functions for other languages, such as <c>fashion</c> for <c>fashion_load</c> and <c>fashion_forward</c>: a program published as
    /// a native library has them, and the build writes their C header, <c>fashion.h</c>. A letter, then letters, digits and underscores. None by default.
    /// </summary>
    public string? NativeExports { get; set; }
}
