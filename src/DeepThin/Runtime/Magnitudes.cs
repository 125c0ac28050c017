using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepThin.Runtime;

/// <summary>Magnitudes of complex values, whose real parts lie before the imaginary ones. Called by generated code.</summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Magnitudes<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Chunk = 256;

    /// <summary>y = √(real² + imaginary²).</summary>
    /// <param name="x">The real parts, and then as many imaginary ones.</param>
    /// <param name="y">Receives the magnitudes.</param>
    /// <param name="length">Their number.</param>
    public static void Of(ref float x, ref float y, int length) =>
        TensorPrimitives.Hypot(MemoryMarshal.CreateReadOnlySpan(ref x, length), MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref x, length), length), MemoryMarshal.CreateSpan(ref y, length));

    /// <summary>gx = g·x / y of both parts, and 0 where y is 0.</summary>
    /// <param name="x">The real parts, and then as many imaginary ones.</param>
    /// <param name="y">The magnitudes.</param>
    /// <param name="g">∂L/∂y.</param>
    /// <param name="gx">Receives ∂L/∂x, as x is.</param>
    /// <param name="length">The number of magnitudes, a multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(ref float x, ref float y, ref float g, ref float gx, int length)
    {
        Span<float> shares = stackalloc float[Chunk];
        for (int start = 0; start < length; start += Chunk)
        {
            int count = Math.Min(Chunk, length - start);
            for (nint part = start; part < 2 * (nint)length; part += length)
            {
                // Whatever the sizes, a part is no larger than its magnitude.
                TensorPrimitives.Divide(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref x, part), count), MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref y, start), count), shares);
                for (int i = 0; i < count; i += TSimd.Count)
                {
                    TVector share = TSimd.IfPositive(TSimd.Load(ref y, start + i), TSimd.Load(ref shares[0], i), TSimd.Zero);
                    TSimd.Store(TSimd.Multiply(share, TSimd.Load(ref g, start + i)), ref gx, part + i);
                }
            }
        }
    }
}
