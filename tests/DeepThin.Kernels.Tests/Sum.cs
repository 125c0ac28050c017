namespace DeepThin.Kernels.Tests;

/// <summary>Sums of a plain loop in double precision, with the sum of the terms' magnitudes, by which single precision is judged.</summary>
internal static class Sum
{
    public static (double Value, double Magnitude) Over(int terms, Func<int, double> term, double start = 0)
    {
        double value = start, magnitude = Math.Abs(start);
        for (int t = 0; t < terms; t++)
        {
            double one = term(t);
            value += one;
            magnitude += Math.Abs(one);
        }

        return (value, magnitude);
    }
}
