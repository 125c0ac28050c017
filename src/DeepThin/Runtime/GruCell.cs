using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

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
    /// <summary>One step. What is written in full vectors behind the hidden values is zeros, as what is read there.</summary>
    /// <typeparam name="TTrace">Whether the gates are kept.</typeparam>
    /// <param name="sums">The sums of the inputs, 3 × length values; receive the gates where these are kept.</param>
    /// <param name="recurrentSums">Those of the hidden values.</param>
    /// <param name="hidden">h of the step before; receives h = (1 − z)∘n + z∘h.</param>
    /// <param name="length">The hidden values, of a panel those of all samples; a multiple of 16 where the gates are kept.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<TTrace>(ref float sums, ref float recurrentSums, ref float hidden, int length)
        where TTrace : struct, ITrace =>
        Forward<TTrace, SigmoidGate>(ref sums, ref recurrentSums, ref hidden, length, 0);

    /// <summary>One step. What is written in full vectors behind the hidden values is zeros, as what is read there.</summary>
    /// <typeparam name="TTrace">Whether the gates are kept.</typeparam>
    /// <param name="sums">The sums of the inputs, 3 × length values; receive the gates where these are kept.</param>
    /// <param name="recurrentSums">Those of the hidden values.</param>
    /// <param name="hidden">h of the step before; receives h = (1 − z)∘n + z∘h.</param>
    /// <param name="length">The hidden values, of a panel those of all samples; a multiple of 16 where the gates are kept.</param>
    /// <param name="slope">The slope of hard sigmoids: the gates are min(1, max(0, slope·x + ½)) rather than sigmoids.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<TTrace>(ref float sums, ref float recurrentSums, ref float hidden, int length, float slope)
        where TTrace : struct, ITrace =>
        Forward<TTrace, HardGate>(ref sums, ref recurrentSums, ref hidden, length, slope);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward<TTrace, TGate>(ref float sums, ref float recurrentSums, ref float hidden, int length, float slope)
        where TTrace : struct, ITrace
        where TGate : struct, IGate
    {
        TVector slopes = TSimd.Broadcast(slope);
        for (int k = 0; k < length; k += TSimd.Count)
        {
            int count = Math.Min(TSimd.Count, length - k);
            nint second = (nint)length + k, third = 2 * (nint)length + k;
            TVector r = TGate.Of<TSimd, TVector>(TSimd.Add(Gates.Load<TSimd, TVector>(ref sums, k, count), Gates.Load<TSimd, TVector>(ref recurrentSums, k, count)), slopes);
            TVector z = TGate.Of<TSimd, TVector>(TSimd.Add(Gates.Load<TSimd, TVector>(ref sums, second, count), Gates.Load<TSimd, TVector>(ref recurrentSums, second, count)), slopes);
            TVector n = Exponentials<TSimd, TVector>.Tanh(TSimd.MultiplyAdd(r, Gates.Load<TSimd, TVector>(ref recurrentSums, third, count), Gates.Load<TSimd, TVector>(ref sums, third, count)));

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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward(ref float outputGradients, ref float hiddenGradients, ref float gates, ref float hidden, ref float shown, ref float gradients, ref float recurrentGradients, int length) =>
        Backward<SigmoidGate>(ref outputGradients, ref hiddenGradients, ref gates, ref hidden, ref shown, ref gradients, ref recurrentGradients, length, 0);

    /// <summary>The gradients of a step, of a panel.</summary>
    /// <param name="outputGradients">∂L/∂h from the layers behind.</param>
    /// <param name="hiddenGradients">∂L/∂h from the step behind; receives what the hidden values of the step before get beside the sums.</param>
    /// <param name="gates">The gates.</param>
    /// <param name="hidden">h of the step before.</param>
    /// <param name="shown">The third part of the sums of the hidden values.</param>
    /// <param name="gradients">Receives those of the sums of the inputs.</param>
    /// <param name="recurrentGradients">Receives those of the sums of the hidden values.</param>
    /// <param name="length">The hidden values of all samples.</param>
    /// <param name="slope">The slope of hard sigmoids: the gates are min(1, max(0, slope·x + ½)) rather than sigmoids.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward(ref float outputGradients, ref float hiddenGradients, ref float gates, ref float hidden, ref float shown, ref float gradients, ref float recurrentGradients, int length, float slope) =>
        Backward<HardGate>(ref outputGradients, ref hiddenGradients, ref gates, ref hidden, ref shown, ref gradients, ref recurrentGradients, length, slope);

    private static void Backward<TGate>(ref float outputGradients, ref float hiddenGradients, ref float gates, ref float hidden, ref float shown, ref float gradients, ref float recurrentGradients, int length, float slope)
        where TGate : struct, IGate
    {
        for (int start = 0; start < length; start += Gates.Chunk)
        {
            int count = Math.Min(Gates.Chunk, length - start);
            Span<float> r = Gates.Of(ref gates, 0, length, start, count), z = Gates.Of(ref gates, 1, length, start, count), n = Gates.Of(ref gates, 2, length, start, count);
            Span<float> dr = Gates.Of(ref gradients, 0, length, start, count), dz = Gates.Of(ref gradients, 1, length, start, count), dn = Gates.Of(ref gradients, 2, length, start, count);
            Span<float> rest = Gates.Of(ref recurrentGradients, 2, length, start, count), dh = Gates.Of(ref hiddenGradients, 0, 0, start, count);
            TensorPrimitives.Add(dh, Gates.Of(ref outputGradients, 0, 0, start, count), dh);

            // The derivatives of gates stand here as those of sigmoids.
            // ∂L/∂h·(1 − z)·(1 − n²) for n, ∂L/∂h·(h′ − n)·z·(1 − z) for z, and ∂L/∂h·z for h′
            TensorPrimitives.Subtract(Gates.Of(ref hidden, 0, 0, start, count), n, dz);
            TensorPrimitives.Multiply(dh, z, rest);
            TensorPrimitives.Subtract(dh, rest, dn);
            TensorPrimitives.Multiply(dz, rest, dz);
            rest.CopyTo(dh);
            TGate.Slope(dz, z, rest, slope);
            TensorPrimitives.Multiply(dn, n, rest);
            TensorPrimitives.Multiply(rest, n, rest);
            TensorPrimitives.Subtract(dn, rest, dn);

            // What n had from the hidden values it had times r.
            TensorPrimitives.Multiply(dn, r, rest);
            TensorPrimitives.Multiply(rest, Gates.Of(ref shown, 0, 0, start, count), dr);
            Span<float> ofR = Gates.Of(ref recurrentGradients, 0, length, start, count);
            TGate.Slope(dr, r, ofR, slope);
            dr.CopyTo(ofR);
            dz.CopyTo(Gates.Of(ref recurrentGradients, 1, length, start, count));
        }
    }
}
