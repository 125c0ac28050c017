using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepThin.Runtime;

/// <summary>
/// One float at a time: plain loops for processors whose vectors .NET does not know, such as Arm with 32 bits. <see cref="System.Runtime.Intrinsics.Vector128"/>
/// is software there, and slower than these loops.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Simd32 : ISimd<float>
{
    // 1.5·2²³: a sum with it has no digits behind the point, and its last ones are those of a whole number.
    private const float Rounder = 12582912;

    /// <inheritdoc/>
    public static bool IsSupported => true;

    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    public static float Zero => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Broadcast(float value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load(ref float source, nint index) => Unsafe.Add(ref source, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load<T>(ref T source, nint index)
        where T : unmanaged
    {
        ref byte at = ref Unsafe.As<T, byte>(ref Unsafe.Add(ref source, index));
        if (typeof(T) == typeof(sbyte)) return (sbyte)at;
        if (typeof(T) == typeof(BrainFloat)) return BrainFloat.Widen(Unsafe.ReadUnaligned<ushort>(ref at));
        if (typeof(T) == typeof(Half)) return ToFloat((Unsafe.ReadUnaligned<short>(ref at) << HalfBits.Shift) & HalfBits.Mask) * HalfBits.Scale;
        return Unsafe.ReadUnaligned<float>(ref at);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadPartial<T>(ref T source, nint index, int count)
        where T : unmanaged => count > 0 ? Load(ref source, index) : 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadPartial(ref float source, nint index, int count) => count > 0 ? Load(ref source, index) : 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadLowerHalves(ref float source, nint index) => ToFloat(ToBits(Load(ref source, index)) << BrainFloat.LostBits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Broadcast(ref float source, nint index) => Load(ref source, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float value, ref float destination, nint index) => Unsafe.Add(ref destination, index) = value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float a, float b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Subtract(float a, float b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Multiply(float a, float b) => a * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float a, float b, float c) => a * b + c;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplySubtractFrom(float a, float b, float c) => c - a * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Mask(float value, float mask) => ToFloat(ToBits(value) & ToBits(mask));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadEveryOther(ref sbyte source, nint index) => Unsafe.Add(ref source, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadEveryOther(ref float source, nint index) => Load(ref source, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAddPairs(ref sbyte source, nint index, float pairs, float sum)
    {
        int both = ToBits(pairs);
        return ToFloat(Unsafe.Add(ref source, index) * (short)both + Unsafe.Add(ref source, index + 1) * (both >> 16) + ToBits(sum));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToPairs(float a, float b) => ToFloat((Rounded(a) & ushort.MaxValue) | (Rounded(b) << 16));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToShorts(float a, float b) => ToPairs(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToFloats(float value) => ToBits(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxMagnitude(float a, float b) => ToFloat(Math.Max(ToBits(a) & int.MaxValue, ToBits(b)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(float a, float b) => a > b ? a : b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Maximum(float a, float b) => MathF.Max(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Min(float a, float b) => a < b ? a : b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float IfPositive(float test, float a, float b) => test <= 0 ? b : a;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Divide(float a, float b) => a / b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float PowerOfTwo(float n) => ToFloat((Rounded(n) + 127) << 23);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(float value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(float a, float b, float c, float d, ref float destination, nint index)
    {
        Store(a, ref destination, index);
        Store(b, ref destination, index + 1);
        Store(c, ref destination, index + 2);
        Store(d, ref destination, index + 3);
    }

    // To the nearest, ties to even; of magnitudes below 2²².
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Rounded(float value) => ToBits(value + Rounder) - ToBits(Rounder);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ToBits(float value) => BitConverter.SingleToInt32Bits(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float ToFloat(int bits) => BitConverter.Int32BitsToSingle(bits);
}
