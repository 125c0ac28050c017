using System;

namespace DeepThin;

/// <summary>The values that a tensor of a new model begins with; zeros unless it says otherwise.</summary>
public readonly struct Initial
{
    private Initial(bool isSigns = false, double value = 0, double deviation = 0) => (IsSigns, Value, Deviation) = (isSigns, value, deviation);

    /// <summary>Whether each value is 1 or −1 at random.</summary>
    public bool IsSigns { get; }

    /// <summary>Whether each value is 1.</summary>
    public bool IsOnes => Value == 1;

    /// <summary>What each value is; 0 where they are not all the same.</summary>
    public double Value { get; }

    /// <summary>The standard deviation of normal values; 0 for other ones.</summary>
    public double Deviation { get; }

    /// <summary>1 or −1 at random.</summary>
    public static Initial Signs => new(isSigns: true);

    /// <summary>1.</summary>
    public static Initial Ones => Constant(1);

    /// <summary>The same number everywhere.</summary>
    /// <param name="value">The number.</param>
    public static Initial Constant(double value) => new(value: value);

    /// <summary>Normal values around 0.</summary>
    /// <param name="deviation">Their standard deviation.</param>
    public static Initial Normal(double deviation) => new(deviation: deviation);

    /// <summary>
    /// The variance that W of a new layer has: that of He (2/Q; arXiv:1502.01852) before activations of the ReLU kind, otherwise that of Glorot and
    /// Bengio (2/(Q + R)).
    /// </summary>
    /// <param name="activation">The activation of the layer.</param>
    /// <param name="q">Its inputs.</param>
    /// <param name="r">Its outputs.</param>
    internal static double Variance(Activation activation, int q, int r) =>
        activation is Activation.Relu or Activation.LeakyRelu or Activation.ClippedRelu or Activation.Gelu or Activation.GeluTanh or Activation.Silu or Activation.Elu or Activation.HardSwish
            ? 2.0 / q : 2.0 / (q + (double)r);
}
