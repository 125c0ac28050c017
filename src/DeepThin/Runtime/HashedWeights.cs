using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepThin.Runtime;

/// <summary>
/// The weights of HashedNets (Chen et al., ICML 2015, arXiv:1504.04788): the weight with the flat index i is ±buckets[k], with k and the sign from the
/// xxHash32 of i. Called by generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HashedWeights
{
    /// <summary>The weights whose hashes are computed at a time, in full vectors.</summary>
    private const int Block = 256;

    /// <summary>Looks weights up.</summary>
    /// <param name="buckets">The shared values.</param>
    /// <param name="count">Their number.</param>
    /// <param name="seed">The seed of the hash.</param>
    /// <param name="first">The flat index of the first weight.</param>
    /// <param name="length">The number of weights.</param>
    /// <param name="weights">Receives them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LookUp(ref float buckets, int count, int seed, int first, int length, ref float weights)
    {
        Span<uint> hashes = stackalloc uint[Block];
        for (int start = 0; start < length; start += Block)
        {
            FillHashes(hashes, (uint)first + (uint)start, (uint)seed);
            ref float block = ref Unsafe.Add(ref weights, start);
            int end = Math.Min(Block, length - start);
            for (int i = 0; i < end; i++) Unsafe.Add(ref block, i) = WithSign(Unsafe.Add(ref buckets, Bucket(hashes[i], count)), hashes[i]);
        }
    }

    /// <summary>Adds the gradients of weights to those of their buckets.</summary>
    /// <param name="weights">∂L/∂W, from the first weight on.</param>
    /// <param name="count">The number of buckets.</param>
    /// <param name="seed">The seed of the hash.</param>
    /// <param name="first">The flat index of the first weight.</param>
    /// <param name="length">The number of weights.</param>
    /// <param name="buckets">The gradients of the buckets; those of the weights are added.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddGradients(ref float weights, int count, int seed, int first, int length, ref float buckets)
    {
        Span<uint> hashes = stackalloc uint[Block];
        for (int start = 0; start < length; start += Block)
        {
            FillHashes(hashes, (uint)first + (uint)start, (uint)seed);
            ref float block = ref Unsafe.Add(ref weights, start);
            int end = Math.Min(Block, length - start);
            for (int i = 0; i < end; i++) Unsafe.Add(ref buckets, Bucket(hashes[i], count)) += WithSign(Unsafe.Add(ref block, i), hashes[i]);
        }
    }

    /// <summary>xxHash32 (Collet) of the four bytes, the lowest first, of numbers one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillHashes(Span<uint> hashes, uint first, uint seed)
    {
        const uint Prime2 = 2246822519, Prime3 = 3266489917, Prime4 = 668265263, Prime5 = 374761393;
        var start = new Vector<uint>(unchecked(seed + Prime5 + sizeof(uint)));
        for (int i = 0; i < hashes.Length; i += Vector<uint>.Count)
        {
            var values = Vector<uint>.Indices + new Vector<uint>(unchecked(first + (uint)i));
            var hash = start + values * Prime3;
            hash = ((hash << 17) | (hash >> 15)) * Prime4;
            hash = (hash ^ (hash >> 15)) * Prime2;
            hash = (hash ^ (hash >> 13)) * Prime3;
            (hash ^ (hash >> 16)).CopyTo(hashes[i..]);
        }
    }

    // The upper 31 bits choose the bucket, the lowest one the sign.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Bucket(uint hash, int count) => (nint)(((ulong)(hash >> 1) * (uint)count) >> 31);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float WithSign(float value, uint hash) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) ^ (hash << 31));
}
