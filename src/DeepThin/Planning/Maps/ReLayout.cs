namespace DeepThin.Planning;

/// <summary>
/// The arithmetic of ReLayout: W (Q×R) is W_aux = X_f·W_f (m×n) read row-major and written column-major, so that the value with the
/// flat index i = c·Q + q of W[q, c] is W_aux[i / n, i mod n].
/// </summary>
internal static class ReLayout
{
    public static int Gcd(int a, int b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }

    public static bool AreCoprime(int n, int q) => Gcd(n, q) == 1;

    public static long CeilDiv(long dividend, long divisor) => (dividend + divisor - 1) / divisor;

    public static long FloorDiv(long dividend, long divisor) => dividend >= 0 ? dividend / divisor : -((-dividend + divisor - 1) / divisor);

    public static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;

    /// <summary>The rows m of W_aux that hold Q·R values at n values each.</summary>
    public static int RowsFor(int q, int r, int n) => (int)CeilDiv((long)q * r, n);

    /// <summary>m + n: the values of both factors at rank 1.</summary>
    public static long FactorLength(int q, int r, int n) => (long)RowsFor(q, r, n) + n;
}
