using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepThin.Runtime;

/// <summary>
/// The mean and the largest of each value over the steps of a sequence so far. A state begins with zeros: it has the sum or the largest of each value, and behind them the number of steps. Called by
/// generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class OverTime
{
    private const int Size = Panel.Size;

    /// <summary>The mean, by one step.</summary>
    /// <param name="x">The values of the step.</param>
    /// <param name="y">Receives the means.</param>
    /// <param name="sums">The sums, which go on.</param>
    /// <param name="count">The number of steps, which goes on.</param>
    /// <param name="length">The number of values.</param>
    public static void Mean(ref float x, ref float y, ref float sums, ref float count, int length)
    {
        count++;
        Span<float> total = Values(ref sums, length);
        TensorPrimitives.Add(total, Values(ref x, length), total);
        TensorPrimitives.Divide(total, count, Values(ref y, length));
    }

    /// <summary>The mean, by one step of a panel of sequences.</summary>
    /// <param name="x">The values, a row for each.</param>
    /// <param name="y">Receives the means.</param>
    /// <param name="sums">The sums, which go on.</param>
    /// <param name="counts">The numbers of steps, which go on.</param>
    /// <param name="rows">The number of values of a step.</param>
    public static void MeanOfPanel(ref float x, ref float y, ref float sums, ref float counts, int rows)
    {
        Span<float> steps = Values(ref counts, Size), total = Values(ref sums, rows * Size);
        TensorPrimitives.Add(steps, 1f, steps);
        TensorPrimitives.Add(total, Values(ref x, rows * Size), total);
        for (int row = 0; row < rows; row++) TensorPrimitives.Divide(total.Slice(row * Size, Size), steps, Values(ref Unsafe.Add(ref y, row * Size), Size));
    }

    /// <summary>The mean, by steps of one sequence, which are the columns of a panel.</summary>
    /// <param name="x">The values, a row for each.</param>
    /// <param name="y">Receives the means as far as each step.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="sums">The sums, which go on.</param>
    /// <param name="count">The number of steps before, which goes on.</param>
    /// <param name="rows">The number of values of a step.</param>
    public static void MeanOfSteps(ref float x, ref float y, int steps, ref float sums, ref float count, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            Span<float> from = Values(ref Unsafe.Add(ref x, row * Size), Size), to = Values(ref Unsafe.Add(ref y, row * Size), Size);
            ref float total = ref Unsafe.Add(ref sums, row);
            for (int t = 0; t < steps; t++)
            {
                total += from[t];
                to[t] = total / (count + t + 1);
            }

            to[steps..].Clear();
        }

        count += steps;
    }

    /// <summary>The gradients of the mean, of a step of a panel of sequences.</summary>
    /// <param name="g">∂L/∂y.</param>
    /// <param name="gx">Receives ∂L/∂x where it is wanted.</param>
    /// <param name="wantsInput">Whether it is.</param>
    /// <param name="sums">∂L/∂ the sums behind the step; receives those before it, which are the same as ∂L/∂x.</param>
    /// <param name="counts">The numbers of steps.</param>
    /// <param name="rows">The number of values of a step.</param>
    public static void MeanBackward(ref float g, ref float gx, bool wantsInput, ref float sums, ref float counts, int rows)
    {
        Span<float> steps = Values(ref counts, Size);
        for (int row = 0; row < rows; row++)
        {
            Span<float> slopes = Values(ref Unsafe.Add(ref g, row * Size), Size), total = Values(ref Unsafe.Add(ref sums, row * Size), Size);
            TensorPrimitives.Divide(slopes, steps, slopes);
            TensorPrimitives.Add(total, slopes, total);
        }

        if (wantsInput) Values(ref sums, rows * Size).CopyTo(Values(ref gx, rows * Size));
    }

    /// <summary>The largest, by one step.</summary>
    /// <param name="x">The values of the step.</param>
    /// <param name="y">Receives the largest.</param>
    /// <param name="largest">The largest so far, which go on.</param>
    /// <param name="count">The number of steps, which goes on.</param>
    /// <param name="length">The number of values.</param>
    public static void Max(ref float x, ref float y, ref float largest, ref float count, int length)
    {
        Span<float> values = Values(ref x, length), so = Values(ref largest, length);
        if (count == 0) values.CopyTo(so);
        else TensorPrimitives.Max(so, values, so);
        so.CopyTo(Values(ref y, length));
        count++;
    }

    /// <summary>The largest, by one step of a panel of sequences.</summary>
    /// <param name="x">The values, a row for each.</param>
    /// <param name="y">Receives the largest.</param>
    /// <param name="largest">The largest so far, which go on.</param>
    /// <param name="counts">The numbers of steps, which go on.</param>
    /// <param name="rows">The number of values of a step.</param>
    public static void MaxOfPanel(ref float x, ref float y, ref float largest, ref float counts, int rows)
    {
        Span<float> steps = Values(ref counts, Size), floors = stackalloc float[Size], so = Values(ref largest, rows * Size);

        // A sequence that begins has nothing to be larger than.
        for (int i = 0; i < Size; i++) floors[i] = steps[i] == 0 ? float.NegativeInfinity : 0;
        for (int row = 0; row < rows; row++)
        {
            var some = so.Slice(row * Size, Size);
            TensorPrimitives.Add(some, floors, some);
            TensorPrimitives.Max(some, Values(ref Unsafe.Add(ref x, row * Size), Size), some);
        }

        so.CopyTo(Values(ref y, rows * Size));
        TensorPrimitives.Add(steps, 1f, steps);
    }

    /// <summary>The largest, by steps of one sequence, which are the columns of a panel.</summary>
    /// <param name="x">The values, a row for each.</param>
    /// <param name="y">Receives the largest as far as each step.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="largest">The largest so far, which go on.</param>
    /// <param name="count">The number of steps before, which goes on.</param>
    /// <param name="rows">The number of values of a step.</param>
    public static void MaxOfSteps(ref float x, ref float y, int steps, ref float largest, ref float count, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            Span<float> from = Values(ref Unsafe.Add(ref x, row * Size), Size), to = Values(ref Unsafe.Add(ref y, row * Size), Size);
            ref float so = ref Unsafe.Add(ref largest, row);
            if (count == 0) so = from[0];
            for (int t = 0; t < steps; t++) to[t] = so = Math.Max(so, from[t]);
            to[steps..].Clear();
        }

        count += steps;
    }

    /// <summary>The gradients of the largest, of a step of a panel of sequences: those of a value that is the largest so far are its own, the others those of the steps before.</summary>
    /// <param name="x">The values.</param>
    /// <param name="y">The largest.</param>
    /// <param name="g">∂L/∂y.</param>
    /// <param name="gx">Receives ∂L/∂x where it is wanted.</param>
    /// <param name="wantsInput">Whether it is.</param>
    /// <param name="largest">∂L/∂ the largest behind the step; receives those before it.</param>
    /// <param name="rows">The number of values of a step.</param>
    public static void MaxBackward(ref float x, ref float y, ref float g, ref float gx, bool wantsInput, ref float largest, int rows)
    {
        for (int i = 0; i < rows * Size; i++)
        {
            ref float before = ref Unsafe.Add(ref largest, i);
            float slope = Unsafe.Add(ref g, i) + before;
            bool isOwn = Unsafe.Add(ref x, i) == Unsafe.Add(ref y, i);
            if (wantsInput) Unsafe.Add(ref gx, i) = isOwn ? slope : 0;
            before = isOwn ? 0 : slope;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Span<float> Values(ref float values, int length) => MemoryMarshal.CreateSpan(ref values, length);
}
