using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace DeepThin.Runtime;

/// <summary>
/// The gates of long short-term memory, for one sample or, value by value alike, for a panel. The gates i, f, g and o lie one after the other. Called by generated code.
/// </summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">The vector of floats.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LstmCell<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>One step. What is written in full vectors behind the hidden values and the cells is zeros, as what is read there.</summary>
    /// <typeparam name="TTrace">Whether the gates and tanh(c) are kept.</typeparam>
    /// <param name="sums">The sums of the inputs, 4 × length values; receive the gates where these are kept.</param>
    /// <param name="recurrentSums">Those of the hidden values; their first values receive tanh(c) where it is kept.</param>
    /// <param name="hidden">Receives h = σ(o)∘tanh(c).</param>
    /// <param name="cells">c of the step before; receives c = σ(f)∘c + σ(i)∘tanh(g).</param>
    /// <param name="length">The hidden values, of a panel those of all samples; a multiple of 16 where the gates are kept.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<TTrace>(ref float sums, ref float recurrentSums, ref float hidden, ref float cells, int length)
        where TTrace : struct, ITrace =>
        Forward<TTrace, SigmoidGate>(ref sums, ref recurrentSums, ref hidden, ref cells, length, 0);

    /// <summary>One step. What is written in full vectors behind the hidden values and the cells is zeros, as what is read there.</summary>
    /// <typeparam name="TTrace">Whether the gates and tanh(c) are kept.</typeparam>
    /// <param name="sums">The sums of the inputs, 4 × length values; receive the gates where these are kept.</param>
    /// <param name="recurrentSums">Those of the hidden values; their first values receive tanh(c) where it is kept.</param>
    /// <param name="hidden">Receives h = σ(o)∘tanh(c).</param>
    /// <param name="cells">c of the step before; receives c = σ(f)∘c + σ(i)∘tanh(g).</param>
    /// <param name="length">The hidden values, of a panel those of all samples; a multiple of 16 where the gates are kept.</param>
    /// <param name="slope">The slope of hard sigmoids: the gates are min(1, max(0, slope·x + ½)) rather than sigmoids.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<TTrace>(ref float sums, ref float recurrentSums, ref float hidden, ref float cells, int length, float slope)
        where TTrace : struct, ITrace =>
        Forward<TTrace, HardGate>(ref sums, ref recurrentSums, ref hidden, ref cells, length, slope);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward<TTrace, TGate>(ref float sums, ref float recurrentSums, ref float hidden, ref float cells, int length, float slope)
        where TTrace : struct, ITrace
        where TGate : struct, IGate
    {
        TVector slopes = TSimd.Broadcast(slope);
        for (int k = 0; k < length; k += TSimd.Count)
        {
            int count = Math.Min(TSimd.Count, length - k);
            TVector i = TGate.Of<TSimd, TVector>(Sum(ref sums, ref recurrentSums, k, count), slopes), f = TGate.Of<TSimd, TVector>(Sum(ref sums, ref recurrentSums, (nint)length + k, count), slopes);
            TVector g = Exponentials<TSimd, TVector>.Tanh(Sum(ref sums, ref recurrentSums, 2 * (nint)length + k, count)), o = TGate.Of<TSimd, TVector>(Sum(ref sums, ref recurrentSums, 3 * (nint)length + k, count), slopes);
            TVector c = TSimd.MultiplyAdd(f, TSimd.Load(ref cells, k), TSimd.Multiply(i, g)), shown = Exponentials<TSimd, TVector>.Tanh(c);
            TSimd.Store(c, ref cells, k);
            TSimd.Store(TSimd.Multiply(o, shown), ref hidden, k);
            if (!TTrace.IsKept) continue;
            TSimd.Store(i, ref sums, k);
            TSimd.Store(f, ref sums, (nint)length + k);
            TSimd.Store(g, ref sums, 2 * (nint)length + k);
            TSimd.Store(o, ref sums, 3 * (nint)length + k);
            TSimd.Store(shown, ref recurrentSums, k);
        }
    }

    /// <summary>The gradients of a step, of a panel.</summary>
    /// <param name="outputGradients">∂L/∂h from the layers behind.</param>
    /// <param name="hiddenGradients">∂L/∂h from the step behind; receives what the hidden values of the step before get beside the sums, which is 0.</param>
    /// <param name="cellGradients">∂L/∂c from the step behind; receives those of the step before.</param>
    /// <param name="gates">The gates.</param>
    /// <param name="cells">c of the step before.</param>
    /// <param name="shown">tanh(c).</param>
    /// <param name="gradients">Receives those of the sums.</param>
    /// <param name="length">The hidden values of all samples.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward(ref float outputGradients, ref float hiddenGradients, ref float cellGradients, ref float gates, ref float cells, ref float shown, ref float gradients, int length) =>
        Backward<SigmoidGate>(ref outputGradients, ref hiddenGradients, ref cellGradients, ref gates, ref cells, ref shown, ref gradients, length, 0);

    /// <summary>The gradients of a step, of a panel.</summary>
    /// <param name="outputGradients">∂L/∂h from the layers behind.</param>
    /// <param name="hiddenGradients">∂L/∂h from the step behind; receives what the hidden values of the step before get beside the sums, which is 0.</param>
    /// <param name="cellGradients">∂L/∂c from the step behind; receives those of the step before.</param>
    /// <param name="gates">The gates.</param>
    /// <param name="cells">c of the step before.</param>
    /// <param name="shown">tanh(c).</param>
    /// <param name="gradients">Receives those of the sums.</param>
    /// <param name="length">The hidden values of all samples.</param>
    /// <param name="slope">The slope of hard sigmoids: the gates are min(1, max(0, slope·x + ½)) rather than sigmoids.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward(ref float outputGradients, ref float hiddenGradients, ref float cellGradients, ref float gates, ref float cells, ref float shown, ref float gradients, int length, float slope) =>
        Backward<HardGate>(ref outputGradients, ref hiddenGradients, ref cellGradients, ref gates, ref cells, ref shown, ref gradients, length, slope);

    private static void Backward<TGate>(ref float outputGradients, ref float hiddenGradients, ref float cellGradients, ref float gates, ref float cells, ref float shown, ref float gradients, int length, float slope)
        where TGate : struct, IGate
    {
        for (int start = 0; start < length; start += Gates.Chunk)
        {
            int count = Math.Min(Gates.Chunk, length - start);
            Span<float> i = Gates.Of(ref gates, 0, length, start, count), f = Gates.Of(ref gates, 1, length, start, count), g = Gates.Of(ref gates, 2, length, start, count), o = Gates.Of(ref gates, 3, length, start, count);
            Span<float> di = Gates.Of(ref gradients, 0, length, start, count), df = Gates.Of(ref gradients, 1, length, start, count), dg = Gates.Of(ref gradients, 2, length, start, count), ofO = Gates.Of(ref gradients, 3, length, start, count);
            Span<float> dh = Gates.Of(ref hiddenGradients, 0, 0, start, count), dc = Gates.Of(ref cellGradients, 0, 0, start, count), t = Gates.Of(ref shown, 0, 0, start, count);
            TensorPrimitives.Add(dh, Gates.Of(ref outputGradients, 0, 0, start, count), dh);

            // The derivatives of gates stand here as those of sigmoids.
            // ∂L/∂c += ∂L/∂h·o·(1 − tanh²(c)), and dh·tanh(c)·o·(1 − o) for o
            TensorPrimitives.Multiply(dh, o, ofO);
            TensorPrimitives.Add(dc, ofO, dc);
            TensorPrimitives.Multiply(ofO, t, ofO);
            TensorPrimitives.Multiply(ofO, t, df);
            TensorPrimitives.Subtract(dc, df, dc);
            TGate.Slope(ofO, o, df, slope);

            // ∂L/∂c·g·i·(1 − i) for i, ∂L/∂c·i·(1 − g²) for g
            TensorPrimitives.Multiply(dc, i, dg);
            TensorPrimitives.Multiply(dg, g, di);
            TensorPrimitives.Multiply(di, g, df);
            TensorPrimitives.Subtract(dg, df, dg);
            TGate.Slope(di, i, df, slope);

            // ∂L/∂c·c′·f·(1 − f) for f, and ∂L/∂c′ = ∂L/∂c·f
            TensorPrimitives.Multiply(dc, f, dc);
            TensorPrimitives.Multiply(dc, Gates.Of(ref cells, 0, 0, start, count), df);
            TGate.Slope(df, f, dh, slope);
            dh.Clear();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Sum(ref float sums, ref float recurrentSums, nint at, int count) =>
        TSimd.Add(Gates.Load<TSimd, TVector>(ref sums, at, count), Gates.Load<TSimd, TVector>(ref recurrentSums, at, count));
}
