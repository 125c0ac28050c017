using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace DeepThin.Runtime;

/// <summary>What a gate of a recurrent layer makes of its sum: a share of 0 to 1.</summary>
internal interface IGate
{
    /// <summary>The shares.</summary>
    /// <param name="sums">The sums.</param>
    /// <param name="slope">The slope of a hard sigmoid.</param>
    /// <typeparam name="TSimd">The vector width.</typeparam>
    /// <typeparam name="TVector">The vector of floats.</typeparam>
    static abstract TVector Of<TSimd, TVector>(TVector sums, TVector slope)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;

    /// <summary>The gradients of sums, from those of shares times the shares.</summary>
    /// <param name="product">∂L/∂s·s; receives ∂L/∂s times the derivative of s.</param>
    /// <param name="shares">s.</param>
    /// <param name="rest">As many values to work in.</param>
    /// <param name="slope">The slope of a hard sigmoid.</param>
    static abstract void Slope(Span<float> product, ReadOnlySpan<float> shares, Span<float> rest, float slope);
}

/// <summary>A sigmoid, s = 1 / (1 + exp(−x)), whose derivative is s·(1 − s).</summary>
internal readonly struct SigmoidGate : IGate
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TSimd, TVector>(TVector sums, TVector slope)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => Exponentials<TSimd, TVector>.Sigmoid(sums);

    public static void Slope(Span<float> product, ReadOnlySpan<float> shares, Span<float> rest, float slope)
    {
        TensorPrimitives.Multiply(product, shares, rest);
        TensorPrimitives.Subtract(product, rest, product);
    }
}

/// <summary>A hard sigmoid, s = min(1, max(0, slope·x + ½)), whose derivative is the slope between 0 and 1 and 0 at both ends.</summary>
internal readonly struct HardGate : IGate
{
    // What is not a number stays so.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TSimd, TVector>(TVector sums, TVector slope)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Max(TSimd.Zero, TSimd.Min(TSimd.Broadcast(1f), TSimd.MultiplyAdd(sums, slope, TSimd.Broadcast(0.5f))));

    public static void Slope(Span<float> product, ReadOnlySpan<float> shares, Span<float> rest, float slope)
    {
        for (int i = 0; i < product.Length; i++) product[i] = shares[i] is 0 or 1 ? 0 : product[i] / shares[i] * slope;
    }
}
