namespace DeepThin.Generators.Tests.Kernels;

/// <summary>The normal distribution in double precision.</summary>
internal static class NormalDistribution
{
    /// <summary>Φ by its Taylor series about 0, or its continued fraction in the tails (Abramowitz and Stegun, 26.2.10 and 26.2.14).</summary>
    public static double Below(double z)
    {
        if (Math.Abs(z) > 5)
        {
            double fraction = 0;
            for (int k = 200; k > 0; k--) fraction = k / (Math.Abs(z) + fraction);
            double tail = Density(z) / (Math.Abs(z) + fraction);
            return z > 0 ? 1 - tail : tail;
        }

        double term = z, sum = z;
        for (int k = 1; k < 200; k++)
        {
            term *= z * z / (2 * k + 1);
            sum += term;
        }

        return 0.5 + Density(z) * sum;
    }

    /// <summary>φ(z).</summary>
    public static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
}
