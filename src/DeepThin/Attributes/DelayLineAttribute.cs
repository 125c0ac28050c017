namespace DeepThin;

/// <summary>
/// A tapped delay line: gives each value of a step with those of the steps before, as a series of so many taps, the oldest first. The steps before are the state of the layer, and zeros before a sequence begins. So what
/// reads a series passes over time: a <see cref="Conv1DAttribute"/> with a kernel of as many taps, or <see cref="FlattenAttribute"/> and a <see cref="DenseAttribute"/>, is a causal convolution along time that streams
/// exactly and computes nothing twice.
/// </summary>
/// <param name="taps">The steps that are given, this one and those before it. At least 2.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DelayLineAttribute(int taps) : LayerAttribute
{
    /// <summary>The steps that are given, this one and those before it.</summary>
    public int Taps { get; } = taps;

    /// <summary>The steps from a tap to the next one. 1 by default.</summary>
    public int Dilation { get; set; } = 1;
}
