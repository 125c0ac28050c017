using System;

namespace DeepThin;

/// <summary>The values that a tensor of a new model begins with; zeros unless it says otherwise.</summary>
public readonly struct Initial
{
    private Initial(bool isSigns, double deviation) => (IsSigns, Deviation) = (isSigns, deviation);

    /// <summary>Whether each value is 1 or −1 at random.</summary>
    public bool IsSigns { get; }

    /// <summary>The standard deviation of normal values; 0 for other ones.</summary>
    public double Deviation { get; }

    /// <summary>1 or −1 at random.</summary>
    public static Initial Signs => new(true, 0);

    /// <summary>Normal values around 0.</summary>
    /// <param name="deviation">Their standard deviation.</param>
    public static Initial Normal(double deviation) => new(false, deviation);

    /// <summary>
    /// The variance that W of a new layer has: that of He (2/Q; arXiv:1502.01852) before activations of the ReLU kind, otherwise that of Glorot and
    /// Bengio (2/(Q + R)).
    /// </summary>
    /// <param name="activation">The activation of the layer.</param>
    /// <param name="q">Its inputs.</param>
    /// <param name="r">Its outputs.</param>
    internal static double Variance(Activation activation, int q, int r) =>
        activation is Activation.Relu or Activation.LeakyRelu or Activation.ClippedRelu or Activation.Gelu ? 2.0 / q : 2.0 / (q + (double)r);
}
