namespace Listen.Synthesis;

/// <summary>Power of samples.</summary>
internal static class Signal
{
    /// <summary>The mean of the squares.</summary>
    /// <param name="samples">The samples.</param>
    public static double Power(ReadOnlySpan<double> samples)
    {
        double sum = 0;
        foreach (double sample in samples) sum += sample * sample;
        return samples.IsEmpty ? 0 : sum / samples.Length;
    }

    /// <summary>Gives samples a power; silence stays silent.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="power">The mean of the squares that they get.</param>
    public static void ScaleToPower(Span<double> samples, double power)
    {
        double before = Power(samples);
        if (before > 0) Scale(samples, Math.Sqrt(power / before));
    }

    /// <summary>Multiplies samples.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="factor">With what.</param>
    public static void Scale(Span<double> samples, double factor)
    {
        for (int i = 0; i < samples.Length; i++) samples[i] *= factor;
    }

    /// <summary>A ratio of powers.</summary>
    /// <param name="decibels">What it is in dB.</param>
    public static double Ratio(double decibels) => Math.Pow(10, decibels / 10);
}
