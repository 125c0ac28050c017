using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepThin.Runtime;

/// <summary>The kernel of <see cref="GroupedConvolution"/>: one group after the other. Called by generated code.</summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GroupedKernel<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>The sums of one sample, without bias and activation, in the scratch memory.</summary>
    /// <param name="x">The sample, channel by channel; a vector behind it is readable.</param>
    /// <param name="grouped">The sizes.</param>
    /// <param name="w">The weights, outputs × Q, of which a row stands channel by channel and tap by tap.</param>
    /// <param name="scratch">The scratch memory.</param>
    public static void Sums(ref float x, in GroupedConvolution grouped, ref float w, ref float scratch)
    {
        var group = grouped.Group;
        ref float sums = ref Unsafe.Add(ref scratch, (nint)group.PlaceOfSums);
        for (int i = 0; i < grouped.Groups; i++)
        {
            DirectConvolutionKernel<TSimd, TVector>.Sums(ref x, group, ref w, ref scratch, ref sums);
            x = ref Unsafe.Add(ref x, grouped.Window.Channels * grouped.Window.Plane);
            w = ref Unsafe.Add(ref w, grouped.Outputs * grouped.Inputs);
            sums = ref Unsafe.Add(ref sums, grouped.Outputs * group.SumsStride);
        }
    }

    /// <summary>Writes the sums of all positions, or what has been made of them, to the output.</summary>
    /// <param name="grouped">The sizes.</param>
    /// <param name="sums">The sum of the first position of the first output.</param>
    /// <param name="y">Receives the outputs, channel by channel.</param>
    public static void Scatter(in GroupedConvolution grouped, ref float sums, ref float y) =>
        Positions<TSimd, TVector>.CopyChannels(ref sums, grouped.Groups * grouped.Outputs, grouped.Group.SumsStride, grouped.Window.Positions, ref y);

    /// <summary>The sums of a panel.</summary>
    /// <param name="x">The panel.</param>
    /// <param name="grouped">The sizes.</param>
    /// <param name="w">The weights, outputs × Q.</param>
    /// <param name="scratch">Room for the columns of a position in a group.</param>
    /// <param name="y">Receives the sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumRows(ref float x, in GroupedConvolution grouped, ref float w, ref float scratch, ref float y)
    {
        var window = grouped.Window;
        int inputs = grouped.Inputs, outputs = grouped.Outputs, positions = window.Positions;
        nint row = (nint)positions * Panel.Size;
        for (int i = 0; i < grouped.Groups; i++)
        {
            for (int position = 0; position < positions; position++)
            {
                Positions<TSimd, TVector>.GatherRows(ref x, window, position, channelsLast: false, ref scratch);
                Product<TSimd, TVector>.Set(ref w, inputs, 1, ref scratch, Panel.Size, ref Unsafe.Add(ref y, (nint)position * Panel.Size), row, outputs, inputs, Panel.Size);
            }

            x = ref Unsafe.Add(ref x, (nint)window.Channels * window.Plane * Panel.Size);
            w = ref Unsafe.Add(ref w, outputs * inputs);
            y = ref Unsafe.Add(ref y, outputs * row);
        }
    }

    /// <summary>The backward half of <see cref="SumRows"/>.</summary>
    /// <param name="x">The panel.</param>
    /// <param name="grouped">The sizes.</param>
    /// <param name="w">The weights, outputs × Q.</param>
    /// <param name="g">The gradients of the sums.</param>
    /// <param name="dw">The gradients of the weights are added here.</param>
    /// <param name="gx">Receives the gradients of the panel where they are wanted.</param>
    /// <param name="wantsInput">Whether they are.</param>
    /// <param name="scratch">Room for the columns of a position in a group, their gradients, and the columns sample by sample.</param>
    /// <param name="sampleStride">The distance of samples there: Q in full vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumRowsBackward(
        ref float x, in GroupedConvolution grouped, ref float w, ref float g, ref float dw, ref float gx, bool wantsInput, ref float scratch, int sampleStride)
    {
        var window = grouped.Window;
        int inputs = grouped.Inputs, outputs = grouped.Outputs, positions = window.Positions;
        nint row = (nint)positions * Panel.Size, plane = (nint)window.Channels * window.Plane * Panel.Size;
        ref float gradients = ref Unsafe.Add(ref scratch, (nint)inputs * Panel.Size), samples = ref Unsafe.Add(ref gradients, (nint)inputs * Panel.Size);
        for (int i = 0; i < grouped.Groups; i++)
        {
            if (wantsInput) Panel.Zero(ref gx, (int)plane);
            for (int position = 0; position < positions; position++)
            {
                // ∂L/∂W[c, q] = Σ_b g[c, b]·x[q, b], with x sample by sample so that the lanes run over q.
                ref float at = ref Unsafe.Add(ref g, (nint)position * Panel.Size);
                Positions<TSimd, TVector>.GatherRows(ref x, window, position, channelsLast: false, ref scratch);
                Panel.Unpack(ref scratch, Panel.Size, inputs, ref samples, sampleStride);
                Product<TSimd, TVector>.Add(ref at, row, 1, ref samples, sampleStride, ref dw, inputs, outputs, Panel.Size, inputs);
                if (!wantsInput) continue;

                // ∂L/∂x[q, b] = Σ_c W[c, q]·g[c, b]
                Product<TSimd, TVector>.Set(ref w, 1, inputs, ref at, row, ref gradients, Panel.Size, inputs, outputs, Panel.Size);
                Positions<TSimd, TVector>.AddRows(ref gradients, window, position, channelsLast: false, ref gx);
            }

            x = ref Unsafe.Add(ref x, plane);
            w = ref Unsafe.Add(ref w, outputs * inputs);
            dw = ref Unsafe.Add(ref dw, outputs * inputs);
            g = ref Unsafe.Add(ref g, outputs * row);
            if (wantsInput) gx = ref Unsafe.Add(ref gx, plane);
        }
    }
}
