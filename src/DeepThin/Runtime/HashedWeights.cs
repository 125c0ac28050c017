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
        for (int i = 0; i < length; i++)
        {
            uint hash = Hash(unchecked((uint)(first + i)), (uint)seed);
            Unsafe.Add(ref weights, i) = WithSign(Unsafe.Add(ref buckets, Bucket(hash, count)), hash);
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
        for (int i = 0; i < length; i++)
        {
            uint hash = Hash(unchecked((uint)(first + i)), (uint)seed);
            Unsafe.Add(ref buckets, Bucket(hash, count)) += WithSign(Unsafe.Add(ref weights, i), hash);
        }
    }

    /// <summary>xxHash32 (Collet) of the four bytes of a number, the lowest first.</summary>
    /// <param name="value">The number.</param>
    /// <param name="seed">The seed.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Hash(uint value, uint seed)
    {
        const uint Prime2 = 2246822519, Prime3 = 3266489917, Prime4 = 668265263, Prime5 = 374761393;
        unchecked
        {
            uint hash = BitOperations.RotateLeft(seed + Prime5 + sizeof(uint) + value * Prime3, 17) * Prime4;
            hash = (hash ^ (hash >> 15)) * Prime2;
            hash = (hash ^ (hash >> 13)) * Prime3;
            return hash ^ (hash >> 16);
        }
    }

    // The upper 31 bits choose the bucket, the lowest one the sign.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Bucket(uint hash, int count) => (nint)(((ulong)(hash >> 1) * (uint)count) >> 31);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float WithSign(float value, uint hash) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) ^ (hash << 31));
}
