using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepThin.Runtime;

/// <summary>The steps of batch kernels that take rows of a panel as a whole. Called by generated code.</summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PanelKernels<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>y[b] = scale·x[b] for a row of a panel.</summary>
    /// <param name="x">The row.</param>
    /// <param name="scale">The scale.</param>
    /// <param name="y">Receives the scaled row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(ref float x, float scale, ref float y)
    {
        TVector factor = TSimd.Broadcast(scale);
        for (int b = 0; b < Panel.Size; b += TSimd.Count) TSimd.Store(TSimd.Multiply(factor, TSimd.Load(ref x, b)), ref y, b);
    }

    /// <summary>y[b] += scale·x[b] for a row of a panel.</summary>
    /// <param name="x">The row.</param>
    /// <param name="scale">The scale.</param>
    /// <param name="y">The scaled row is added here.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(ref float x, float scale, ref float y)
    {
        TVector factor = TSimd.Broadcast(scale);
        for (int b = 0; b < Panel.Size; b += TSimd.Count)
        {
            TSimd.Store(TSimd.MultiplyAdd(factor, TSimd.Load(ref x, b), TSimd.Load(ref y, b)), ref y, b);
        }
    }

    /// <summary>y[p] += scale·x[p] for values one after the other.</summary>
    /// <param name="x">The values; a vector behind the last is readable.</param>
    /// <param name="scale">The scale.</param>
    /// <param name="y">The scaled values are added here. Zeros are added to the rest of the last vector, so it must be writable.</param>
    /// <param name="length">The number of values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(ref float x, float scale, ref float y, int length)
    {
        TVector factor = TSimd.Broadcast(scale);
        nint p = 0;
        for (; p + TSimd.Count <= length; p += TSimd.Count) TSimd.Store(TSimd.MultiplyAdd(factor, TSimd.Load(ref x, p), TSimd.Load(ref y, p)), ref y, p);
        if (p < length) TSimd.Store(TSimd.MultiplyAdd(factor, TSimd.LoadPartial(ref x, p, length - (int)p), TSimd.Load(ref y, p)), ref y, p);
    }

    /// <summary>sums[f] += Σ_b panel[f, b].</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="rows">The number of features.</param>
    /// <param name="sums">The sums are added here.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRowSums(ref float panel, int rows, ref float sums)
    {
        for (int f = 0; f < rows; f++)
        {
            TVector sum = TSimd.Zero;
            for (int b = 0; b < Panel.Size; b += TSimd.Count) sum = TSimd.Add(sum, TSimd.Load(ref panel, (nint)f * Panel.Size + b));
            Unsafe.Add(ref sums, f) += TSimd.Sum(sum);
        }
    }

    /// <summary>Clears gradients where the value they belong to is zero.</summary>
    /// <param name="values">The values.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="length">Their number. Full vectors are read and written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ClearWhereZero(ref float values, ref float gradients, int length)
    {
        for (nint i = 0; i < length; i += TSimd.Count)
        {
            TVector value = TSimd.Load(ref values, i);
            TVector gradient = TSimd.Load(ref gradients, i);
            TVector size = TSimd.Max(value, TSimd.Subtract(TSimd.Zero, value));
            TSimd.Store(TSimd.IfPositive(size, gradient, TSimd.Zero), ref gradients, i);
        }
    }

    /// <summary>g·f′ of max(slope·z, z), from its output: g where a &gt; 0, otherwise slope·g.</summary>
    /// <param name="gradients">∂L/∂a; receives ∂L/∂z.</param>
    /// <param name="outputs">a.</param>
    /// <param name="slope">The slope below zero.</param>
    /// <param name="length">The number of values, a multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LeakyReluBackward(ref float gradients, ref float outputs, float slope, int length)
    {
        TVector factor = TSimd.Broadcast(slope);
        for (nint i = 0; i < length; i += TSimd.Count)
        {
            TVector g = TSimd.Load(ref gradients, i);
            TSimd.Store(TSimd.IfPositive(TSimd.Load(ref outputs, i), g, TSimd.Multiply(factor, g)), ref gradients, i);
        }
    }

    /// <summary>g·f′ of min(max(0, z), ceiling), from its output: g where 0 &lt; a &lt; ceiling, otherwise 0.</summary>
    /// <param name="gradients">∂L/∂a; receives ∂L/∂z.</param>
    /// <param name="outputs">a.</param>
    /// <param name="ceiling">The ceiling.</param>
    /// <param name="length">The number of values, a multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ClippedReluBackward(ref float gradients, ref float outputs, float ceiling, int length)
    {
        TVector top = TSimd.Broadcast(ceiling);
        for (nint i = 0; i < length; i += TSimd.Count)
        {
            TVector a = TSimd.Load(ref outputs, i);
            TVector below = TSimd.IfPositive(TSimd.Subtract(top, a), TSimd.Load(ref gradients, i), TSimd.Zero);
            TSimd.Store(TSimd.IfPositive(a, below, TSimd.Zero), ref gradients, i);
        }
    }

    /// <summary>g·a·(1 − a).</summary>
    /// <param name="gradients">∂L/∂a; receives ∂L/∂z.</param>
    /// <param name="outputs">a.</param>
    /// <param name="length">The number of values, a multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SigmoidBackward(ref float gradients, ref float outputs, int length)
    {
        TVector one = TSimd.Broadcast(1f);
        for (nint i = 0; i < length; i += TSimd.Count)
        {
            TVector a = TSimd.Load(ref outputs, i);
            TSimd.Store(TSimd.Multiply(TSimd.Load(ref gradients, i), TSimd.Multiply(a, TSimd.Subtract(one, a))), ref gradients, i);
        }
    }

    /// <summary>g·(1 − a²).</summary>
    /// <param name="gradients">∂L/∂a; receives ∂L/∂z.</param>
    /// <param name="outputs">a.</param>
    /// <param name="length">The number of values, a multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TanhBackward(ref float gradients, ref float outputs, int length)
    {
        TVector one = TSimd.Broadcast(1f);
        for (nint i = 0; i < length; i += TSimd.Count)
        {
            TVector a = TSimd.Load(ref outputs, i);
            TSimd.Store(TSimd.Multiply(TSimd.Load(ref gradients, i), TSimd.Subtract(one, TSimd.Multiply(a, a))), ref gradients, i);
        }
    }
}
