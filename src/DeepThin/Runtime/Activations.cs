using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DeepThin.Runtime;

/// <summary>
/// The activations that need more than an instruction or two, in place, over the outputs of one sample or a whole panel. Called by
/// generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Activations
{
    private const int Chunk = 256;

    // √(2/π).
    private const float GeluLinear = 0.7978845608f;

    private const float GeluCubic = 0.044715f;

    /// <summary>1 / (1 + exp(−z)).</summary>
    /// <param name="values">The first value.</param>
    /// <param name="length">The number of values.</param>
    public static void Sigmoid(ref float values, int length)
    {
        var span = MemoryMarshal.CreateSpan(ref values, length);
        TensorPrimitives.Sigmoid(span, span);
    }

    /// <summary>tanh(z).</summary>
    /// <param name="values">The first value.</param>
    /// <param name="length">The number of values.</param>
    public static void Tanh(ref float values, int length)
    {
        if (Simd512.IsSupported) Tanh<Simd512, Vector512<float>>(ref values, length);
        else if (Simd256.IsSupported) Tanh<Simd256, Vector256<float>>(ref values, length);
        else if (Simd128.IsSupported) Tanh<Simd128, Vector128<float>>(ref values, length);
        else Tanh<Simd32, float>(ref values, length);
    }

    /// <summary>z·Φ(z).</summary>
    /// <param name="values">The first value.</param>
    /// <param name="length">The number of values.</param>
    public static void Gelu(ref float values, int length)
    {
        Span<float> phi = stackalloc float[Chunk];
        for (int start = 0; start < length; start += Chunk)
        {
            // Below the smallest number there is none whose product with Φ(z) = 0 is 0.
            var z = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref values, start), Math.Min(Chunk, length - start));
            TensorPrimitives.Max(z, float.MinValue, z);
            NormalDistribution(z, phi[..z.Length]);
            TensorPrimitives.Multiply(z, phi[..z.Length], z);
        }
    }

    /// <summary>g·(Φ(z) + z·φ(z)): the gradient with respect to z from the one with respect to the output.</summary>
    /// <param name="gradients">∂L/∂output; receives ∂L/∂z.</param>
    /// <param name="inputs">z.</param>
    /// <param name="length">The number of values.</param>
    public static void GeluBackward(ref float gradients, ref float inputs, int length)
    {
        Span<float> slope = stackalloc float[Chunk], density = stackalloc float[Chunk], finite = stackalloc float[Chunk];
        for (int start = 0; start < length; start += Chunk)
        {
            int count = Math.Min(Chunk, length - start);
            var z = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref inputs, start), count);
            var g = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref gradients, start), count);
            var phi = slope[..count];
            var d = density[..count];
            NormalDistribution(z, phi);
            TensorPrimitives.Multiply(z, z, d);
            TensorPrimitives.Multiply(d, -0.5f, d);
            TensorPrimitives.Exp(d, d);
            TensorPrimitives.Multiply(d, 0.3989422804f, d);
            TensorPrimitives.Max(z, float.MinValue, finite);
            TensorPrimitives.Min(finite[..count], float.MaxValue, finite);
            TensorPrimitives.MultiplyAdd(finite[..count], d, phi, phi);
            TensorPrimitives.Multiply(g, phi, g);
        }
    }

    /// <summary>z/2·(1 + tanh(u)) = z / (1 + exp(−2u)), u = √(2/π)·(z + 0.044715·z³).</summary>
    /// <param name="values">The first value.</param>
    /// <param name="length">The number of values.</param>
    public static void GeluTanh(ref float values, int length)
    {
        Span<float> angle = stackalloc float[Chunk], rest = stackalloc float[Chunk];
        for (int start = 0; start < length; start += Chunk)
        {
            // As with Gelu.
            var z = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref values, start), Math.Min(Chunk, length - start));
            TensorPrimitives.Max(z, float.MinValue, z);
            GeluAngle(z, angle[..z.Length]);
            MultiplyWithShare(z, angle[..z.Length], rest[..z.Length]);
        }
    }

    /// <summary>g·(s + z·s·(1 − s)·2u′), s = 1 / (1 + exp(−2u)): the gradient with respect to z from the one with respect to the output.</summary>
    /// <param name="gradients">∂L/∂output; receives ∂L/∂z.</param>
    /// <param name="inputs">z.</param>
    /// <param name="length">The number of values.</param>
    public static void GeluTanhBackward(ref float gradients, ref float inputs, int length)
    {
        // Beyond it s is 0 or 1 in single precision.
        const float Far = 100;
        Span<float> share = stackalloc float[Chunk], slope = stackalloc float[Chunk], near = stackalloc float[Chunk];
        for (int start = 0; start < length; start += Chunk)
        {
            int count = Math.Min(Chunk, length - start);
            Span<float> s = share[..count], d = slope[..count], z = near[..count];
            TensorPrimitives.Max(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref inputs, start), count), -Far, z);
            TensorPrimitives.Min(z, Far, z);
            GeluAngle(z, s);
            TensorPrimitives.Add(s, s, s);
            TensorPrimitives.Sigmoid(s, s);
            TensorPrimitives.Multiply(z, z, d);
            TensorPrimitives.Multiply(d, 6 * GeluCubic * GeluLinear, d);
            TensorPrimitives.Add(d, 2 * GeluLinear, d);
            TensorPrimitives.Multiply(z, d, d);
            MultiplyWithSlope(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref gradients, start), count), s, d, z);
        }
    }

    /// <summary>z / (1 + exp(−z)).</summary>
    /// <param name="values">The first value.</param>
    /// <param name="length">The number of values.</param>
    public static void Silu(ref float values, int length)
    {
        Span<float> half = stackalloc float[Chunk], rest = stackalloc float[Chunk];
        for (int start = 0; start < length; start += Chunk)
        {
            // As with Gelu.
            var z = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref values, start), Math.Min(Chunk, length - start));
            TensorPrimitives.Max(z, float.MinValue, z);
            TensorPrimitives.Multiply(z, 0.5f, half);
            MultiplyWithShare(z, half[..z.Length], rest[..z.Length]);
        }
    }

    /// <summary>g·(s + z·s·(1 − s)), s = 1 / (1 + exp(−z)): the gradient with respect to z from the one with respect to the output.</summary>
    /// <param name="gradients">∂L/∂output; receives ∂L/∂z.</param>
    /// <param name="inputs">z.</param>
    /// <param name="length">The number of values.</param>
    public static void SiluBackward(ref float gradients, ref float inputs, int length)
    {
        Span<float> share = stackalloc float[Chunk], finite = stackalloc float[Chunk], rest = stackalloc float[Chunk];
        for (int start = 0; start < length; start += Chunk)
        {
            int count = Math.Min(Chunk, length - start);
            Span<float> s = share[..count], z = finite[..count];
            TensorPrimitives.Max(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref inputs, start), count), float.MinValue, z);
            TensorPrimitives.Min(z, float.MaxValue, z);
            TensorPrimitives.Sigmoid(z, s);
            MultiplyWithSlope(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref gradients, start), count), s, z, rest[..count]);
        }
    }

    /// <summary>z above 0, otherwise alpha·(exp(z) − 1).</summary>
    /// <param name="values">The first value.</param>
    /// <param name="alpha">Alpha.</param>
    /// <param name="length">The number of values.</param>
    public static void Elu(ref float values, float alpha, int length)
    {
        Span<float> below = stackalloc float[Chunk], rest = stackalloc float[Chunk];
        for (int start = 0; start < length; start += Chunk)
        {
            var z = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref values, start), Math.Min(Chunk, length - start));
            var negative = below[..z.Length];
            TensorPrimitives.Min(z, 0, negative);
            ExponentialLessOne(negative, rest[..z.Length]);
            TensorPrimitives.Multiply(negative, alpha, negative);
            TensorPrimitives.Max(z, 0, z);
            TensorPrimitives.Add(z, negative, z);
        }
    }

    /// <summary>log(1 + exp(z)) = max(0, z) + log(1 + exp(−|z|)).</summary>
    /// <param name="values">The first value.</param>
    /// <param name="length">The number of values.</param>
    public static void Softplus(ref float values, int length)
    {
        Span<float> share = stackalloc float[Chunk], square = stackalloc float[Chunk], sum = stackalloc float[Chunk];
        for (int start = 0; start < length; start += Chunk)
        {
            // log(1 + e) = 2·artanh(s), s = e / (2 + e), which is 1/3 at most; the series s + s³/3 + s⁵/5 + … to s¹³.
            var z = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref values, start), Math.Min(Chunk, length - start));
            Span<float> s = share[..z.Length], s2 = square[..z.Length], series = sum[..z.Length];
            TensorPrimitives.Abs(z, s);
            TensorPrimitives.Negate(s, s);
            TensorPrimitives.Exp(s, s);
            TensorPrimitives.Add(s, 2, s2);
            TensorPrimitives.Divide(s, s2, s);
            TensorPrimitives.Multiply(s, s, s2);
            series.Fill(2f / 13);
            for (int power = 11; power >= 1; power -= 2)
            {
                TensorPrimitives.Multiply(series, s2, series);
                TensorPrimitives.Add(series, 2f / power, series);
            }

            TensorPrimitives.Max(z, 0, z);
            TensorPrimitives.MultiplyAdd(series, s, z, z);
        }
    }

    /// <summary>g·(1 − exp(−a)): the derivative of log(1 + exp(z)) is 1 / (1 + exp(−z)), from its output a.</summary>
    /// <param name="gradients">∂L/∂a; receives ∂L/∂z.</param>
    /// <param name="outputs">a.</param>
    /// <param name="length">The number of values.</param>
    public static void SoftplusBackward(ref float gradients, ref float outputs, int length)
    {
        Span<float> slope = stackalloc float[Chunk], rest = stackalloc float[Chunk];
        for (int start = 0; start < length; start += Chunk)
        {
            var g = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref gradients, start), Math.Min(Chunk, length - start));
            var d = slope[..g.Length];
            TensorPrimitives.Negate(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref outputs, start), g.Length), d);
            ExponentialLessOne(d, rest[..g.Length]);
            TensorPrimitives.Negate(d, d);
            TensorPrimitives.Multiply(g, d, g);
        }
    }

    /// <summary>exp(zᵢ) / Σⱼ exp(zⱼ).</summary>
    /// <param name="values">The first value.</param>
    /// <param name="length">The number of values.</param>
    public static void Softmax(ref float values, int length)
    {
        var span = MemoryMarshal.CreateSpan(ref values, length);
        TensorPrimitives.Subtract(span, TensorPrimitives.Max(span), span);
        TensorPrimitives.Exp(span, span);
        TensorPrimitives.Divide(span, TensorPrimitives.Sum(span), span);
    }

    /// <summary>zᵢ − log Σⱼ exp(zⱼ).</summary>
    /// <param name="values">The first value.</param>
    /// <param name="length">The number of values.</param>
    public static void LogSoftmax(ref float values, int length)
    {
        var span = MemoryMarshal.CreateSpan(ref values, length);
        TensorPrimitives.Subtract(span, TensorPrimitives.Max(span), span);
        float sum = 0;
        Span<float> exponentials = stackalloc float[Chunk];
        for (int start = 0; start < length; start += Chunk)
        {
            var z = span.Slice(start, Math.Min(Chunk, length - start));
            TensorPrimitives.Exp(z, exponentials);
            sum += TensorPrimitives.Sum(exponentials[..z.Length]);
        }

        TensorPrimitives.Subtract(span, MathF.Log(sum), span);
    }

    /// <summary>exp(zᵢ) / Σⱼ exp(zⱼ) for each sample of a panel.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="rows">The number of outputs.</param>
    public static void SoftmaxPanel(ref float panel, int rows)
    {
        Span<float> sums = stackalloc float[Panel.Size];
        SubtractMaxima(ref panel, rows);
        sums.Clear();
        for (int c = 0; c < rows; c++)
        {
            var row = Row(ref panel, c);
            TensorPrimitives.Exp(row, row);
            TensorPrimitives.Add(sums, row, sums);
        }

        for (int c = 0; c < rows; c++) TensorPrimitives.Divide(Row(ref panel, c), sums, Row(ref panel, c));
    }

    /// <summary>zᵢ − log Σⱼ exp(zⱼ) for each sample of a panel.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="rows">The number of outputs.</param>
    public static void LogSoftmaxPanel(ref float panel, int rows)
    {
        Span<float> sums = stackalloc float[Panel.Size], exponentials = stackalloc float[Panel.Size];
        SubtractMaxima(ref panel, rows);
        sums.Clear();
        for (int c = 0; c < rows; c++)
        {
            TensorPrimitives.Exp(Row(ref panel, c), exponentials);
            TensorPrimitives.Add(sums, exponentials, sums);
        }

        TensorPrimitives.Log(sums, sums);
        for (int c = 0; c < rows; c++) TensorPrimitives.Subtract(Row(ref panel, c), sums, Row(ref panel, c));
    }

    /// <summary>aᵢ·(gᵢ − Σⱼ gⱼ·aⱼ) for each sample of a panel.</summary>
    /// <param name="gradients">∂L/∂a; receives ∂L/∂z.</param>
    /// <param name="outputs">a, the outputs of the softmax.</param>
    /// <param name="rows">The number of outputs.</param>
    public static void SoftmaxBackward(ref float gradients, ref float outputs, int rows)
    {
        Span<float> sums = stackalloc float[Panel.Size];
        sums.Clear();
        for (int c = 0; c < rows; c++) TensorPrimitives.MultiplyAdd(Row(ref gradients, c), Row(ref outputs, c), sums, sums);
        for (int c = 0; c < rows; c++)
        {
            var g = Row(ref gradients, c);
            TensorPrimitives.Subtract(g, sums, g);
            TensorPrimitives.Multiply(g, Row(ref outputs, c), g);
        }
    }

    /// <summary>gᵢ − exp(aᵢ)·Σⱼ gⱼ for each sample of a panel.</summary>
    /// <param name="gradients">∂L/∂a; receives ∂L/∂z.</param>
    /// <param name="outputs">a, the outputs of the log-softmax.</param>
    /// <param name="rows">The number of outputs.</param>
    public static void LogSoftmaxBackward(ref float gradients, ref float outputs, int rows)
    {
        Span<float> sums = stackalloc float[Panel.Size], exponentials = stackalloc float[Panel.Size];
        sums.Clear();
        for (int c = 0; c < rows; c++) TensorPrimitives.Subtract(sums, Row(ref gradients, c), sums);
        for (int c = 0; c < rows; c++)
        {
            var g = Row(ref gradients, c);
            TensorPrimitives.Exp(Row(ref outputs, c), exponentials);
            TensorPrimitives.MultiplyAdd(exponentials, sums, g, g);
        }
    }

    /// <summary>
    /// TensorPrimitives has tanh from exp(−2|z|) − 1, of which nothing is right near 0. Below 0.625 it is a polynomial with a relative error below 2e-7
    /// (S. L. Moshier, Cephes, tanhf).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tanh<TSimd, TVector>(ref float values, int length)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Span<float> inputs = stackalloc float[Chunk], outputs = stackalloc float[Chunk];
        for (int start = 0; start < length; start += Chunk)
        {
            var z = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref values, start), Math.Min(Chunk, length - start));
            z.CopyTo(inputs);
            TensorPrimitives.Tanh(z, outputs);
            for (int i = 0; i < z.Length; i += TSimd.Count)
            {
                TVector x = TSimd.Load(ref inputs[0], i), square = TSimd.Multiply(x, x);
                TVector p = TSimd.MultiplyAdd(square, TSimd.Broadcast(-5.70498872745e-3f), TSimd.Broadcast(2.06390887954e-2f));
                p = TSimd.MultiplyAdd(square, p, TSimd.Broadcast(-5.37397155531e-2f));
                p = TSimd.MultiplyAdd(square, p, TSimd.Broadcast(1.33314422036e-1f));
                p = TSimd.MultiplyAdd(square, p, TSimd.Broadcast(-3.33332819422e-1f));
                TVector near = TSimd.MultiplyAdd(TSimd.Multiply(square, x), p, x), isNear = TSimd.Subtract(TSimd.Broadcast(0.625f * 0.625f), square);
                TSimd.Store(TSimd.IfPositive(isNear, near, TSimd.Load(ref outputs[0], i)), ref outputs[0], i);
            }

            outputs[..z.Length].CopyTo(z);
        }
    }

    /// <summary>exp(z) − 1 = 2t / (1 − t), t = tanh(z/2), of values that are not above 0: nothing cancels there.</summary>
    /// <param name="values">z; receives the results.</param>
    /// <param name="rest">As many values to work in.</param>
    private static void ExponentialLessOne(Span<float> values, Span<float> rest)
    {
        TensorPrimitives.Multiply(values, 0.5f, values);
        Tanh(ref values[0], values.Length);
        TensorPrimitives.Subtract(1, values, rest);
        TensorPrimitives.Add(values, values, values);
        TensorPrimitives.Divide(values, rest, values);
    }

    /// <summary>u = √(2/π)·(z + 0.044715·z³).</summary>
    private static void GeluAngle(ReadOnlySpan<float> z, Span<float> angle)
    {
        TensorPrimitives.Multiply(z, z, angle);
        TensorPrimitives.Multiply(angle, GeluCubic * GeluLinear, angle);
        TensorPrimitives.Add(angle, GeluLinear, angle);
        TensorPrimitives.Multiply(z, angle, angle);
    }

    /// <summary>
    /// z / (1 + exp(−2u)), u of the sign of z. With e = exp(−|u|) it is z / (1 + e²) above 0 and (z·e)·e / (1 + e²) below, where e² would be too small
    /// for single precision before its product with z is.
    /// </summary>
    /// <param name="values">z; receives the results.</param>
    /// <param name="angle">u; overwritten.</param>
    /// <param name="rest">As many values to work in.</param>
    private static void MultiplyWithShare(Span<float> values, Span<float> angle, Span<float> rest)
    {
        TensorPrimitives.Abs(angle, angle);
        TensorPrimitives.Negate(angle, angle);
        TensorPrimitives.Exp(angle, angle);
        TensorPrimitives.Min(values, 0, rest);
        TensorPrimitives.Multiply(rest, angle, rest);
        TensorPrimitives.Max(values, 0, values);
        TensorPrimitives.MultiplyAdd(rest, angle, values, values);
        TensorPrimitives.Multiply(angle, angle, rest);
        TensorPrimitives.Add(rest, 1, rest);
        TensorPrimitives.Divide(values, rest, values);
    }

    /// <summary>g·(s + s·(1 − s)·d).</summary>
    /// <param name="gradients">g; receives the results.</param>
    /// <param name="share">s; overwritten.</param>
    /// <param name="inner">d; overwritten.</param>
    /// <param name="rest">As many values to work in.</param>
    private static void MultiplyWithSlope(Span<float> gradients, Span<float> share, Span<float> inner, Span<float> rest)
    {
        TensorPrimitives.Subtract(1, share, rest);
        TensorPrimitives.Multiply(inner, rest, inner);
        TensorPrimitives.Add(inner, 1, inner);
        TensorPrimitives.Multiply(share, inner, share);
        TensorPrimitives.Multiply(gradients, share, gradients);
    }

    private static void SubtractMaxima(ref float panel, int rows)
    {
        Span<float> maxima = stackalloc float[Panel.Size];
        maxima.Fill(float.NegativeInfinity);
        for (int c = 0; c < rows; c++) TensorPrimitives.Max(maxima, Row(ref panel, c), maxima);
        for (int c = 0; c < rows; c++) TensorPrimitives.Subtract(Row(ref panel, c), maxima, Row(ref panel, c));
    }

    private static Span<float> Row(ref float panel, int row) => MemoryMarshal.CreateSpan(ref Unsafe.Add(ref panel, (nint)row * Panel.Size), Panel.Size);

    /// <summary>
    /// Φ(z) = erfc(−z/√2) / 2 with a relative error below 1.2e-7 (Press et al., Numerical Recipes, second edition, section 6.2: a
    /// Chebyshev fit of log erfc in t = 1 / (1 + |x|/2)).
    /// </summary>
    private static void NormalDistribution(ReadOnlySpan<float> z, Span<float> result)
    {
        ReadOnlySpan<float> coefficients =
            [0.17087277f, -0.82215223f, 1.48851587f, -1.13520398f, 0.27886807f, -0.18628806f, 0.09678418f, 0.37409196f, 1.00002368f, -1.26551223f];
        Span<float> buffer = stackalloc float[2 * Chunk];
        var t = buffer[..z.Length];
        var x = buffer.Slice(Chunk, z.Length);
        TensorPrimitives.Multiply(z, 0.70710678f, x);
        TensorPrimitives.Abs(x, x);
        TensorPrimitives.Multiply(x, 0.5f, t);
        TensorPrimitives.Add(t, 1, t);
        TensorPrimitives.Reciprocal(t, t);

        // log(erfc(x) / t) = p(t) − x².
        result.Clear();
        foreach (float coefficient in coefficients)
        {
            TensorPrimitives.Multiply(result, t, result);
            TensorPrimitives.Add(result, coefficient, result);
        }

        TensorPrimitives.Multiply(x, x, x);
        TensorPrimitives.Subtract(result, x, result);
        TensorPrimitives.Exp(result, result);
        TensorPrimitives.Multiply(result, t, result);
        for (int i = 0; i < z.Length; i++) result[i] = z[i] > 0 ? 1 - 0.5f * result[i] : 0.5f * result[i];
    }
}
