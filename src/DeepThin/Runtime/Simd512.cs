using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepThin.Runtime;

/// <summary>512-bit vectors: AVX-512.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Simd512 : ISimd<Vector512<float>>
{
    /// <inheritdoc/>
    public static bool IsSupported => Vector512.IsHardwareAccelerated;

    /// <inheritdoc/>
    public static int Count => Vector512<float>.Count;

    /// <inheritdoc/>
    public static Vector512<float> Zero => Vector512<float>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ref float source, nint index) => Vector512.LoadUnsafe(ref source, (nuint)index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load<T>(ref T source, nint index)
        where T : unmanaged
    {
        ref byte at = ref Unsafe.As<T, byte>(ref Unsafe.Add(ref source, index));
        if (typeof(T) == typeof(sbyte)) return Avx512F.ConvertToVector512Single(Avx512F.ConvertToVector512Int32(Unsafe.ReadUnaligned<Vector128<sbyte>>(ref at)));
        if (typeof(T) == typeof(BrainFloat)) return Vector512.ShiftLeft(Avx512F.ConvertToVector512Int32(Unsafe.ReadUnaligned<Vector256<ushort>>(ref at)), BrainFloat.LostBits).AsSingle();
        if (typeof(T) == typeof(Half)) return Widen(Avx512F.ConvertToVector512Int32(Unsafe.ReadUnaligned<Vector256<short>>(ref at)));
        return Unsafe.ReadUnaligned<Vector512<float>>(ref at);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadPartial<T>(ref T source, nint index, int count)
        where T : unmanaged => Load(ref source, index) & Load(ref LaneMask.First, LaneMask.Full - count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadPartial(ref float source, nint index, int count) => Load(ref source, index) & Load(ref LaneMask.First, LaneMask.Full - count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadLowerHalves(ref float source, nint index) => (Load(ref source, index).AsInt32() << BrainFloat.LostBits).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(ref float source, nint index) => Vector512.Create(Unsafe.Add(ref source, index));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, ref float destination, nint index) => value.StoreUnsafe(ref destination, (nuint)index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Subtract(Vector512<float> a, Vector512<float> b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Multiply(Vector512<float> a, Vector512<float> b) => a * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Vector512.FusedMultiplyAdd(a, b, c);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplySubtractFrom(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Vector512.FusedMultiplyAdd(-a, b, c);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Mask(Vector512<float> value, Vector512<float> mask) => value & mask;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadEveryOther(ref sbyte source, nint index)
    {
        var pairs = Avx512F.ConvertToVector512Int32(Unsafe.ReadUnaligned<Vector256<short>>(ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref source, index))));
        return Avx512F.ConvertToVector512Single((pairs << 24) >> 24);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadEveryOther(ref float source, nint index) =>
        Avx512F.PermuteVar16x32x2(
            Load(ref source, index), Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), Load(ref source, index + Count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAddPairs(ref sbyte source, nint index, Vector512<float> pairs, Vector512<float> sum)
    {
        var values = Avx512BW.ConvertToVector512Int16(Unsafe.ReadUnaligned<Vector256<sbyte>>(ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref source, index))));
        return (Avx512BW.MultiplyAddAdjacent(values, pairs.AsInt16()) + sum.AsInt32()).AsSingle();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ToPairs(Vector512<float> a, Vector512<float> b) =>
        (Avx512F.ConvertToVector512Int32(a) & Vector512.Create((int)ushort.MaxValue) | Avx512F.ConvertToVector512Int32(b) << 16).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ToShorts(Vector512<float> a, Vector512<float> b) => Vector512.Create(
        Avx512F.ConvertToVector256Int16(Avx512F.ConvertToVector512Int32(a)), Avx512F.ConvertToVector256Int16(Avx512F.ConvertToVector512Int32(b))).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ToFloats(Vector512<float> value) => Avx512F.ConvertToVector512Single(value.AsInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MaxMagnitude(Vector512<float> a, Vector512<float> b) =>
        Avx512F.Max(a.AsInt32() & Vector512.Create(int.MaxValue), b.AsInt32()).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Max(Vector512<float> a, Vector512<float> b) => Vector512.MaxNative(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Maximum(Vector512<float> a, Vector512<float> b) => Vector512.Max(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Min(Vector512<float> a, Vector512<float> b) => Vector512.MinNative(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> IfPositive(Vector512<float> test, Vector512<float> a, Vector512<float> b) =>
        Vector512.ConditionalSelect(Vector512.LessThanOrEqual(test, Zero), b, a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Divide(Vector512<float> a, Vector512<float> b) => Avx512F.Divide(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> PowerOfTwo(Vector512<float> n) => Avx512F.ShiftLeftLogical(Avx512F.Add(Avx512F.ConvertToVector512Int32(n), Vector512.Create(127)), 23).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> value) => Simd256.Sum(value.GetLower() + value.GetUpper());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, ref float destination, nint index)
    {
        // In each quarter as with 128 bits, then all quarters.
        var ab = Avx512F.UnpackLow(a, b) + Avx512F.UnpackHigh(a, b);
        var cd = Avx512F.UnpackLow(c, d) + Avx512F.UnpackHigh(c, d);
        var sums = Avx512F.Shuffle(ab, cd, 0x44) + Avx512F.Shuffle(ab, cd, 0xEE);
        var halves = sums.GetLower() + sums.GetUpper();
        Simd128.Store(halves.GetLower() + halves.GetUpper(), ref destination, index);
    }

    // A half as an integer with its sign: the bits move to their places, and a multiplication sets the exponent right, also of the smallest ones.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Widen(Vector512<int> half) =>
        ((half << HalfBits.Shift) & Vector512.Create(HalfBits.Mask)).AsSingle() * Vector512.Create(HalfBits.Scale);
}
