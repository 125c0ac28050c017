using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace DeepThin.Runtime;

/// <summary>Rows of tables. Called by generated code.</summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Lookup<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>The index that a value says.</summary>
    /// <param name="value">The value.</param>
    /// <param name="count">The number of rows.</param>
    /// <exception cref="ArgumentException">It is no whole number, or no index of a row.</exception>
    public static int IndexOf(float value, int count)
    {
        if (value >= 0 && value < count && (int)value == value) return (int)value;
        ThrowNoIndex(value, count);
        return 0;
    }

    /// <summary>A row of a table that is kept as factors: row[e] = Σ_k X_f[i / n, k]·W_f[k, i mod n] with i = start + e.</summary>
    /// <param name="xf">X_f, m×rank.</param>
    /// <param name="wf">W_f, rank×n.</param>
    /// <param name="rank">The rank.</param>
    /// <param name="n">The length of the rows of W_f.</param>
    /// <param name="start">The first value of the row among those of the table.</param>
    /// <param name="length">The values of the row.</param>
    /// <param name="row">Receives them, in full vectors and one more.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row(ref float xf, ref float wf, int rank, int n, long start, int length, ref float row)
    {
        for (nint i = 0; i < length; i += TSimd.Count) TSimd.Store(TSimd.Zero, ref row, i);
        var (a, b) = Math.DivRem(start, n);
        for (int done = 0; done < length; a++, b = 0)
        {
            int some = (int)Math.Min(n - b, length - done);
            for (int k = 0; k < rank; k++)
            {
                PanelKernels<TSimd, TVector>.AddScaled(
                    ref Unsafe.Add(ref wf, (nint)((long)k * n + b)), Unsafe.Add(ref xf, (nint)(a * rank + k)), ref Unsafe.Add(ref row, done), some);
            }

            done += some;
        }
    }

    /// <summary>From ∂L/∂row to the gradients of the factors, which are added.</summary>
    /// <param name="gradients">∂L/∂row; a vector behind it is finite.</param>
    /// <param name="xf">X_f, m×rank.</param>
    /// <param name="wf">W_f, rank×n.</param>
    /// <param name="rank">The rank.</param>
    /// <param name="n">The length of the rows of W_f.</param>
    /// <param name="start">The first value of the row among those of the table.</param>
    /// <param name="length">The values of the row.</param>
    /// <param name="leftGradients">∂L/∂X_f; a vector behind each factor belongs to the block.</param>
    /// <param name="rightGradients">∂L/∂W_f.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RowBackward(
        ref float gradients, ref float xf, ref float wf, int rank, int n, long start, int length, ref float leftGradients, ref float rightGradients)
    {
        var (a, b) = Math.DivRem(start, n);
        for (int done = 0; done < length; a++, b = 0)
        {
            int some = (int)Math.Min(n - b, length - done);
            ref float part = ref Unsafe.Add(ref gradients, done);
            for (int k = 0; k < rank; k++)
            {
                nint left = (nint)(a * rank + k), right = (nint)((long)k * n + b);
                Unsafe.Add(ref leftGradients, left) += InnerProduct<TSimd, TVector>.Of(ref Unsafe.Add(ref wf, right), ref part, some);
                PanelKernels<TSimd, TVector>.AddScaled(ref part, Unsafe.Add(ref xf, left), ref Unsafe.Add(ref rightGradients, right), some);
            }

            done += some;
        }
    }

    [DoesNotReturn]
    private static void ThrowNoIndex(float value, int count) => throw new ArgumentException(
        FormattableString.Invariant($"A table of {count} rows is asked for row {value}; an index is a whole number from 0 to {count - 1}."));
}
