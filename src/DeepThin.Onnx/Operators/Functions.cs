using System.Globalization;

namespace DeepThin.Onnx.Operators;

/// <summary>A function of one number that a layer computes.</summary>
/// <param name="Activation">The name of the activation; null where the function is only a straight line.</param>
/// <param name="Options">The options of the activation beside its name, as a class has them: name and value.</param>
/// <param name="Factor">What the number is multiplied with first.</param>
/// <param name="Summand">What is added to it then.</param>
internal sealed record ScalarFunction(string? Activation, IReadOnlyList<(string Name, string Value)> Options, double Factor = 1, double Summand = 0)
{
    /// <summary>The value of the function at 0 where it is one of the known ones.</summary>
    public bool KeepsZero { get; init; }
}

/// <summary>
/// Recognises a function of one number by its values. However an exporter wrote a GELU or a hard swish, in Erf, Pow, Tanh, Clip, Max or Where, its values at some
/// hundred numbers are those of the layer or they are not.
/// </summary>
internal static class Functions
{
    // Exporters write their constants in single precision.
    private const double Tolerance = 2e-6;

    private static readonly (string Name, Func<double, double> Of)[] Fixed =
    [
        ("Relu", x => Math.Max(0, x)),
        ("Sigmoid", x => 1 / (1 + Math.Exp(-x))),
        ("Tanh", Math.Tanh),
        ("Gelu", Gelu),
        ("GeluTanh", GeluTanh),
        ("Silu", x => x / (1 + Math.Exp(-x))),
        ("Softplus", x => x > 30 ? x : Math.Log(1 + Math.Exp(x))),
        ("HardSigmoid", x => Math.Clamp(x + 3, 0, 6) / 6),
        ("HardSwish", x => x * Math.Clamp(x + 3, 0, 6) / 6),
    ];

    /// <summary>The numbers at which functions are compared; −1, 0 and 1 are among them.</summary>
    public static double[] Samples { get; } = [0, -1, 1, .. Enumerable.Range(0, 160).Select(i => (i - 79.5) * 0.11), -60, 60, -400, 400];

    /// <summary>Finds the function with some values at <see cref="Samples"/>.</summary>
    /// <param name="values">The values, in the order of the samples.</param>
    /// <returns>The function, or null where no layer has it.</returns>
    public static ScalarFunction? Recognize(double[] values)
    {
        if (values.Any(double.IsNaN)) return null;
        double summand = values[0], factor = values[2] - values[0];
        if (Fits(values, x => factor * x + summand)) return new(null, [], factor, summand) { KeepsZero = summand == 0 };
        foreach (var (name, of) in Fixed)
        {
            if (Fits(values, of)) return Named(name, of);
        }

        // One number tells the rest of those that have one: the slope, the limit below, the limit above.
        double slope = -values[1], low = -values[Array.IndexOf(Samples, -400)], high = values[Array.IndexOf(Samples, 400)];
        if (slope is > 0 and < 1 && Fits(values, x => x > 0 ? x : slope * x)) return Named("LeakyRelu", x => x, ("Slope", Text(slope)));
        if (low > 0 && double.IsFinite(low) && Fits(values, x => x > 0 ? x : low * (Math.Exp(x) - 1))) return Named("Elu", x => x, ("Alpha", Text(low)));
        if (high > 0 && Clipped(values, high, 1, 0)) return Named("ClippedRelu", x => x, ("Ceiling", Text(high)));

        // A slope between two bounds of which the lower one is 0, such as the hard sigmoids of Keras and of ONNX.
        double middle = values[0], steep = values[Array.IndexOf(Samples, Samples[3 + 80])] is var near ? (near - middle) / Samples[3 + 80] : 0;
        return high > 0 && middle > 0 && middle < high && Clipped(values, high, steep, middle)
            ? new("ClippedRelu", [("Ceiling", Text(high))], Round(steep), Round(middle))
            : null;

        bool Fits(double[] found, Func<double, double> of) => Functions.Fits(found, of);
    }

    /// <summary>An activation that has no numbers of its own, or null.</summary>
    public static Func<double, double>? Of(string activation) => Array.Find(Fixed, function => function.Name == activation).Of;

    /// <summary>Whether two values agree.</summary>
    public static bool Agree(double found, double wanted) => found == wanted || Math.Abs(found - wanted) <= Tolerance * Math.Max(1, Math.Abs(wanted));

    /// <summary>x·Φ(x), with Φ the distribution function of the standard normal.</summary>
    public static double Gelu(double x) => x * 0.5 * (1 + Erf(x / Math.Sqrt(2)));

    /// <summary>The approximation of <see cref="Gelu"/> by tanh.</summary>
    public static double GeluTanh(double x) => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));

    /// <summary>The error function: its Taylor series near 0, the continued fraction of its complement beyond (Abramowitz and Stegun, 7.1.6 and 7.1.14).</summary>
    public static double Erf(double x)
    {
        double size = Math.Abs(x);
        if (double.IsNaN(x) || size > 6) return double.IsNaN(x) ? x : Math.Sign(x);
        if (size < 2.5)
        {
            double term = x, sum = x;
            for (int n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++) sum += term *= 2 * x * x / (2 * n + 1);
            return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
        }

        double fraction = 0;
        for (int n = 60; n > 0; n--) fraction = n / 2.0 / (size + fraction);
        return Math.Sign(x) * (1 - Math.Exp(-size * size) / Math.Sqrt(Math.PI) / (size + fraction));
    }

    private static ScalarFunction Named(string name, Func<double, double> of, params (string Name, string Value)[] options) => new(name, options) { KeepsZero = of(0) == 0 };

    private static bool Clipped(double[] values, double high, double steep, double middle) => Fits(values, x => Math.Clamp(steep * x + middle, 0, high));

    private static bool Fits(double[] values, Func<double, double> of)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!Agree(values[i], of(Samples[i]))) return false;
        }

        return true;
    }

    // The number that was written in single precision.
    private static double Round(double value) => double.Parse(((float)value).ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Text(double value) => Round(value).ToString("R", CultureInfo.InvariantCulture);
}
