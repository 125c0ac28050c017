using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepThin.Runtime;

/// <summary>
/// The gates of gated recurrent units, for one sample or, value by value alike, for a panel. The gates r, z and n lie one after the other. Called by generated code.
/// </summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">The vector of floats.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GruCell<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Chunk = 256;

    /// <summary>One step. What is written in full vectors behind the hidden values is zeros, as what is read there.</summary>
    /// <typeparam name="TTrace">Whether the gates are kept.</typeparam>
    /// <param name="sums">The sums of the inputs, 3 × length values; receive the gates where these are kept.</param>
    /// <param name="recurrentSums">Those of the hidden values.</param>
    /// <param name="hidden">h of the step before; receives h = (1 − z)∘n + z∘h.</param>
    /// <param name="length">The hidden values, of a panel those of all samples; a multiple of 16 where the gates are kept.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TTrace>(ref float sums, ref float recurrentSums, ref float hidden, int length)
        where TTrace : struct, ITrace
    {
        for (int k = 0; k < length; k += TSimd.Count)
        {
            int count = Math.Min(TSimd.Count, length - k);
            nint second = (nint)length + k, third = 2 * (nint)length + k;
            TVector r = Exponentials<TSimd, TVector>.Sigmoid(TSimd.Add(Part(ref sums, k, count), Part(ref recurrentSums, k, count)));
            TVector z = Exponentials<TSimd, TVector>.Sigmoid(TSimd.Add(Part(ref sums, second, count), Part(ref recurrentSums, second, count)));
            TVector n = Exponentials<TSimd, TVector>.Tanh(TSimd.MultiplyAdd(r, Part(ref recurrentSums, third, count), Part(ref sums, third, count)));

            // n + z·(h − n)
            TSimd.Store(TSimd.MultiplyAdd(z, TSimd.Subtract(TSimd.Load(ref hidden, k), n), n), ref hidden, k);
            if (!TTrace.IsKept) continue;
            TSimd.Store(r, ref sums, k);
            TSimd.Store(z, ref sums, second);
            TSimd.Store(n, ref sums, third);
        }
    }

    /// <summary>The gradients of a step, of a panel.</summary>
    /// <param name="outputGradients">∂L/∂h from the layers behind.</param>
    /// <param name="hiddenGradients">∂L/∂h from the step behind; receives what the hidden values of the step before get beside the sums.</param>
    /// <param name="gates">The gates.</param>
    /// <param name="hidden">h of the step before.</param>
    /// <param name="shown">The third part of the sums of the hidden values.</param>
    /// <param name="gradients">Receives those of the sums of the inputs.</param>
    /// <param name="recurrentGradients">Receives those of the sums of the hidden values.</param>
    /// <param name="length">The hidden values of all samples.</param>
    public static void Backward(
        ref float outputGradients, ref float hiddenGradients, ref float gates, ref float hidden, ref float shown, ref float gradients, ref float recurrentGradients, int length)
    {
        for (int start = 0; start < length; start += Chunk)
        {
            int count = Math.Min(Chunk, length - start);
            Span<float> r = Gate(ref gates, 0, length, start, count), z = Gate(ref gates, 1, length, start, count), n = Gate(ref gates, 2, length, start, count);
            Span<float> dr = Gate(ref gradients, 0, length, start, count), dz = Gate(ref gradients, 1, length, start, count), dn = Gate(ref gradients, 2, length, start, count);
            Span<float> rest = Gate(ref recurrentGradients, 2, length, start, count), dh = Gate(ref hiddenGradients, 0, 0, start, count);
            TensorPrimitives.Add(dh, Gate(ref outputGradients, 0, 0, start, count), dh);

            // ∂L/∂h·(1 − z)·(1 − n²) for n, ∂L/∂h·(h′ − n)·z·(1 − z) for z, and ∂L/∂h·z for h′
            TensorPrimitives.Subtract(Gate(ref hidden, 0, 0, start, count), n, dz);
            TensorPrimitives.Multiply(dh, z, rest);
            TensorPrimitives.Subtract(dh, rest, dn);
            TensorPrimitives.Multiply(dz, rest, dz);
            rest.CopyTo(dh);
            Slope(dz, z, rest);
            TensorPrimitives.Multiply(dn, n, rest);
            TensorPrimitives.Multiply(rest, n, rest);
            TensorPrimitives.Subtract(dn, rest, dn);

            // What n had from the hidden values it had times r.
            TensorPrimitives.Multiply(dn, r, rest);
            TensorPrimitives.Multiply(rest, Gate(ref shown, 0, 0, start, count), dr);
            Span<float> ofR = Gate(ref recurrentGradients, 0, length, start, count);
            Slope(dr, r, ofR);
            dr.CopyTo(ofR);
            dz.CopyTo(Gate(ref recurrentGradients, 1, length, start, count));
        }
    }

    // Behind the last value zeros.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Part(ref float values, nint at, int count) => count == TSimd.Count ? TSimd.Load(ref values, at) : TSimd.LoadPartial(ref values, at, count);

    // a·(1 − s) of a product a that has a factor s already.
    private static void Slope(Span<float> product, ReadOnlySpan<float> share, Span<float> rest)
    {
        TensorPrimitives.Multiply(product, share, rest);
        TensorPrimitives.Subtract(product, rest, product);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Span<float> Gate(ref float values, int gate, int length, int start, int count) =>
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref values, (nint)gate * length + start), count);
}
