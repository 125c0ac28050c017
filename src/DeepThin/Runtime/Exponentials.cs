using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepThin.Runtime;

/// <summary>The sigmoid and tanh in registers, for kernels that have other work between them.</summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">The vector of floats.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Exponentials<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>exp(x) with a relative error below 2e-7; x beyond ±87 counts as ±87, and what is not a number stays so.</summary>
    /// <remarks>With n the whole number next to x/ln 2, exp(x) = 2ⁿ·exp(x − n·ln 2), and the second factor is a polynomial (S. L. Moshier, Cephes, expf).</remarks>
    /// <param name="x">x.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp(TVector x)
    {
        // Adding it and subtracting it rounds to whole numbers.
        TVector whole = TSimd.Broadcast(12582912f);
        x = TSimd.Max(TSimd.Broadcast(-87f), TSimd.Min(TSimd.Broadcast(87f), x));
        TVector n = TSimd.Subtract(TSimd.MultiplyAdd(x, TSimd.Broadcast(1.44269504f), whole), whole);
        x = TSimd.MultiplySubtractFrom(n, TSimd.Broadcast(0.693359375f), x);
        x = TSimd.MultiplySubtractFrom(n, TSimd.Broadcast(-2.12194440e-4f), x);
        TVector p = TSimd.MultiplyAdd(x, TSimd.Broadcast(1.9875691500e-4f), TSimd.Broadcast(1.3981999507e-3f));
        p = TSimd.MultiplyAdd(x, p, TSimd.Broadcast(8.3334519073e-3f));
        p = TSimd.MultiplyAdd(x, p, TSimd.Broadcast(4.1665795894e-2f));
        p = TSimd.MultiplyAdd(x, p, TSimd.Broadcast(1.6666665459e-1f));
        p = TSimd.MultiplyAdd(x, p, TSimd.Broadcast(5.0000001201e-1f));
        p = TSimd.MultiplyAdd(TSimd.Multiply(x, x), p, TSimd.Add(x, TSimd.Broadcast(1f)));
        return TSimd.Multiply(p, TSimd.PowerOfTwo(n));
    }

    /// <summary>1 / (1 + exp(−x)).</summary>
    /// <param name="x">x.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid(TVector x)
    {
        TVector one = TSimd.Broadcast(1f);
        return TSimd.Divide(one, TSimd.Add(one, Exp(TSimd.Subtract(TSimd.Zero, x))));
    }

    /// <summary>tanh(x) = 1 − 2 / (exp(2x) + 1), and near 0, where that cancels, a polynomial (S. L. Moshier, Cephes, tanhf).</summary>
    /// <param name="x">x.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh(TVector x)
    {
        TVector square = TSimd.Multiply(x, x), one = TSimd.Broadcast(1f), two = TSimd.Broadcast(2f);
        TVector p = TSimd.MultiplyAdd(square, TSimd.Broadcast(-5.70498872745e-3f), TSimd.Broadcast(2.06390887954e-2f));
        p = TSimd.MultiplyAdd(square, p, TSimd.Broadcast(-5.37397155531e-2f));
        p = TSimd.MultiplyAdd(square, p, TSimd.Broadcast(1.33314422036e-1f));
        p = TSimd.MultiplyAdd(square, p, TSimd.Broadcast(-3.33332819422e-1f));
        TVector near = TSimd.MultiplyAdd(TSimd.Multiply(square, x), p, x), isNear = TSimd.Subtract(TSimd.Broadcast(0.625f * 0.625f), square);
        return TSimd.IfPositive(isNear, near, TSimd.Subtract(one, TSimd.Divide(two, TSimd.Add(Exp(TSimd.Multiply(two, x)), one))));
    }
}
