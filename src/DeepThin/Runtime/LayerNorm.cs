using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepThin.Runtime;

/// <summary>
/// Normalising columns, each alone: y = w∘(x − mean) / √(variance + epsilon) + b, with mean and variance over the rows of a column, and a weight and a bias for each row. Called by generated code.
/// </summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LayerNorm<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>The columns that are normalised at a time.</summary>
    private const int Size = Panel.Size;

    /// <summary>The rows whose sum is taken alone, so that rounding does not grow with their number.</summary>
    private const int RowsAtATime = 32;

    /// <summary>One column.</summary>
    /// <param name="x">The values.</param>
    /// <param name="weights">As many weights.</param>
    /// <param name="biases">As many biases; a null reference for none.</param>
    /// <param name="y">Receives as many values.</param>
    /// <param name="rows">Their number.</param>
    /// <param name="epsilon">Epsilon.</param>
    public static void Column(ref float x, ref float weights, ref float biases, ref float y, int rows, float epsilon)
    {
        var values = MemoryMarshal.CreateReadOnlySpan(ref x, rows);
        var result = MemoryMarshal.CreateSpan(ref y, rows);
        TensorPrimitives.Subtract(values, TensorPrimitives.Sum(values) / rows, result);
        TensorPrimitives.Multiply(result, 1 / MathF.Sqrt(TensorPrimitives.SumOfSquares<float>(result) / rows + epsilon), result);
        TensorPrimitives.Multiply(result, MemoryMarshal.CreateReadOnlySpan(ref weights, rows), result);
        if (!Unsafe.IsNullRef(ref biases)) TensorPrimitives.Add(result, MemoryMarshal.CreateReadOnlySpan(ref biases, rows), result);
    }

    /// <summary>Columns side by side.</summary>
    /// <param name="x">The values, row by row; a vector behind the last is readable.</param>
    /// <param name="weights">A weight for each row.</param>
    /// <param name="biases">A bias for each row; a null reference for none.</param>
    /// <param name="y">Receives as many values.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="epsilon">Epsilon.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Columns(ref float x, ref float weights, ref float biases, ref float y, int rows, int columns, float epsilon)
    {
        Span<float> means = stackalloc float[Size], scales = stackalloc float[Size], rest = stackalloc float[LaneMask.Full];
        for (int first = 0; first < columns; first += Size)
        {
            int count = Math.Min(Size, columns - first);
            Statistics(ref Unsafe.Add(ref x, first), rows, columns, count, epsilon, ref means[0], ref scales[0]);
            for (int r = 0; r < rows; r++)
            {
                TVector weight = TSimd.Broadcast(ref weights, r), bias = Unsafe.IsNullRef(ref biases) ? TSimd.Zero : TSimd.Broadcast(ref biases, r);
                nint row = (nint)r * columns + first;
                for (int lane = 0; lane < count; lane += TSimd.Count)
                {
                    TVector result = TSimd.MultiplyAdd(TSimd.Multiply(TSimd.Subtract(TSimd.Load(ref x, row + lane), TSimd.Load(ref means[0], lane)), TSimd.Load(ref scales[0], lane)), weight, bias);
                    if (lane + TSimd.Count <= count)
                    {
                        TSimd.Store(result, ref y, row + lane);
                        continue;
                    }

                    TSimd.Store(result, ref rest[0], 0);
                    rest[..(count - lane)].CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref y, row + lane), count - lane));
                }
            }
        }
    }

    /// <summary>The backward half of columns: from ∂L/∂y to the gradients of weights and biases, which are added, and to ∂L/∂x.</summary>
    /// <param name="x">The values, row by row.</param>
    /// <param name="weights">A weight for each row.</param>
    /// <param name="g">∂L/∂y.</param>
    /// <param name="gx">Receives ∂L/∂x.</param>
    /// <param name="wantsInput">Whether that is wanted.</param>
    /// <param name="weightGradients">The gradients of the weights are added here.</param>
    /// <param name="biasGradients">Those of the biases are added here; a null reference for none.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns, a multiple of 64.</param>
    /// <param name="epsilon">Epsilon.</param>
    /// <remarks>With x̂ = (x − mean)·scale and h = w∘g: ∂L/∂w = Σ g∘x̂, and ∂L/∂x = scale·(h − mean of h − x̂·mean of h∘x̂), means over the rows of a column.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(
        ref float x, ref float weights, ref float g, ref float gx, bool wantsInput, ref float weightGradients, ref float biasGradients, int rows, int columns, float epsilon)
    {
        Span<float> means = stackalloc float[Size], scales = stackalloc float[Size], sums = stackalloc float[Size], products = stackalloc float[Size];
        for (int first = 0; first < columns; first += Size)
        {
            Statistics(ref Unsafe.Add(ref x, first), rows, columns, Size, epsilon, ref means[0], ref scales[0]);
            sums.Clear();
            products.Clear();
            for (int r = 0; r < rows; r++)
            {
                TVector weight = TSimd.Broadcast(ref weights, r), ofWeight = TSimd.Zero, ofBias = TSimd.Zero;
                nint row = (nint)r * columns + first;
                for (int lane = 0; lane < Size; lane += TSimd.Count)
                {
                    TVector gradient = TSimd.Load(ref g, row + lane), h = TSimd.Multiply(weight, gradient);
                    TVector normal = TSimd.Multiply(TSimd.Subtract(TSimd.Load(ref x, row + lane), TSimd.Load(ref means[0], lane)), TSimd.Load(ref scales[0], lane));
                    ofWeight = TSimd.MultiplyAdd(gradient, normal, ofWeight);
                    ofBias = TSimd.Add(gradient, ofBias);
                    TSimd.Store(TSimd.Add(h, TSimd.Load(ref sums[0], lane)), ref sums[0], lane);
                    TSimd.Store(TSimd.MultiplyAdd(h, normal, TSimd.Load(ref products[0], lane)), ref products[0], lane);
                }

                Unsafe.Add(ref weightGradients, r) += TSimd.Sum(ofWeight);
                if (!Unsafe.IsNullRef(ref biasGradients)) Unsafe.Add(ref biasGradients, r) += TSimd.Sum(ofBias);
            }

            if (!wantsInput) continue;
            TensorPrimitives.Divide(sums, rows, sums);
            TensorPrimitives.Divide(products, rows, products);
            for (int r = 0; r < rows; r++)
            {
                TVector weight = TSimd.Broadcast(ref weights, r);
                nint row = (nint)r * columns + first;
                for (int lane = 0; lane < Size; lane += TSimd.Count)
                {
                    TVector scale = TSimd.Load(ref scales[0], lane), normal = TSimd.Multiply(TSimd.Subtract(TSimd.Load(ref x, row + lane), TSimd.Load(ref means[0], lane)), scale);
                    TVector centred = TSimd.Subtract(TSimd.Multiply(weight, TSimd.Load(ref g, row + lane)), TSimd.Load(ref sums[0], lane));
                    TSimd.Store(TSimd.Multiply(scale, TSimd.MultiplySubtractFrom(normal, TSimd.Load(ref products[0], lane), centred)), ref gx, row + lane);
                }
            }
        }
    }

    /// <summary>The means of some columns, and 1 / √(variance + epsilon) of each. Full vectors of both are written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Statistics(ref float x, int rows, int columns, int count, float epsilon, ref float means, ref float scales)
    {
        TVector share = TSimd.Broadcast(1f / rows);
        for (int lane = 0; lane < count; lane += TSimd.Count)
        {
            TVector mean = TSimd.Zero, variance = TSimd.Zero;
            for (int first = 0; first < rows; first += RowsAtATime)
            {
                TVector sum = TSimd.Zero;
                for (int r = first; r < Math.Min(rows, first + RowsAtATime); r++) sum = TSimd.Add(sum, TSimd.Load(ref x, (nint)r * columns + lane));
                mean = TSimd.Add(mean, sum);
            }

            mean = TSimd.Multiply(share, mean);
            for (int first = 0; first < rows; first += RowsAtATime)
            {
                TVector sum = TSimd.Zero;
                for (int r = first; r < Math.Min(rows, first + RowsAtATime); r++)
                {
                    TVector rest = TSimd.Subtract(TSimd.Load(ref x, (nint)r * columns + lane), mean);
                    sum = TSimd.MultiplyAdd(rest, rest, sum);
                }

                variance = TSimd.Add(variance, sum);
            }

            TSimd.Store(mean, ref means, lane);
            TSimd.Store(TSimd.Multiply(share, variance), ref scales, lane);
        }

        var values = MemoryMarshal.CreateSpan(ref scales, count);
        TensorPrimitives.Add(values, epsilon, values);
        TensorPrimitives.Sqrt(values, values);
        TensorPrimitives.Reciprocal(values, values);
    }
}
