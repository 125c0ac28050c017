using System.Globalization;
using DeepThin;
using DeepThin.Samples;
using DeepThin.Training;
using Tables.Data;

namespace Tables;

/// <summary>Compares what the program compiled ahead of time prints for the rows of the test with what the trained model predicts here.</summary>
internal sealed class CheckCommand(string program, string output)
{
    /// <summary>How far two probabilities may be apart: the last digit that the program prints, which vectors of another width may round otherwise.</summary>
    private const double Tolerance = 1.5e-6;

    private const string BadLine = "17.99,many";

    private readonly OutputFiles _files = new(output);

    /// <summary>Does it.</summary>
    /// <exception cref="SampleException">The program fails, or prints something else.</exception>
    public void Run()
    {
        var model = TumourClassifier.Load(_files.Weights);
        var test = TumourTable.Read(_files.Test, model.Names.Classes);
        string[] lines = [.. Enumerable.Range(0, test.Count).Select(i => TumourTable.Line(test, i))];
        var (code, printed, errors) = PublishedProgram.Ask(program, [.. lines, BadLine]);

        // Of the bad line, which has no answer, stands an empty one.
        if (printed.Length != lines.Length + 1) throw new SampleException($"{program} answers {lines.Length + 1} lines with {printed.Length}:\n{errors}");
        double apart = 0;
        for (int i = 0; i < lines.Length; i++) apart = Math.Max(apart, Compare(model, test, i, printed[i]));
        Console.WriteLine($"All {lines.Length} answers of the program are those of the trained model; probabilities are at most {Figures.Number(apart, "0.0e+0")} apart.");

        string expected = $"line {lines.Length + 1}: it has 2 values, and the model reads {TumourClassifier.InputLength}";
        if (code != 1 || printed[^1].Length > 0 || !errors.StartsWith(expected, StringComparison.Ordinal))
        {
            throw new SampleException($"{program} was given '{BadLine}' and ended with {code}; it printed '{printed[^1]}' and:\n{errors}");
        }

        Console.WriteLine($"It says what is wrong with a bad line: {errors}");
    }

    private double Compare(TumourClassifier model, Dataset test, int index, string answer)
    {
        float[] probabilities = new float[TumourClassifier.OutputLength];
        var sample = test.Samples.Span.Slice(index * test.Features, test.Features);
        model.PredictProbabilities(sample, probabilities);
        int predicted = model.Predict(sample);
        string[] fields = answer.Split(',');
        double apart = fields.Length == 2 && double.TryParse(fields[1], CultureInfo.InvariantCulture, out double probability)
            ? Math.Abs(probability - probabilities[predicted])
            : double.PositiveInfinity;
        return fields[0] == model.Names.Classes[predicted] && apart <= Tolerance
            ? apart
            : throw new SampleException(
                $"Row {index + 1} of {_files.Test}: {program} says '{answer}', and the trained model '{model.Names.Classes[predicted]},{Figures.Number(probabilities[predicted], "0.000000")}'. "
                    + "Publish it again with these weights.");
    }
}
