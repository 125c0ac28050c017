namespace DeepThin.Benchmarks;

/// <summary>Whether contenders compute the same: otherwise their times cannot be compared.</summary>
internal static class Agreement
{
    /// <summary>Sums of single precision in another order.</summary>
    public const double OfFloats = 1e-4;

    /// <summary>8-bit weights and inputs.</summary>
    public const double OfInt8 = 0.05;

    /// <summary>8-bit weights and inputs of several layers.</summary>
    public const double OfInt8Networks = 0.1;

    /// <summary>Compares the outputs with those of the first contender.</summary>
    /// <param name="contenders">All write the outputs of the samples.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="tolerance">The most distance, as a share of the norm.</param>
    /// <exception cref="BenchmarkException">A contender computes something else.</exception>
    public static void Check(Contender[] contenders, Samples samples, double tolerance)
    {
        contenders[0].Run();
        float[] wanted = samples.Outputs.Span.ToArray();
        double norm = Math.Sqrt(wanted.Sum(value => (double)value * value));
        foreach (var contender in contenders.Skip(1))
        {
            samples.Outputs.Span.Clear();
            contender.Run();
            double error = Math.Sqrt(wanted.Zip(samples.Outputs.Span.ToArray(), (value, found) => Math.Pow(value - (double)found, 2)).Sum()) / norm;
            if (error <= tolerance) continue;
            throw new BenchmarkException(
                $"{contender.Name} differs from {contenders[0].Name} by {error:g2} of the norm, where at most {tolerance} was expected: their times cannot be compared.");
        }
    }
}
