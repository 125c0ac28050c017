using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepThin.Runtime;

/// <summary>
/// The latest steps of each value as a series: value v of tap k is y[v·taps + k], the oldest tap first. The state has the steps before, each at full vectors, the oldest first. Called by generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DelayLine
{
    private const int Size = Panel.Size;

    /// <summary>One step.</summary>
    /// <param name="x">The values of the step.</param>
    /// <param name="y">Receives the series.</param>
    /// <param name="state">The steps before; goes on.</param>
    /// <param name="values">The values of a step.</param>
    /// <param name="taps">The taps.</param>
    /// <param name="dilation">The steps from a tap to the next one.</param>
    public static void Forward(ref float x, ref float y, ref float state, int values, int taps, int dilation)
    {
        int kept = (taps - 1) * dilation, stride = StrideOf(values);
        for (int tap = 0; tap < taps; tap++)
        {
            ref float from = ref tap == taps - 1 ? ref x : ref Unsafe.Add(ref state, tap * dilation * stride);
            for (int v = 0; v < values; v++) Unsafe.Add(ref y, v * taps + tap) = Unsafe.Add(ref from, v);
        }

        var steps = Floats(ref state, kept * stride);
        steps[stride..].CopyTo(steps);
        Floats(ref x, values).CopyTo(steps[((kept - 1) * stride)..]);
    }

    /// <summary>One step of a panel of sequences.</summary>
    /// <param name="x">The values, a row for each.</param>
    /// <param name="y">Receives the series.</param>
    /// <param name="state">The steps before, as a panel; goes on.</param>
    /// <param name="values">The values of a step.</param>
    /// <param name="taps">The taps.</param>
    /// <param name="dilation">The steps from a tap to the next one.</param>
    public static void ForwardPanel(ref float x, ref float y, ref float state, int values, int taps, int dilation)
    {
        int kept = (taps - 1) * dilation, stride = StrideOf(values) * Size;
        for (int tap = 0; tap < taps; tap++)
        {
            ref float from = ref tap == taps - 1 ? ref x : ref Unsafe.Add(ref state, tap * dilation * stride);
            for (int v = 0; v < values; v++) Floats(ref Unsafe.Add(ref from, v * Size), Size).CopyTo(Floats(ref Unsafe.Add(ref y, (v * taps + tap) * Size), Size));
        }

        var steps = Floats(ref state, kept * stride);
        steps[stride..].CopyTo(steps);
        Floats(ref x, values * Size).CopyTo(steps[((kept - 1) * stride)..]);
    }

    /// <summary>Steps of one sequence, which are the columns of a panel.</summary>
    /// <param name="x">The values, a row for each.</param>
    /// <param name="y">Receives the series of each step.</param>
    /// <param name="count">The number of steps.</param>
    /// <param name="state">The steps before; goes on.</param>
    /// <param name="values">The values of a step.</param>
    /// <param name="taps">The taps.</param>
    /// <param name="dilation">The steps from a tap to the next one.</param>
    public static void ForwardSteps(ref float x, ref float y, int count, ref float state, int values, int taps, int dilation)
    {
        int kept = (taps - 1) * dilation, stride = StrideOf(values);
        for (int v = 0; v < values; v++)
        {
            var steps = Floats(ref Unsafe.Add(ref x, v * Size), Size);
            for (int tap = 0; tap < taps; tap++)
            {
                // Column t has step t − delay, of which those before this piece are in the state.
                var row = Floats(ref Unsafe.Add(ref y, (v * taps + tap) * Size), Size);
                int delay = (taps - 1 - tap) * dilation, before = Math.Min(delay, count);
                for (int t = 0; t < before; t++) row[t] = Unsafe.Add(ref state, (kept - delay + t) * stride + v);
                steps[..(count - before)].CopyTo(row[before..]);
                row[count..].Clear();
            }
        }

        var all = Floats(ref state, kept * stride);
        if (count < kept) all[(count * stride)..].CopyTo(all);
        for (int step = Math.Max(0, kept - count); step < kept; step++)
        {
            for (int v = 0; v < values; v++) all[step * stride + v] = Unsafe.Add(ref x, v * Size + count - kept + step);
        }
    }

    /// <summary>The gradients of a step of a panel of sequences.</summary>
    /// <param name="g">∂L/∂y.</param>
    /// <param name="gx">Receives ∂L/∂x where it is wanted.</param>
    /// <param name="wantsInput">Whether it is.</param>
    /// <param name="state">∂L/∂ the steps that are kept behind this one; receives those before it.</param>
    /// <param name="values">The values of a step.</param>
    /// <param name="taps">The taps.</param>
    /// <param name="dilation">The steps from a tap to the next one.</param>
    public static void Backward(ref float g, ref float gx, bool wantsInput, ref float state, int values, int taps, int dilation)
    {
        int kept = (taps - 1) * dilation, stride = StrideOf(values) * Size;
        var steps = Floats(ref state, kept * stride);
        for (int v = 0; v < values && wantsInput; v++)
        {
            TensorPrimitives.Add(steps.Slice((kept - 1) * stride + v * Size, Size), Floats(ref Unsafe.Add(ref g, (v * taps + taps - 1) * Size), Size), Floats(ref Unsafe.Add(ref gx, v * Size), Size));
        }

        steps[..((kept - 1) * stride)].CopyTo(steps[stride..]);
        steps[..stride].Clear();
        for (int tap = 0; tap < taps - 1; tap++)
        {
            for (int v = 0; v < values; v++)
            {
                var step = steps.Slice(tap * dilation * stride + v * Size, Size);
                TensorPrimitives.Add(step, Floats(ref Unsafe.Add(ref g, (v * taps + tap) * Size), Size), step);
            }
        }
    }

    private static int StrideOf(int values) => (values + 15) / 16 * 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Span<float> Floats(ref float first, int length) => MemoryMarshal.CreateSpan(ref first, length);
}
