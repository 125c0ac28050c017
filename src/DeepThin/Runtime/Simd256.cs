using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepThin.Runtime;

/// <summary>
/// 256-bit vectors: AVX2 and FMA. Written with the explicit intrinsics: in an ahead-of-time binary with the <c>avx</c> floor these
/// are checked at run time, whereas the portable <see cref="Vector256"/> operations would be emulated.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Simd256 : ISimd<Vector256<float>>
{
    /// <inheritdoc/>
    public static bool IsSupported => Fma.IsSupported && Avx2.IsSupported;

    /// <inheritdoc/>
    public static int Count => Vector256<float>.Count;

    /// <inheritdoc/>
    public static Vector256<float> Zero => Vector256<float>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float value) => Avx2.BroadcastScalarToVector256(Vector128.CreateScalarUnsafe(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(ref float source, nint index) =>
        Unsafe.ReadUnaligned<Vector256<float>>(ref Unsafe.As<float, byte>(ref Unsafe.Add(ref source, index)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load<T>(ref T source, nint index)
        where T : unmanaged
    {
        ref byte at = ref Unsafe.As<T, byte>(ref Unsafe.Add(ref source, index));
        if (typeof(T) == typeof(sbyte)) return Avx.ConvertToVector256Single(Avx2.ConvertToVector256Int32(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(ref at)).AsSByte()));
        if (typeof(T) == typeof(BrainFloat)) return Avx2.ShiftLeftLogical(Avx2.ConvertToVector256Int32(Unsafe.ReadUnaligned<Vector128<ushort>>(ref at)), BrainFloat.LostBits).AsSingle();
        if (typeof(T) == typeof(Half)) return Widen(Avx2.ConvertToVector256Int32(Unsafe.ReadUnaligned<Vector128<short>>(ref at)));
        return Unsafe.ReadUnaligned<Vector256<float>>(ref at);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadPartial<T>(ref T source, nint index, int count)
        where T : unmanaged => Avx.And(Load(ref source, index), Load(ref LaneMask.First, LaneMask.Full - count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadPartial(ref float source, nint index, int count) => Avx.And(Load(ref source, index), Load(ref LaneMask.First, LaneMask.Full - count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadLowerHalves(ref float source, nint index) => Avx2.ShiftLeftLogical(Load(ref source, index).AsInt32(), BrainFloat.LostBits).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(ref float source, nint index) => Broadcast(Unsafe.Add(ref source, index));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, ref float destination, nint index) =>
        Unsafe.WriteUnaligned(ref Unsafe.As<float, byte>(ref Unsafe.Add(ref destination, index)), value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => Avx.Add(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Subtract(Vector256<float> a, Vector256<float> b) => Avx.Subtract(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => Avx.Multiply(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Fma.MultiplyAdd(a, b, c);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplySubtractFrom(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Fma.MultiplyAddNegated(a, b, c);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Mask(Vector256<float> value, Vector256<float> mask) => value & mask;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadEveryOther(ref sbyte source, nint index)
    {
        var pairs = Avx2.ConvertToVector256Int32(Unsafe.ReadUnaligned<Vector128<short>>(ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref source, index))));
        return Avx.ConvertToVector256Single(Avx2.ShiftRightArithmetic(Avx2.ShiftLeftLogical(pairs, 24), 24));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadEveryOther(ref float source, nint index)
    {
        // Each half has two of a and two of b.
        var halves = Avx.Shuffle(Load(ref source, index), Load(ref source, index + Count), 0x88);
        return Avx2.Permute4x64(halves.AsDouble(), 0xD8).AsSingle();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAddPairs(ref sbyte source, nint index, Vector256<float> pairs, Vector256<float> sum)
    {
        var values = Avx2.ConvertToVector256Int16(Unsafe.ReadUnaligned<Vector128<sbyte>>(ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref source, index))));
        return Avx2.Add(Avx2.MultiplyAddAdjacent(values, pairs.AsInt16()), sum.AsInt32()).AsSingle();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ToPairs(Vector256<float> a, Vector256<float> b) => Avx2.Or(
        Avx2.And(Avx.ConvertToVector256Int32(a), Broadcast((int)ushort.MaxValue)),
        Avx2.ShiftLeftLogical(Avx.ConvertToVector256Int32(b), 16)).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ToShorts(Vector256<float> a, Vector256<float> b) => Avx2.Permute4x64(
        Avx2.PackSignedSaturate(Avx.ConvertToVector256Int32(a), Avx.ConvertToVector256Int32(b)).AsInt64(), 0b11_01_10_00).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ToFloats(Vector256<float> value) => Avx.ConvertToVector256Single(value.AsInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MaxMagnitude(Vector256<float> a, Vector256<float> b) =>
        Avx2.Max(Avx2.And(a.AsInt32(), Broadcast(int.MaxValue)), b.AsInt32()).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Max(Vector256<float> a, Vector256<float> b) => Avx.Max(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Maximum(Vector256<float> a, Vector256<float> b) => Vector256.Max(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Min(Vector256<float> a, Vector256<float> b) => Avx.Min(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> IfPositive(Vector256<float> test, Vector256<float> a, Vector256<float> b) =>
        Avx.BlendVariable(b, a, Avx.Compare(test, Zero, FloatComparisonMode.UnorderedNotLessThanOrEqualNonSignaling));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Divide(Vector256<float> a, Vector256<float> b) => Avx.Divide(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> PowerOfTwo(Vector256<float> n) => Avx2.ShiftLeftLogical(Avx2.Add(Avx.ConvertToVector256Int32(n), Broadcast(127)), 23).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> value) => Simd128.Sum(Sse.Add(Avx.ExtractVector128(value, 0), Avx.ExtractVector128(value, 1)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d, ref float destination, nint index)
    {
        // In each half as with 128 bits, then both halves.
        var ab = Avx.Add(Avx.UnpackLow(a, b), Avx.UnpackHigh(a, b));
        var cd = Avx.Add(Avx.UnpackLow(c, d), Avx.UnpackHigh(c, d));
        var sums = Avx.Add(Avx.Shuffle(ab, cd, 0x44), Avx.Shuffle(ab, cd, 0xEE));
        Simd128.Store(Sse.Add(Avx.ExtractVector128(sums, 0), Avx.ExtractVector128(sums, 1)), ref destination, index);
    }

    // As with 512 bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Widen(Vector256<int> half) =>
        Avx.Multiply(Avx2.And(Avx2.ShiftLeftLogical(half, HalfBits.Shift), Broadcast(HalfBits.Mask)).AsSingle(), Broadcast(HalfBits.Scale));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Broadcast(int value) => Avx2.BroadcastScalarToVector256(Vector128.CreateScalarUnsafe(value));
}
