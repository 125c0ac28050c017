using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepThin.Runtime;

/// <summary>Putting values around channels. A value is a float of one sample, or a row of a panel. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Paddings
{
    /// <summary>From x to y.</summary>
    /// <param name="x">The values.</param>
    /// <param name="padding">What stands around them.</param>
    /// <param name="width">The floats of a value.</param>
    /// <param name="y">Receives the values.</param>
    public static void Pad(ref float x, in Padding padding, int width, ref float y)
    {
        int inside = padding.Width * width, outside = padding.Output.Width * width, before = padding.Left * width;
        nint next = 0;
        for (int channel = -padding.ChannelsBefore; channel < padding.Channels + padding.ChannelsAfter; channel++)
        {
            for (int row = 0; row < padding.Output.Height; row++, next += outside)
            {
                var target = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref y, next), outside);
                int source = channel < 0 || channel >= padding.Channels ? -1 : padding.RowOf(row);
                if (source < 0)
                {
                    target.Clear();
                    continue;
                }

                var values = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref x, ((nint)channel * padding.Height + source) * inside), inside);
                values.CopyTo(target[before..]);
                for (int column = 0; column < padding.Left; column++) Copy(values, padding.ColumnOf(column), target.Slice(column * width, width));
                for (int column = padding.Left + padding.Width; column < padding.Output.Width; column++) Copy(values, padding.ColumnOf(column), target.Slice(column * width, width));
            }
        }
    }

    /// <summary>From ∂L/∂y of a panel to ∂L/∂x: each value receives the gradients of all places that it stands at.</summary>
    /// <param name="g">∂L/∂y.</param>
    /// <param name="padding">What stands around x.</param>
    /// <param name="gx">Receives ∂L/∂x.</param>
    public static void PadBackward(ref float g, in Padding padding, ref float gx)
    {
        const int Width = Panel.Size;
        int inside = padding.Width * Width, outside = padding.Output.Width * Width;
        MemoryMarshal.CreateSpan(ref gx, checked((int)padding.Input.Length * Width)).Clear();
        nint next = (nint)padding.ChannelsBefore * padding.Output.Height * outside;
        for (int channel = 0; channel < padding.Channels; channel++)
        {
            for (int row = 0; row < padding.Output.Height; row++, next += outside)
            {
                int source = padding.RowOf(row);
                if (source < 0) continue;
                var gradients = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref g, next), outside);
                var sums = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref gx, ((nint)channel * padding.Height + source) * inside), inside);
                TensorPrimitives.Add(sums, gradients.Slice(padding.Left * Width, inside), sums);
                for (int column = 0; column < padding.Left; column++) Add(gradients.Slice(column * Width, Width), sums, padding.ColumnOf(column));
                for (int column = padding.Left + padding.Width; column < padding.Output.Width; column++) Add(gradients.Slice(column * Width, Width), sums, padding.ColumnOf(column));
            }
        }
    }

    private static void Copy(ReadOnlySpan<float> values, int column, Span<float> target)
    {
        if (column < 0) target.Clear();
        else values.Slice(column * target.Length, target.Length).CopyTo(target);
    }

    private static void Add(ReadOnlySpan<float> gradients, Span<float> sums, int column)
    {
        if (column < 0) return;
        var sum = sums.Slice(column * gradients.Length, gradients.Length);
        TensorPrimitives.Add(sum, gradients, sum);
    }
}
