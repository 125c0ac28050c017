using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepThin.Runtime;

/// <summary>
/// Normalising channels over samples and positions: y = w∘(x − mean) / √(variance + epsilon) + b. Called by generated code.
/// </summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class BatchNorm<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>From statistics to a factor and a summand of each channel, y = factor·x + summand.</summary>
    /// <param name="tensors">The weights, and at distances of stride the biases, the means and the variances.</param>
    /// <param name="stride">The floats of a value for each channel.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="epsilon">Epsilon.</param>
    /// <param name="factors">Receives the factors, and at a distance of stride the summands.</param>
    public static void Coefficients(ref float tensors, int stride, int channels, float epsilon, ref float factors) =>
        Coefficients(ref tensors, ref Unsafe.Add(ref tensors, 2 * stride), ref Unsafe.Add(ref tensors, 3 * stride), stride, channels, epsilon, ref factors);

    /// <summary>A panel that is traced, with the statistics of its samples. With one value of each channel there is no variance, and the running statistics stay.</summary>
    /// <param name="x">The panel.</param>
    /// <param name="samples">The samples that are there.</param>
    /// <param name="tensors">The weights, and at distances of stride the biases, the running means and the running variances.</param>
    /// <param name="stride">The floats of a value for each channel.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="places">The places of a channel.</param>
    /// <param name="epsilon">Epsilon.</param>
    /// <param name="kept">Receives the means, and at distances of stride the variances and 1 / √(variance + epsilon).</param>
    /// <param name="scratch">A factor and a summand of each channel.</param>
    /// <param name="y">Receives the panel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Trace(ref float x, int samples, ref float tensors, int stride, int channels, int places, float epsilon, ref float kept, ref float scratch, ref float y)
    {
        ref float variances = ref Unsafe.Add(ref kept, stride);
        if ((long)samples * places < 2)
        {
            Span(ref Unsafe.Add(ref tensors, 2 * stride), channels).CopyTo(Span(ref kept, channels));
            Span(ref Unsafe.Add(ref tensors, 3 * stride), channels).CopyTo(Span(ref variances, channels));
        }
        else
        {
            for (int c = 0; c < channels; c++) Statistics(ref Unsafe.Add(ref x, (nint)c * places * Panel.Size), samples, places, out Unsafe.Add(ref kept, c), out Unsafe.Add(ref variances, c));
        }

        Coefficients(ref tensors, ref kept, ref variances, stride, channels, epsilon, ref scratch);
        Scales(ref variances, channels, epsilon, ref Unsafe.Add(ref kept, 2 * stride));
        ChannelKernels<TSimd, TVector>.Affine(ref x, ref scratch, ref Unsafe.Add(ref scratch, stride), ref y, channels, places * Panel.Size);
    }

    /// <summary>
    /// The backward half: from ∂L/∂y to the gradients of weights and biases, which are added, and to ∂L/∂x. To the running statistics is added
    /// momentum·samples·(running − panel's): divided by the samples of a minibatch, that is what a step takes from them.
    /// </summary>
    /// <param name="x">The panel.</param>
    /// <param name="samples">The samples that are there.</param>
    /// <param name="tensors">The weights, and at distances of stride the biases, the running means and the running variances.</param>
    /// <param name="stride">The floats of a value for each channel.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="places">The places of a channel.</param>
    /// <param name="momentum">The momentum.</param>
    /// <param name="kept">What the trace has kept.</param>
    /// <param name="g">∂L/∂y; 0 for samples that are not there.</param>
    /// <param name="gx">Receives ∂L/∂x.</param>
    /// <param name="wantsInput">Whether that is wanted.</param>
    /// <param name="gradients">The gradients, as the tensors are.</param>
    /// <remarks>With x̂ = (x − mean)·scale over N values: ∂L/∂w = Σ g·x̂, ∂L/∂b = Σ g, ∂L/∂x = w·scale·(g − Σ g / N − x̂·Σ g·x̂ / N).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(
        ref float x, int samples, ref float tensors, int stride, int channels, int places, float momentum, ref float kept, ref float g, ref float gx, bool wantsInput, ref float gradients)
    {
        long count = (long)samples * places;
        for (int c = 0; c < channels; c++)
        {
            nint first = (nint)c * places * Panel.Size, end = first + (nint)places * Panel.Size;
            float mean = Unsafe.Add(ref kept, c), variance = Unsafe.Add(ref kept, stride + c), scale = Unsafe.Add(ref kept, 2 * stride + c);
            TVector means = TSimd.Broadcast(mean), scales = TSimd.Broadcast(scale), sums = TSimd.Zero, products = TSimd.Zero;
            for (nint i = first; i < end; i += TSimd.Count)
            {
                int there = There(samples, i);
                TVector gradient = TSimd.LoadPartial(ref g, i, there), rest = TSimd.Subtract(TSimd.LoadPartial(ref x, i, there), means);
                sums = TSimd.Add(gradient, sums);
                products = TSimd.MultiplyAdd(gradient, TSimd.Multiply(rest, scales), products);
            }

            float sum = TSimd.Sum(sums), product = TSimd.Sum(products);
            Unsafe.Add(ref gradients, c) += product;
            Unsafe.Add(ref gradients, stride + c) += sum;
            if (count >= 2)
            {
                Unsafe.Add(ref gradients, 2 * stride + c) += momentum * samples * (Unsafe.Add(ref tensors, 2 * stride + c) - mean);

                // The running variance is that of all values, of which these are a part.
                Unsafe.Add(ref gradients, 3 * stride + c) += momentum * samples * (Unsafe.Add(ref tensors, 3 * stride + c) - variance * (float)(count / (count - 1.0)));
            }

            if (!wantsInput) continue;
            TVector factor = TSimd.Broadcast(Unsafe.Add(ref tensors, c) * scale), share = TSimd.Broadcast(count < 2 ? 0 : sum / count), shareOfProducts = TSimd.Broadcast(count < 2 ? 0 : product / count);
            for (nint i = first; i < end; i += TSimd.Count)
            {
                TVector normal = TSimd.Multiply(TSimd.Subtract(TSimd.Load(ref x, i), means), scales);
                TVector result = TSimd.Multiply(factor, TSimd.MultiplySubtractFrom(normal, shareOfProducts, TSimd.Subtract(TSimd.Load(ref g, i), share)));
                TSimd.Store(result, ref gx, i);
            }

            // Samples that are not there have no gradients.
            for (nint row = first; row < end && samples < Panel.Size; row += Panel.Size) Span(ref Unsafe.Add(ref gx, row + samples), Panel.Size - samples).Clear();
        }
    }

    // Mean and variance of the values of samples that are there. The sums of some rows are taken alone, so that rounding does not grow with their number.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Statistics(ref float x, int samples, int places, out float mean, out float variance)
    {
        const int RowsAtATime = 32;
        double count = (double)samples * places, sum = 0, squares = 0;
        for (int start = 0; start < places; start += RowsAtATime)
        {
            TVector part = TSimd.Zero;
            nint end = (nint)Math.Min(places, start + RowsAtATime) * Panel.Size;
            for (nint i = (nint)start * Panel.Size; i < end; i += TSimd.Count) part = TSimd.Add(part, TSimd.LoadPartial(ref x, i, There(samples, i)));
            sum += TSimd.Sum(part);
        }

        mean = (float)(sum / count);
        TVector means = TSimd.Broadcast(mean);
        for (int start = 0; start < places; start += RowsAtATime)
        {
            TVector part = TSimd.Zero;
            nint end = (nint)Math.Min(places, start + RowsAtATime) * Panel.Size;
            for (nint i = (nint)start * Panel.Size; i < end; i += TSimd.Count)
            {
                int there = There(samples, i);
                TVector rest = TSimd.Subtract(TSimd.LoadPartial(ref x, i, there), TSimd.LoadPartial(ref Unsafe.As<TVector, float>(ref means), 0, there));
                part = TSimd.MultiplyAdd(rest, rest, part);
            }

            squares += TSimd.Sum(part);
        }

        variance = (float)(squares / count);
    }

    // The lanes of a vector that are samples that are there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int There(int samples, nint place) => Math.Clamp(samples - (int)(place % Panel.Size), 0, TSimd.Count);

    private static void Coefficients(ref float tensors, ref float means, ref float variances, int stride, int channels, float epsilon, ref float factors)
    {
        Span<float> factor = Span(ref factors, channels), summand = Span(ref Unsafe.Add(ref factors, stride), channels);
        Scales(ref variances, channels, epsilon, ref factors);
        TensorPrimitives.Multiply(factor, Span(ref tensors, channels), factor);
        TensorPrimitives.Multiply(factor, Span(ref means, channels), summand);
        TensorPrimitives.Subtract(Span(ref Unsafe.Add(ref tensors, stride), channels), summand, summand);
    }

    private static void Scales(ref float variances, int channels, float epsilon, ref float scales)
    {
        var result = Span(ref scales, channels);
        TensorPrimitives.Add(Span(ref variances, channels), epsilon, result);
        TensorPrimitives.Sqrt(result, result);
        TensorPrimitives.Reciprocal(result, result);
    }

    private static Span<float> Span(ref float start, int length) => MemoryMarshal.CreateSpan(ref start, length);
}
