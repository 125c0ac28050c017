using System.Globalization;
using DeepThin;

namespace Tables.Edge;

/// <summary>Answers lines of CSV: a class and its probability for each, or an empty line and a message for one that cannot be read.</summary>
/// <param name="names">The names of the features and of the classes.</param>
/// <param name="output">Receives the answers.</param>
/// <param name="errors">Receives what is wrong with lines.</param>
internal sealed class Answers(DataNames names, TextWriter output, TextWriter errors)
{
    /// <summary>Predicts a class.</summary>
    public delegate (int Class, float Probability) Predictor(ReadOnlySpan<float> values);

    /// <summary>Answers all lines.</summary>
    /// <param name="input">The lines.</param>
    /// <param name="predict">Predicts.</param>
    /// <returns>The exit code: 1 if a line was bad.</returns>
    public int Of(TextReader input, Predictor predict)
    {
        int code = 0;
        float[] values = new float[names.Features.Count];
        for (int number = 1; input.ReadLine() is { } line; number++)
        {
            if (Read(line, values) is { } fault)
            {
                output.WriteLine();
                errors.WriteLine($"line {number}: {fault}.");
                code = 1;
                continue;
            }

            var (predicted, probability) = predict(values);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{names.Classes[predicted]},{probability:0.000000}"));
        }

        return code;
    }

    // What is wrong with a line; null where nothing is.
    private string? Read(ReadOnlySpan<char> line, Span<float> values)
    {
        int count = line.Count(',') + 1, i = 0;
        if (count != values.Length) return $"it has {count} value{(count == 1 ? "" : "s")}, and the model reads {values.Length}";
        foreach (var range in line.Split(','))
        {
            var field = line[range].Trim();
            if (!float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) || !float.IsFinite(values[i]))
            {
                return $"'{names.Features[i]}', value {i + 1}, is '{field}', which is not a finite number";
            }

            i++;
        }

        return null;
    }
}
