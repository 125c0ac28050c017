using System.ComponentModel;

namespace DeepThin.Runtime;

/// <summary>
/// One vector width of one instruction set. Emitted kernels are written once over this interface and instantiated for each width;
/// every member is a single instruction or a few, and is inlined.
/// </summary>
/// <typeparam name="TVector">The vector of floats.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISimd<TVector>
    where TVector : struct
{
    /// <summary>Whether the processor has the instructions. A constant under the JIT; may be a check at run time in an ahead-of-time binary.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>The floats in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>The vector of zeros.</summary>
    static abstract TVector Zero { get; }

    /// <summary>The vector with the same value in every lane.</summary>
    /// <param name="value">The value.</param>
    static abstract TVector Broadcast(float value);

    /// <summary>The floats source[index …].</summary>
    /// <param name="source">The start of a block of floats.</param>
    /// <param name="index">The first float, in floats; no alignment is needed.</param>
    static abstract TVector Load(ref float source, nint index);

    /// <summary>The values source[index …] as floats.</summary>
    /// <typeparam name="T">Their type: float, <see cref="Half"/>, <see cref="BrainFloat"/> or sbyte. Of Half, numbers only.</typeparam>
    /// <param name="source">The start of a block of values.</param>
    /// <param name="index">The first value, in values; no alignment is needed.</param>
    static abstract TVector Load<T>(ref T source, nint index)
        where T : unmanaged;

    /// <summary>The floats source[index … index + count) in the first lanes, zeros in the others. Reads a full vector.</summary>
    /// <param name="source">The start of a block of floats.</param>
    /// <param name="index">The first float, in floats; no alignment is needed.</param>
    /// <param name="count">The lanes that count, 0 to <see cref="Count"/>.</param>
    static abstract TVector LoadPartial(ref float source, nint index, int count);

    /// <summary>The values source[index … index + count) as floats in the first lanes, zeros in the others. Reads a full vector.</summary>
    /// <typeparam name="T">Their type, as of <see cref="Load{T}"/>.</typeparam>
    /// <param name="source">The start of a block of values.</param>
    /// <param name="index">The first value, in values; no alignment is needed.</param>
    /// <param name="count">The lanes that count, 0 to <see cref="Count"/>.</param>
    static abstract TVector LoadPartial<T>(ref T source, nint index, int count)
        where T : unmanaged;

    /// <summary>
    /// The bfloat16 numbers in the lower halves of the floats source[index …]. Those in their upper halves are the floats themselves, of which the lower
    /// halves are the last digits.
    /// </summary>
    /// <param name="source">The start of a block of pairs.</param>
    /// <param name="index">The first pair, in floats; no alignment is needed.</param>
    static abstract TVector LoadLowerHalves(ref float source, nint index);

    /// <summary>The vector with source[index] in every lane.</summary>
    /// <param name="source">The start of a block of floats.</param>
    /// <param name="index">The float.</param>
    static abstract TVector Broadcast(ref float source, nint index);

    /// <summary>Writes the vector to destination[index …].</summary>
    /// <param name="value">The vector.</param>
    /// <param name="destination">The start of a block of floats.</param>
    /// <param name="index">The first float, in floats; no alignment is needed.</param>
    static abstract void Store(TVector value, ref float destination, nint index);

    /// <summary>a + b.</summary>
    /// <param name="a">The first summand.</param>
    /// <param name="b">The second summand.</param>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a − b.</summary>
    /// <param name="a">The minuend.</param>
    /// <param name="b">The subtrahend.</param>
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>a·b.</summary>
    /// <param name="a">The first factor.</param>
    /// <param name="b">The second factor.</param>
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a·b + c, rounded once where the processor has a fused instruction.</summary>
    /// <param name="a">The first factor.</param>
    /// <param name="b">The second factor.</param>
    /// <param name="c">The summand.</param>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>c − a·b, rounded once where the processor has a fused instruction.</summary>
    /// <param name="a">The first factor.</param>
    /// <param name="b">The second factor.</param>
    /// <param name="c">The minuend.</param>
    static abstract TVector MultiplySubtractFrom(TVector a, TVector b, TVector c);

    /// <summary>The value in the lanes in which all bits of the mask are set, 0 where none is.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mask">The mask.</param>
    static abstract TVector Mask(TVector value, TVector mask);

    /// <summary>The values source[index], source[index + 2], … as floats.</summary>
    /// <param name="source">The start of a block of values.</param>
    /// <param name="index">The first value, in values; no alignment is needed.</param>
    static abstract TVector LoadEveryOther(ref sbyte source, nint index);

    /// <summary>The values source[index], source[index + 2], …, of two vectors.</summary>
    /// <param name="source">The start of a block of floats.</param>
    /// <param name="index">The first value, in floats; no alignment is needed.</param>
    static abstract TVector LoadEveryOther(ref float source, nint index);

    /// <summary>
    /// Sums of products of integers: sum + source[index + 2i]·p + source[index + 2i + 1]·p′ in lane i, where a lane of pairs holds p and p′ in 16 bits
    /// each, and a lane of the sum an integer of 32 bits.
    /// </summary>
    /// <param name="source">The start of a block of values.</param>
    /// <param name="index">The first value, in values; no alignment is needed.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="sum">The summand.</param>
    static abstract TVector MultiplyAddPairs(ref sbyte source, nint index, TVector pairs, TVector sum);

    /// <summary>The floats of a and b, rounded to integers of 16 bits, as pairs.</summary>
    /// <param name="a">The first of each pair; no more than 16 bits hold.</param>
    /// <param name="b">The second of each pair; no more than 16 bits hold.</param>
    static abstract TVector ToPairs(TVector a, TVector b);

    /// <summary>The floats of a and then those of b, rounded to integers of 16 bits.</summary>
    /// <param name="a">The first half; no more than 16 bits hold.</param>
    /// <param name="b">The second half; no more than 16 bits hold.</param>
    static abstract TVector ToShorts(TVector a, TVector b);

    /// <summary>The floats of integers of 32 bits.</summary>
    /// <param name="value">The integers.</param>
    static abstract TVector ToFloats(TVector value);

    /// <summary>The greater magnitude of both, lane by lane; infinity or not a number where either is.</summary>
    /// <param name="a">The first value.</param>
    /// <param name="b">The second value; not negative.</param>
    static abstract TVector MaxMagnitude(TVector a, TVector b);

    /// <summary>The greater of both, lane by lane; b where a or b is not a number (on Arm64, not a number).</summary>
    /// <param name="a">The first value.</param>
    /// <param name="b">The second value.</param>
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>The greater of both, lane by lane; not a number where a or b is none.</summary>
    /// <param name="a">The first value.</param>
    /// <param name="b">The second value.</param>
    static abstract TVector Maximum(TVector a, TVector b);

    /// <summary>The smaller of both, lane by lane; b where a or b is not a number (on Arm64, not a number).</summary>
    /// <param name="a">The first value.</param>
    /// <param name="b">The second value.</param>
    static abstract TVector Min(TVector a, TVector b);

    /// <summary>a where the test is greater than 0 or not a number, otherwise b, lane by lane.</summary>
    /// <param name="test">The test.</param>
    /// <param name="a">The value where it holds.</param>
    /// <param name="b">The value where it does not.</param>
    static abstract TVector IfPositive(TVector test, TVector a, TVector b);

    /// <summary>a/b.</summary>
    /// <param name="a">The dividend.</param>
    /// <param name="b">The divisor.</param>
    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>2ⁿ.</summary>
    /// <param name="n">Whole numbers from −126 to 127; the result is undefined for others.</param>
    static abstract TVector PowerOfTwo(TVector n);

    /// <summary>The sum of all lanes.</summary>
    /// <param name="value">The vector.</param>
    static abstract float Sum(TVector value);

    /// <summary>Writes four sums of all lanes, those of a, b, c and d, to destination[index …].</summary>
    /// <param name="a">The first value.</param>
    /// <param name="b">The second value.</param>
    /// <param name="c">The third value.</param>
    /// <param name="d">The fourth value.</param>
    /// <param name="destination">The start of a block of floats.</param>
    /// <param name="index">The first float, in floats; no alignment is needed.</param>
    static abstract void StoreSums(TVector a, TVector b, TVector c, TVector d, ref float destination, nint index);
}
