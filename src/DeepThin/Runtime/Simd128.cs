using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace DeepThin.Runtime;

/// <summary>128-bit vectors: what nearly every processor has. SSE on x64 (fused multiply-add where the compiler may assume it), AdvSimd on Arm64.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Simd128 : ISimd<Vector128<float>>
{
    /// <inheritdoc/>
    public static bool IsSupported => Vector128.IsHardwareAccelerated;

    /// <inheritdoc/>
    public static int Count => Vector128<float>.Count;

    /// <inheritdoc/>
    public static Vector128<float> Zero => Vector128<float>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(ref float source, nint index) => Vector128.LoadUnsafe(ref source, (nuint)index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load<T>(ref T source, nint index)
        where T : unmanaged
    {
        ref byte at = ref Unsafe.As<T, byte>(ref Unsafe.Add(ref source, index));
        if (typeof(T) == typeof(sbyte)) return Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<int>(ref at)).AsSByte())));
        if (typeof(T) == typeof(BrainFloat)) return UpperHalves(ref at);
        if (typeof(T) == typeof(Half)) return Widen(Widened(ref at));
        return Unsafe.ReadUnaligned<Vector128<float>>(ref at);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadPartial<T>(ref T source, nint index, int count)
        where T : unmanaged => Load(ref source, index) & Load(ref LaneMask.First, LaneMask.Full - count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadPartial(ref float source, nint index, int count) => Load(ref source, index) & Load(ref LaneMask.First, LaneMask.Full - count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadLowerHalves(ref float source, nint index) => (Load(ref source, index).AsInt32() << BrainFloat.LostBits).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Broadcast(ref float source, nint index) => Vector128.Create(Unsafe.Add(ref source, index));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> value, ref float destination, nint index) => value.StoreUnsafe(ref destination, (nuint)index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Subtract(Vector128<float> a, Vector128<float> b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Multiply(Vector128<float> a, Vector128<float> b) => a * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) => Vector128.MultiplyAddEstimate(a, b, c);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplySubtractFrom(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        Fma.IsSupported || AdvSimd.IsSupported ? Vector128.MultiplyAddEstimate(-a, b, c) : c - a * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Mask(Vector128<float> value, Vector128<float> mask) => value & mask;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadEveryOther(ref sbyte source, nint index) =>
        Vector128.ConvertToSingle((Widened(ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref source, index))) << 24) >> 24);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadEveryOther(ref float source, nint index)
    {
        Vector128<float> a = Load(ref source, index), b = Load(ref source, index + Count);
        return Sse.IsSupported ? Sse.Shuffle(a, b, 0x88)
            : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.UnzipEven(a, b)
            : Vector128.Create(a[0], a[2], b[0], b[2]);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAddPairs(ref sbyte source, nint index, Vector128<float> pairs, Vector128<float> sum)
    {
        var values = Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref source, index)))).AsSByte());
        if (Sse2.IsSupported) return (Sse2.MultiplyAddAdjacent(values, pairs.AsInt16()) + sum.AsInt32()).AsSingle();
        if (AdvSimd.Arm64.IsSupported)
        {
            var products = AdvSimd.Arm64.AddPairwise(
                AdvSimd.MultiplyWideningLower(values.GetLower(), pairs.AsInt16().GetLower()), AdvSimd.MultiplyWideningUpper(values, pairs.AsInt16()));
            return (products + sum.AsInt32()).AsSingle();
        }

        // The even and the odd ones of sixteen bits, in lanes of 32.
        var (left, right) = (values.AsInt32(), pairs.AsInt32());
        return (((left << 16) >> 16) * ((right << 16) >> 16) + (left >> 16) * (right >> 16) + sum.AsInt32()).AsSingle();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ToPairs(Vector128<float> a, Vector128<float> b) =>
        (Rounded(a) & Vector128.Create((int)ushort.MaxValue) | Rounded(b) << 16).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ToShorts(Vector128<float> a, Vector128<float> b) => Vector128.Narrow(Rounded(a), Rounded(b)).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ToFloats(Vector128<float> value) => Vector128.ConvertToSingle(value.AsInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MaxMagnitude(Vector128<float> a, Vector128<float> b) =>
        Vector128.Max(a.AsInt32() & Vector128.Create(int.MaxValue), b.AsInt32()).AsSingle();

    // To the nearest, ties to even: what an instruction on each processor does.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Rounded(Vector128<float> value) =>
        Sse2.IsSupported ? Sse2.ConvertToVector128Int32(value) : Vector128.ConvertToInt32(Vector128.Round(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Max(Vector128<float> a, Vector128<float> b) => Vector128.MaxNative(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Maximum(Vector128<float> a, Vector128<float> b) => Vector128.Max(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Min(Vector128<float> a, Vector128<float> b) => Vector128.MinNative(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> IfPositive(Vector128<float> test, Vector128<float> a, Vector128<float> b) =>
        Vector128.ConditionalSelect(Vector128.LessThanOrEqual(test, Zero), b, a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Divide(Vector128<float> a, Vector128<float> b) => a / b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> PowerOfTwo(Vector128<float> n) => Vector128.ShiftLeft(Rounded(n) + Vector128.Create(127), 23).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector128<float> value) => Vector128.Sum(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d, ref float destination, nint index)
    {
        if (Sse.IsSupported)
        {
            // a0 + a2, b0 + b2, a1 + a3, b1 + b3, and so on: the lanes are added while they are transposed.
            Vector128<float> ab = Sse.UnpackLow(a, b) + Sse.UnpackHigh(a, b), cd = Sse.UnpackLow(c, d) + Sse.UnpackHigh(c, d);
            Store(Sse.MoveLowToHigh(ab, cd) + Sse.MoveHighToLow(cd, ab), ref destination, index);
        }
        else if (AdvSimd.Arm64.IsSupported)
        {
            Store(AdvSimd.Arm64.AddPairwise(AdvSimd.Arm64.AddPairwise(a, b), AdvSimd.Arm64.AddPairwise(c, d)), ref destination, index);
        }
        else
        {
            Store(Vector128.Create(Sum(a), Sum(b), Sum(c), Sum(d)), ref destination, index);
        }
    }

    // Zeros below each.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> UpperHalves(ref byte at)
    {
        var halves = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(ref at)).AsInt16();
        return Sse2.IsSupported ? Sse2.UnpackLow(Vector128<short>.Zero, halves).AsSingle() : (Vector128.WidenLower(halves) << BrainFloat.LostBits).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Widened(ref byte at) => Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(ref at)).AsInt16());

    // As with 512 bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Widen(Vector128<int> half) =>
        ((half << HalfBits.Shift) & Vector128.Create(HalfBits.Mask)).AsSingle() * Vector128.Create(HalfBits.Scale);
}
