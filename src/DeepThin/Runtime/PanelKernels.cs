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
    /// <summary>The rows that are laid out and then multiplied while they are in the first-level cache.</summary>
    private const int RowsAtATime = 128;

    /// <summary>Lays samples out as a panel, each feature multiplied with a gain of its own; the lanes of absent samples become zero.</summary>
    /// <param name="samples">The samples from the first feature on, stride values apart.</param>
    /// <param name="stride">The distance from a sample to the next, at least features.</param>
    /// <param name="count">The number of samples, at most <see cref="Panel.Size"/>.</param>
    /// <param name="features">The number of features.</param>
    /// <param name="gains">The gains, one for each feature.</param>
    /// <param name="panel">Receives features × <see cref="Panel.Size"/> values.</param>
    public static void Pack(ReadOnlySpan<float> samples, int stride, int count, int features, ref float gains, ref float panel)
    {
        for (int first = 0; first < features; first += RowsAtATime)
        {
            int end = Math.Min(features, first + RowsAtATime);
            Panel.PackRows(samples, stride, count, features, first, end, ref panel);
            ref float rows = ref Unsafe.Add(ref panel, (nint)first * Panel.Size);
            ScaleRows(ref rows, ref Unsafe.Add(ref gains, first), ref rows, end - first);
        }
    }

    /// <summary>y[f, b] = (x[f, b] − mean[f])·scale[f].</summary>
    /// <param name="x">The panel.</param>
    /// <param name="mean">The means, one for each row, or for some rows one after the other.</param>
    /// <param name="scale">The scales, as many.</param>
    /// <param name="y">Receives the rows; may be x.</param>
    /// <param name="means">The number of means.</param>
    /// <param name="positions">The rows that each of them is for, one after the other.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void StandardizeRows(ref float x, ref float mean, ref float scale, ref float y, int means, int positions = 1)
    {
        nint length = (nint)positions * Panel.Size;
        for (int f = 0; f < means; f++)
        {
            nint row = f * length;
            TVector m = TSimd.Broadcast(ref mean, f), s = TSimd.Broadcast(ref scale, f);
            for (nint lane = row; lane < row + length; lane += TSimd.Count) TSimd.Store(TSimd.Multiply(TSimd.Subtract(TSimd.Load(ref x, lane), m), s), ref y, lane);
        }
    }

    /// <summary>y[f, b] = gains[f]·x[f, b].</summary>
    /// <param name="x">The panel.</param>
    /// <param name="gains">The gains, one for each row, or for some rows one after the other.</param>
    /// <param name="y">Receives the rows; may be x.</param>
    /// <param name="count">The number of gains.</param>
    /// <param name="positions">The rows that each of them is for, one after the other.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScaleRows(ref float x, ref float gains, ref float y, int count, int positions = 1)
    {
        nint length = (nint)positions * Panel.Size;
        for (int f = 0; f < count; f++)
        {
            nint row = f * length;
            TVector gain = TSimd.Broadcast(ref gains, f);
            for (nint b = row; b < row + length; b += TSimd.Count) TSimd.Store(TSimd.Multiply(gain, TSimd.Load(ref x, b)), ref y, b);
        }
    }

    /// <summary>Transposes a matrix whose values are rows of a panel: y[column·rows + row, b] = x[row·columns + column, b].</summary>
    /// <param name="x">The rows of the matrix, one after the other.</param>
    /// <param name="rows">Their number.</param>
    /// <param name="columns">The number of its columns.</param>
    /// <param name="y">Receives the columns, one after the other.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(ref float x, int rows, int columns, ref float y)
    {
        nint next = 0;
        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < rows; row++, next += Panel.Size)
            {
                nint value = ((nint)row * columns + column) * Panel.Size;
                for (int b = 0; b < Panel.Size; b += TSimd.Count) TSimd.Store(TSimd.Load(ref x, value + b), ref y, next + b);
            }
        }
    }

    /// <summary>
    /// The backward half of y[f, b] = gains[f]·x[f, b]: from ∂L/∂y to ∂L/∂gains[f] += Σ_b ∂L/∂y[f, b]·x[f, b] and ∂L/∂x = gains[f]·∂L/∂y[f, b].
    /// </summary>
    /// <param name="gradients">∂L/∂y; receives ∂L/∂x.</param>
    /// <param name="x">x.</param>
    /// <param name="gains">The gains, one for each row.</param>
    /// <param name="gainGradients">Their gradients are added here.</param>
    /// <param name="rows">The number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScaleRowsBackward(ref float gradients, ref float x, ref float gains, ref float gainGradients, int rows)
    {
        for (int f = 0; f < rows; f++)
        {
            nint row = (nint)f * Panel.Size;
            TVector gain = TSimd.Broadcast(ref gains, f), sum = TSimd.Zero;
            for (int b = 0; b < Panel.Size; b += TSimd.Count)
            {
                TVector g = TSimd.Load(ref gradients, row + b);
                sum = TSimd.MultiplyAdd(g, TSimd.Load(ref x, row + b), sum);
                TSimd.Store(TSimd.Multiply(gain, g), ref gradients, row + b);
            }

            Unsafe.Add(ref gainGradients, f) += TSimd.Sum(sum);
        }
    }

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

    /// <summary>g·f′ of an ELU, from its output: g where a &gt; 0, otherwise g·(a + alpha), which is g·alpha·exp(z).</summary>
    /// <param name="gradients">∂L/∂a; receives ∂L/∂z.</param>
    /// <param name="outputs">a.</param>
    /// <param name="alpha">Alpha.</param>
    /// <param name="length">The number of values, a multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void EluBackward(ref float gradients, ref float outputs, float alpha, int length)
    {
        TVector parameter = TSimd.Broadcast(alpha);
        for (nint i = 0; i < length; i += TSimd.Count)
        {
            TVector a = TSimd.Load(ref outputs, i), g = TSimd.Load(ref gradients, i);
            TSimd.Store(TSimd.IfPositive(a, g, TSimd.Multiply(g, TSimd.Add(a, parameter))), ref gradients, i);
        }
    }

    /// <summary>g·f′ of min(max(0, z + 3), 6) / 6, from its output: g / 6 where 0 &lt; a &lt; 1, otherwise 0.</summary>
    /// <param name="gradients">∂L/∂a; receives ∂L/∂z.</param>
    /// <param name="outputs">a.</param>
    /// <param name="length">The number of values, a multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void HardSigmoidBackward(ref float gradients, ref float outputs, int length)
    {
        TVector one = TSimd.Broadcast(1f), sixth = TSimd.Broadcast(1f / 6);
        for (nint i = 0; i < length; i += TSimd.Count)
        {
            TVector a = TSimd.Load(ref outputs, i);
            TVector below = TSimd.IfPositive(TSimd.Subtract(one, a), TSimd.Multiply(sixth, TSimd.Load(ref gradients, i)), TSimd.Zero);
            TSimd.Store(TSimd.IfPositive(a, below, TSimd.Zero), ref gradients, i);
        }
    }

    /// <summary>g·f′ of z·min(max(0, z + 3), 6) / 6, from its input: 0 up to −3, g above 3, between them g·(2z + 3) / 6.</summary>
    /// <param name="gradients">∂L/∂a; receives ∂L/∂z.</param>
    /// <param name="inputs">z.</param>
    /// <param name="length">The number of values, a multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void HardSwishBackward(ref float gradients, ref float inputs, int length)
    {
        TVector half = TSimd.Broadcast(0.5f), third = TSimd.Broadcast(1f / 3), three = TSimd.Broadcast(3f);
        for (nint i = 0; i < length; i += TSimd.Count)
        {
            TVector z = TSimd.Load(ref inputs, i), g = TSimd.Load(ref gradients, i);
            TVector above = TSimd.IfPositive(TSimd.Subtract(z, three), g, TSimd.Multiply(g, TSimd.MultiplyAdd(third, z, half)));
            TSimd.Store(TSimd.IfPositive(TSimd.Add(z, three), above, TSimd.Zero), ref gradients, i);
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
