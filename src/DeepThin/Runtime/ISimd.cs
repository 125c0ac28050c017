namespace DeepThin.Runtime;

/// <summary>
/// One vector width of one instruction set. Emitted kernels are written once over this interface and instantiated for each width;
/// every member is a single instruction or a few, and is inlined.
/// </summary>
/// <typeparam name="TVector">The vector of floats.</typeparam>
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

    /// <summary>The sum of all lanes.</summary>
    /// <param name="value">The vector.</param>
    static abstract float Sum(TVector value);
}
