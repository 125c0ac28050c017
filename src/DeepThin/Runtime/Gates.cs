using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepThin.Runtime;

/// <summary>What the cells of recurrent layers share: gates lie one after the other, each of as many values as there are hidden ones.</summary>
internal static class Gates
{
    /// <summary>The values of a chunk that are worked on at a time, so that they stay in the first-level cache.</summary>
    public const int Chunk = 256;

    /// <summary>Some values of a gate.</summary>
    /// <param name="values">The first value of the first gate.</param>
    /// <param name="gate">The gate.</param>
    /// <param name="length">The values of a gate.</param>
    /// <param name="start">The first of them that is wanted.</param>
    /// <param name="count">How many are.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Span<float> Of(ref float values, int gate, int length, int start, int count) =>
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref values, (nint)gate * length + start), count);

    /// <summary>A vector of values; behind the last one zeros.</summary>
    /// <param name="values">The values.</param>
    /// <param name="at">The first one.</param>
    /// <param name="count">How many there are, at most those of a vector.</param>
    /// <typeparam name="TSimd">The vector width.</typeparam>
    /// <typeparam name="TVector">The vector of floats.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<TSimd, TVector>(ref float values, nint at, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => count == TSimd.Count ? TSimd.Load(ref values, at) : TSimd.LoadPartial(ref values, at, count);
}
