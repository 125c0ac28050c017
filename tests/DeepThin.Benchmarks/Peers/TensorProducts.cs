using System.Numerics.Tensors;
using DeepThin.Runtime;

namespace DeepThin.Benchmarks.Peers;

/// <summary>Products by System.Numerics.Tensors, which has inner products and sums of rows, but no matrices.</summary>
internal static class TensorProducts
{
    /// <summary>y[c] = b[c] + W[·, c]·x for all samples, with W transposed (R×Q); the weights of an output serve all samples before the next.</summary>
    public static void Dense(AlignedBuffer weights, AlignedBuffer bias, Samples samples)
    {
        int r = bias.Length, q = weights.Length / r;
        ReadOnlySpan<float> w = weights.Span, b = bias.Span, x = samples.Inputs.Span;
        var y = samples.Outputs.Span;
        for (int c = 0; c < r; c++)
        {
            var row = w.Slice(c * q, q);
            for (int i = 0; i < samples.Count; i++) y[i * r + c] = b[c] + TensorPrimitives.Dot(row, x.Slice(i * q, q));
        }
    }

    /// <summary>Plain low rank: h inner products with x, then the sum of h rows of R.</summary>
    public static void LowRank(LowRankFactors factors, Samples samples)
    {
        int q = factors.Q, r = factors.R;
        ReadOnlySpan<float> left = factors.Left.Span, right = factors.Right.Span;
        for (int i = 0; i < samples.Count; i++)
        {
            var x = samples.Inputs.Span.Slice(i * q, q);
            var y = samples.Outputs.Span.Slice(i * r, r);
            factors.Bias.Span.CopyTo(y);
            for (int k = 0; k < factors.Rank; k++)
            {
                TensorPrimitives.MultiplyAdd(right.Slice(k * r, r), TensorPrimitives.Dot(left.Slice(k * q, q), x), y, y);
            }
        }
    }
}
