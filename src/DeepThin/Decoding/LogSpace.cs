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

    /// <summary>Writes scale·softmax(y), and returns log Σ exp(y). The sum is taken in double precision.</summary>
    public static double ScaledSoftmax(ReadOnlySpan<float> y, float scale, Span<float> softmax)
    {
        float max = TensorPrimitives.Max(y);
        TensorPrimitives.Subtract(y, max, softmax);
        TensorPrimitives.Exp(softmax, softmax);
        double total = 0;
        foreach (float value in softmax) total += value;
        TensorPrimitives.Multiply(softmax, (float)(scale / total), softmax);
        return Math.Log(total) + max;
    }
}
