using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace DeepThin.Runtime;

/// <summary>
/// The gates of gated recurrent units whose r multiplies the hidden values before the matrix of the candidate n, for one sample or, value by value alike, for a panel. That matrix is applied between the
/// two halves of a step. The gates r, z and n lie one after the other. Called by generated code.
/// </summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">The vector of floats.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GruResetBeforeCell<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>The first half of a step: a = r∘h, and z. What is written in full vectors behind a is zeros, as what is read behind h.</summary>
    /// <typeparam name="TTrace">Whether the gates are kept.</typeparam>
    /// <param name="sums">The sums of the inputs, 3 × length values; receive r and z where these are kept.</param>
    /// <param name="recurrentSums">Those of the hidden values, 2 × length; the first part receives z.</param>
    /// <param name="hidden">h of the step before.</param>
    /// <param name="reset">Receives a.</param>
    /// <param name="length">The hidden values, of a panel those of all samples; a multiple of 16 where the gates are kept.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Reset<TTrace>(ref float sums, ref float recurrentSums, ref float hidden, ref float reset, int length)
        where TTrace : struct, ITrace =>
        Reset<TTrace, SigmoidGate>(ref sums, ref recurrentSums, ref hidden, ref reset, length, 0);

    /// <summary>The first half of a step: a = r∘h, and z. What is written in full vectors behind a is zeros, as what is read behind h.</summary>
    /// <typeparam name="TTrace">Whether the gates are kept.</typeparam>
    /// <param name="sums">The sums of the inputs, 3 × length values; receive r and z where these are kept.</param>
    /// <param name="recurrentSums">Those of the hidden values, 2 × length; the first part receives z.</param>
    /// <param name="hidden">h of the step before.</param>
    /// <param name="reset">Receives a.</param>
    /// <param name="length">The hidden values, of a panel those of all samples; a multiple of 16 where the gates are kept.</param>
    /// <param name="slope">The slope of hard sigmoids: the gates are min(1, max(0, slope·x + ½)) rather than sigmoids.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Reset<TTrace>(ref float sums, ref float recurrentSums, ref float hidden, ref float reset, int length, float slope)
        where TTrace : struct, ITrace =>
        Reset<TTrace, HardGate>(ref sums, ref recurrentSums, ref hidden, ref reset, length, slope);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Reset<TTrace, TGate>(ref float sums, ref float recurrentSums, ref float hidden, ref float reset, int length, float slope)
        where TTrace : struct, ITrace
        where TGate : struct, IGate
    {
        TVector slopes = TSimd.Broadcast(slope);
        for (int k = 0; k < length; k += TSimd.Count)
        {
            int count = Math.Min(TSimd.Count, length - k);
            nint second = (nint)length + k;
            TVector r = TGate.Of<TSimd, TVector>(TSimd.Add(Gates.Load<TSimd, TVector>(ref sums, k, count), Gates.Load<TSimd, TVector>(ref recurrentSums, k, count)), slopes);
            TVector z = TGate.Of<TSimd, TVector>(TSimd.Add(Gates.Load<TSimd, TVector>(ref sums, second, count), Gates.Load<TSimd, TVector>(ref recurrentSums, second, count)), slopes);

            // The last vector reaches into the second part, where it overwrites what the first one has read.
            TSimd.Store(z, ref recurrentSums, k);
            TSimd.Store(TSimd.Multiply(r, TSimd.Load(ref hidden, k)), ref reset, k);
            if (!TTrace.IsKept) continue;
            TSimd.Store(r, ref sums, k);
            TSimd.Store(z, ref sums, second);
        }
    }

    /// <summary>The second half of a step. What is written in full vectors behind the hidden values is zeros, as what is read there.</summary>
    /// <typeparam name="TTrace">Whether the gates are kept.</typeparam>
    /// <param name="sums">The sums of the inputs; their third part receives n where it is kept.</param>
    /// <param name="shares">z.</param>
    /// <param name="candidateSums">The sums of a.</param>
    /// <param name="hidden">h of the step before; receives h = (1 − z)∘n + z∘h.</param>
    /// <param name="length">The hidden values, of a panel those of all samples; a multiple of 16 where the gates are kept.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TTrace>(ref float sums, ref float shares, ref float candidateSums, ref float hidden, int length)
        where TTrace : struct, ITrace
    {
        for (int k = 0; k < length; k += TSimd.Count)
        {
            int count = Math.Min(TSimd.Count, length - k);
            nint third = 2 * (nint)length + k;
            TVector n = Exponentials<TSimd, TVector>.Tanh(TSimd.Add(Gates.Load<TSimd, TVector>(ref sums, third, count), Gates.Load<TSimd, TVector>(ref candidateSums, k, count)));

            // n + z·(h − n)
            TSimd.Store(TSimd.MultiplyAdd(Gates.Load<TSimd, TVector>(ref shares, k, count), TSimd.Subtract(TSimd.Load(ref hidden, k), n), n), ref hidden, k);
            if (TTrace.IsKept) TSimd.Store(n, ref sums, third);
        }
    }

    /// <summary>The gradients of the second half of a step, of a panel.</summary>
    /// <param name="outputGradients">∂L/∂h from the layers behind.</param>
    /// <param name="hiddenGradients">∂L/∂h from the step behind; receives what the hidden values of the step before get beside both matrices and r.</param>
    /// <param name="gates">The gates.</param>
    /// <param name="hidden">h of the step before.</param>
    /// <param name="gradients">Those of the sums of the inputs; receives those of z and n.</param>
    /// <param name="candidateGradients">Receives those of the sums of a, which are those of n.</param>
    /// <param name="length">The hidden values of all samples.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward(ref float outputGradients, ref float hiddenGradients, ref float gates, ref float hidden, ref float gradients, ref float candidateGradients, int length) =>
        Backward<SigmoidGate>(ref outputGradients, ref hiddenGradients, ref gates, ref hidden, ref gradients, ref candidateGradients, length, 0);

    /// <summary>The gradients of the second half of a step, of a panel.</summary>
    /// <param name="outputGradients">∂L/∂h from the layers behind.</param>
    /// <param name="hiddenGradients">∂L/∂h from the step behind; receives what the hidden values of the step before get beside both matrices and r.</param>
    /// <param name="gates">The gates.</param>
    /// <param name="hidden">h of the step before.</param>
    /// <param name="gradients">Those of the sums of the inputs; receives those of z and n.</param>
    /// <param name="candidateGradients">Receives those of the sums of a, which are those of n.</param>
    /// <param name="length">The hidden values of all samples.</param>
    /// <param name="slope">The slope of hard sigmoids: the gates are min(1, max(0, slope·x + ½)) rather than sigmoids.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward(ref float outputGradients, ref float hiddenGradients, ref float gates, ref float hidden, ref float gradients, ref float candidateGradients, int length, float slope) =>
        Backward<HardGate>(ref outputGradients, ref hiddenGradients, ref gates, ref hidden, ref gradients, ref candidateGradients, length, slope);

    private static void Backward<TGate>(ref float outputGradients, ref float hiddenGradients, ref float gates, ref float hidden, ref float gradients, ref float candidateGradients, int length, float slope)
        where TGate : struct, IGate
    {
        for (int start = 0; start < length; start += Gates.Chunk)
        {
            int count = Math.Min(Gates.Chunk, length - start);
            Span<float> z = Gates.Of(ref gates, 1, length, start, count), n = Gates.Of(ref gates, 2, length, start, count), dh = Gates.Of(ref hiddenGradients, 0, 0, start, count);
            Span<float> dz = Gates.Of(ref gradients, 1, length, start, count), dn = Gates.Of(ref gradients, 2, length, start, count), rest = Gates.Of(ref candidateGradients, 0, 0, start, count);
            TensorPrimitives.Add(dh, Gates.Of(ref outputGradients, 0, 0, start, count), dh);

            // The derivatives of gates stand here as those of sigmoids.
            // ∂L/∂h·(h′ − n)·z·(1 − z) for z, ∂L/∂h·(1 − z)·(1 − n²) for n, and ∂L/∂h·z for h′
            TensorPrimitives.Subtract(Gates.Of(ref hidden, 0, 0, start, count), n, dz);
            TensorPrimitives.Multiply(dh, z, rest);
            TensorPrimitives.Subtract(dh, rest, dn);
            TensorPrimitives.Multiply(dz, rest, dz);
            rest.CopyTo(dh);
            TGate.Slope(dz, z, rest, slope);
            TensorPrimitives.Multiply(dn, n, rest);
            TensorPrimitives.Multiply(rest, n, rest);
            TensorPrimitives.Subtract(dn, rest, dn);
            dn.CopyTo(rest);
        }
    }

    /// <summary>The gradients of the first half of a step, of a panel.</summary>
    /// <param name="resetGradients">∂L/∂a; is overwritten.</param>
    /// <param name="hiddenGradients">∂L/∂h′, to which what h′ gets through a is added.</param>
    /// <param name="gates">The gates.</param>
    /// <param name="hidden">h′, h of the step before.</param>
    /// <param name="gradients">Those of the sums of the inputs, of which those of z are there; receives those of r.</param>
    /// <param name="recurrentGradients">Receives those of the sums of the hidden values, which are those of r and z.</param>
    /// <param name="length">The hidden values of all samples.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ResetBackward(ref float resetGradients, ref float hiddenGradients, ref float gates, ref float hidden, ref float gradients, ref float recurrentGradients, int length) =>
        ResetBackward<SigmoidGate>(ref resetGradients, ref hiddenGradients, ref gates, ref hidden, ref gradients, ref recurrentGradients, length, 0);

    /// <summary>The gradients of the first half of a step, of a panel.</summary>
    /// <param name="resetGradients">∂L/∂a; is overwritten.</param>
    /// <param name="hiddenGradients">∂L/∂h′, to which what h′ gets through a is added.</param>
    /// <param name="gates">The gates.</param>
    /// <param name="hidden">h′, h of the step before.</param>
    /// <param name="gradients">Those of the sums of the inputs, of which those of z are there; receives those of r.</param>
    /// <param name="recurrentGradients">Receives those of the sums of the hidden values, which are those of r and z.</param>
    /// <param name="length">The hidden values of all samples.</param>
    /// <param name="slope">The slope of hard sigmoids: the gates are min(1, max(0, slope·x + ½)) rather than sigmoids.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ResetBackward(ref float resetGradients, ref float hiddenGradients, ref float gates, ref float hidden, ref float gradients, ref float recurrentGradients, int length, float slope) =>
        ResetBackward<HardGate>(ref resetGradients, ref hiddenGradients, ref gates, ref hidden, ref gradients, ref recurrentGradients, length, slope);

    private static void ResetBackward<TGate>(ref float resetGradients, ref float hiddenGradients, ref float gates, ref float hidden, ref float gradients, ref float recurrentGradients, int length, float slope)
        where TGate : struct, IGate
    {
        for (int start = 0; start < length; start += Gates.Chunk)
        {
            int count = Math.Min(Gates.Chunk, length - start);
            Span<float> r = Gates.Of(ref gates, 0, length, start, count), da = Gates.Of(ref resetGradients, 0, 0, start, count), dh = Gates.Of(ref hiddenGradients, 0, 0, start, count);
            Span<float> dr = Gates.Of(ref gradients, 0, length, start, count), ofR = Gates.Of(ref recurrentGradients, 0, length, start, count);

            // ∂L/∂a·r for h′, ∂L/∂a·h′·r·(1 − r) for r
            TensorPrimitives.Multiply(da, r, da);
            TensorPrimitives.Add(dh, da, dh);
            TensorPrimitives.Multiply(da, Gates.Of(ref hidden, 0, 0, start, count), dr);
            TGate.Slope(dr, r, ofR, slope);
            dr.CopyTo(ofR);
            Gates.Of(ref gradients, 1, length, start, count).CopyTo(Gates.Of(ref recurrentGradients, 1, length, start, count));
        }
    }
}
