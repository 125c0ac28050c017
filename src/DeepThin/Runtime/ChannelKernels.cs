using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepThin.Runtime;

/// <summary>
/// What layers do to each channel alone: one after the other lie the values of a channel, those of one sample or those of a panel. Called by generated code.
/// </summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ChannelKernels<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private interface IOperation
    {
        static abstract TVector Of(TVector x, TVector a, TVector b);
    }

    private interface ISum
    {
        static abstract TVector Add(TVector g, TVector x, TVector sum);
    }

    /// <summary>y = weights[c]·x.</summary>
    /// <param name="x">The values; a vector behind the last is readable.</param>
    /// <param name="weights">A weight of each channel; a vector behind the last is readable.</param>
    /// <param name="y">Receives as many values; with one of each channel, full vectors of them.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="length">The values of a channel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(ref float x, ref float weights, ref float y, int channels, int length) => Apply<Product>(ref x, ref weights, ref weights, ref y, channels, length);

    /// <summary>y = weights[c]·x + biases[c].</summary>
    /// <param name="x">The values; a vector behind the last is readable.</param>
    /// <param name="weights">A weight of each channel; a vector behind the last is readable.</param>
    /// <param name="biases">A bias of each channel; a vector behind the last is readable.</param>
    /// <param name="y">Receives as many values; with one of each channel, full vectors of them.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="length">The values of a channel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Affine(ref float x, ref float weights, ref float biases, ref float y, int channels, int length) =>
        Apply<ProductAndSum>(ref x, ref weights, ref biases, ref y, channels, length);

    /// <summary>y = x above 0, otherwise slopes[c]·x.</summary>
    /// <param name="x">The values; a vector behind the last is readable.</param>
    /// <param name="slopes">A slope of each channel; a vector behind the last is readable.</param>
    /// <param name="y">Receives as many values; with one of each channel, full vectors of them.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="length">The values of a channel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PRelu(ref float x, ref float slopes, ref float y, int channels, int length) => Apply<Bend>(ref x, ref slopes, ref slopes, ref y, channels, length);

    /// <summary>gx = g where x is above 0, otherwise slopes[c]·g.</summary>
    /// <param name="g">∂L/∂y of a panel.</param>
    /// <param name="x">x.</param>
    /// <param name="slopes">A slope of each channel.</param>
    /// <param name="gx">Receives ∂L/∂x.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="length">The values of a channel, a multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PReluBackward(ref float g, ref float x, ref float slopes, ref float gx, int channels, int length)
    {
        for (int c = 0; c < channels; c++)
        {
            TVector slope = TSimd.Broadcast(ref slopes, c);
            nint end = (nint)(c + 1) * length;
            for (nint i = (nint)c * length; i < end; i += TSimd.Count)
            {
                TVector value = TSimd.Load(ref g, i);
                TSimd.Store(TSimd.IfPositive(TSimd.Load(ref x, i), value, TSimd.Multiply(slope, value)), ref gx, i);
            }
        }
    }

    /// <summary>y[c, p, b] = gates[c, b]·x[c, p, b] of a panel: a value of each channel multiplies those at its positions, in each column.</summary>
    /// <param name="x">The values of a panel.</param>
    /// <param name="gates">A row of each channel.</param>
    /// <param name="y">Receives as many values as x has.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="positions">The rows of a channel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gate(ref float x, ref float gates, ref float y, int channels, int positions)
    {
        nint row = 0;
        for (int c = 0; c < channels; c++)
        {
            for (int p = 0; p < positions; p++, row += Panel.Size)
            {
                for (int b = 0; b < Panel.Size; b += TSimd.Count)
                {
                    TSimd.Store(TSimd.Multiply(TSimd.Load(ref gates, (nint)c * Panel.Size + b), TSimd.Load(ref x, row + b)), ref y, row + b);
                }
            }
        }
    }

    /// <summary>ggates[c, b] = Σ_p g[c, p, b]·x[c, p, b]: from ∂L/∂y of a panel to ∂L/∂gates.</summary>
    /// <param name="g">∂L/∂y.</param>
    /// <param name="x">The values that the gates multiplied.</param>
    /// <param name="ggates">Receives a row of each channel.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="positions">The rows of a channel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void GateBackward(ref float g, ref float x, ref float ggates, int channels, int positions)
    {
        for (int c = 0; c < channels; c++)
        {
            nint first = (nint)c * positions * Panel.Size;
            for (int b = 0; b < Panel.Size; b += TSimd.Count)
            {
                TVector sum = TSimd.Zero;
                for (int p = 0; p < positions; p++) sum = TSimd.MultiplyAdd(TSimd.Load(ref g, first + p * Panel.Size + b), TSimd.Load(ref x, first + p * Panel.Size + b), sum);
                TSimd.Store(sum, ref ggates, (nint)c * Panel.Size + b);
            }
        }
    }

    /// <summary>sums[c] += Σ g·x.</summary>
    /// <param name="g">Values of a panel.</param>
    /// <param name="x">As many values.</param>
    /// <param name="sums">The sums are added here, one for each channel.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="length">The values of a channel, a multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddProducts(ref float g, ref float x, ref float sums, int channels, int length) => AddUp<Products>(ref g, ref x, ref sums, channels, length);

    /// <summary>sums[c] += Σ g·x over those values x that are not above 0.</summary>
    /// <param name="g">Values of a panel.</param>
    /// <param name="x">As many values.</param>
    /// <param name="sums">The sums are added here, one for each channel.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="length">The values of a channel, a multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddProductsBelow(ref float g, ref float x, ref float sums, int channels, int length) => AddUp<ProductsBelow>(ref g, ref x, ref sums, channels, length);

    /// <summary>sums[c] += Σ g.</summary>
    /// <param name="g">Values of a panel.</param>
    /// <param name="sums">The sums are added here, one for each channel.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="length">The values of a channel, a multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddSums(ref float g, ref float sums, int channels, int length) => AddUp<Terms>(ref g, ref g, ref sums, channels, length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Apply<TOperation>(ref float x, ref float a, ref float b, ref float y, int channels, int length)
        where TOperation : struct, IOperation
    {
        if (length == 1)
        {
            for (nint c = 0; c < channels; c += TSimd.Count) TSimd.Store(TOperation.Of(TSimd.Load(ref x, c), TSimd.Load(ref a, c), TSimd.Load(ref b, c)), ref y, c);
            return;
        }

        Span<float> rest = stackalloc float[LaneMask.Full];
        nint all = (nint)channels * length;
        for (int c = 0; c < channels; c++)
        {
            TVector first = TSimd.Broadcast(ref a, c), second = TSimd.Broadcast(ref b, c);
            nint end = (nint)(c + 1) * length;
            for (nint i = (nint)c * length; i < end; i += TSimd.Count)
            {
                TVector values = TOperation.Of(TSimd.Load(ref x, i), first, second);
                if (i + TSimd.Count <= all)
                {
                    // What it writes beyond the channel, the next one writes again.
                    TSimd.Store(values, ref y, i);
                    continue;
                }

                TSimd.Store(values, ref rest[0], 0);
                rest[..(int)(end - i)].CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref y, i), (int)(end - i)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddUp<TSum>(ref float g, ref float x, ref float sums, int channels, int length)
        where TSum : struct, ISum
    {
        for (int c = 0; c < channels; c++)
        {
            TVector sum = TSimd.Zero;
            nint end = (nint)(c + 1) * length;
            for (nint i = (nint)c * length; i < end; i += TSimd.Count) sum = TSum.Add(TSimd.Load(ref g, i), TSimd.Load(ref x, i), sum);
            Unsafe.Add(ref sums, c) += TSimd.Sum(sum);
        }
    }

    private readonly struct Product : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Of(TVector x, TVector a, TVector b) => TSimd.Multiply(a, x);
    }

    private readonly struct ProductAndSum : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Of(TVector x, TVector a, TVector b) => TSimd.MultiplyAdd(a, x, b);
    }

    private readonly struct Bend : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Of(TVector x, TVector a, TVector b) => TSimd.IfPositive(x, x, TSimd.Multiply(a, x));
    }

    private readonly struct Terms : ISum
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Add(TVector g, TVector x, TVector sum) => TSimd.Add(g, sum);
    }

    private readonly struct Products : ISum
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Add(TVector g, TVector x, TVector sum) => TSimd.MultiplyAdd(g, x, sum);
    }

    private readonly struct ProductsBelow : ISum
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Add(TVector g, TVector x, TVector sum) => TSimd.IfPositive(x, sum, TSimd.MultiplyAdd(g, x, sum));
    }
}
