using System.Numerics.Tensors;

namespace DeepThin;

/// <summary>Sums of probabilities that are given as logarithms, for those too small for a double. The logarithm of an impossible event is −∞.</summary>
internal static class LogSpace
{
    /// <summary>log 0.</summary>
    public const double Impossible = double.NegativeInfinity;

    /// <summary>log(exp a + exp b + exp c); NaN where one of them is.</summary>
    public static double Sum(double a, double b, double c = Impossible)
    {
        double max = Math.Max(a, Math.Max(b, c));
        return max == Impossible ? max : max + Math.Log(Math.Exp(a - max) + Math.Exp(b - max) + Math.Exp(c - max));
    }

    /// <summary>log Σ exp of all values.</summary>
    public static double Sum(ReadOnlySpan<float> values)
    {
        float max = TensorPrimitives.Max(values);
        double sum = 0;
        foreach (float value in values) sum += Math.Exp((double)value - max);
        return max + Math.Log(sum);
    }
}
