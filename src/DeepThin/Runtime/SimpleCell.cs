using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepThin.Runtime;

/// <summary>What a simple recurrent layer makes of its sums, for one sample or, value by value alike, for a panel. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SimpleCell
{
    /// <summary>One step: h = tanh of both sums.</summary>
    /// <param name="sums">The sums of the inputs.</param>
    /// <param name="recurrentSums">Those of the hidden values.</param>
    /// <param name="hidden">Receives h.</param>
    /// <param name="length">The hidden values, of a panel those of all samples.</param>
    public static void ForwardTanh(ref float sums, ref float recurrentSums, ref float hidden, int length)
    {
        TensorPrimitives.Add(Values(ref sums, length), Values(ref recurrentSums, length), Values(ref hidden, length));
        Activations.Tanh(ref hidden, length);
    }

    /// <summary>One step: h = the ReLU of both sums.</summary>
    /// <param name="sums">The sums of the inputs.</param>
    /// <param name="recurrentSums">Those of the hidden values.</param>
    /// <param name="hidden">Receives h.</param>
    /// <param name="length">The hidden values, of a panel those of all samples.</param>
    public static void ForwardRelu(ref float sums, ref float recurrentSums, ref float hidden, int length)
    {
        var h = Values(ref hidden, length);
        TensorPrimitives.Add(Values(ref sums, length), Values(ref recurrentSums, length), h);
        TensorPrimitives.Max(h, 0, h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Span<float> Values(ref float values, int length) => MemoryMarshal.CreateSpan(ref values, length);
}
