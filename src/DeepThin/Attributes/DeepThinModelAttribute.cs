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
}
