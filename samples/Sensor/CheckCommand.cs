using System.Globalization;
using DeepThin.Samples;
using Sensor.Data;

namespace Sensor;

/// <summary>Compares what the program compiled ahead of time prints for the test with what the trained model forecasts here, and loses some values.</summary>
internal sealed class CheckCommand(string program, string output)
{
    /// <summary>How far two values may be apart in mV: the last digit that the program prints, which vectors of another width may round otherwise.</summary>
    private const double Tolerance = 1.5e-4;

    private const string BadLine = "0.5 mV";

    private readonly OutputFiles _files = new(output);

    /// <summary>Does it.</summary>
    /// <exception cref="SampleException">The program fails, or prints something else.</exception>
    public void Run()
    {
        var model = EcgForecaster.Load(_files.Weights);
        float[] values = EcgRecord.ReadLines(_files.Test);
        int length = EcgForecaster.InputLength, horizon = EcgForecaster.OutputLength;
        var (code, printed, errors) = PublishedProgram.Ask(program, values.Select(EcgRecord.Line));
        int forecasts = (values.Length - length) / horizon + 1;
        if (code != 0 || printed.Length != forecasts) throw new SampleException($"{program} prints {printed.Length} forecasts of {forecasts} and ends with {code}:\n{errors}");
        double apart = 0;
        for (int i = 0; i < forecasts; i++) apart = Math.Max(apart, Compare(model, values.AsSpan(i * horizon, length), i, printed[i]));
        Console.WriteLine($"All {forecasts} forecasts of the program are those of the trained model, at most {Figures.Number(apart, "0.0e+0")} mV apart.");
        CheckLost(model, values);
    }

    // After the first forecast one value is lost and one is no number; the second forecast then stands on the first.
    private void CheckLost(EcgForecaster model, float[] values)
    {
        int length = EcgForecaster.InputLength, horizon = EcgForecaster.OutputLength;
        string[] lines = [.. values.Take(length + horizon).Select(EcgRecord.Line)];
        (lines[length + 3], lines[length + 4]) = ("", BadLine);
        var (code, printed, errors) = PublishedProgram.Ask(program, lines);
        float[] forecast = new float[horizon], window = values[horizon..(length + horizon)];
        Forecast.Of(model, values.AsSpan(0, length), forecast);
        forecast.AsSpan(3, 2).CopyTo(window.AsSpan(length - horizon + 3));
        string expected = $"line {length + 5}: '{BadLine}' is not a finite number";
        if (code != 1 || printed.Length != 2 || !errors.StartsWith(expected, StringComparison.Ordinal))
        {
            throw new SampleException($"{program} was given '{BadLine}' and ended with {code}; it printed {printed.Length} forecasts and:\n{errors}");
        }

        Compare(model, window, 1, printed[1]);
        Console.WriteLine($"Where values are lost it goes on with its forecast, and it says what is wrong with a bad line: {errors}");
    }

    private double Compare(EcgForecaster model, ReadOnlySpan<float> window, int index, string answer)
    {
        float[] forecast = new float[EcgForecaster.OutputLength];
        Forecast.Of(model, window, forecast);
        string[] fields = answer.Split(',');
        double apart = fields.Length == forecast.Length
            ? fields.Zip(forecast, (field, value) => double.TryParse(field, CultureInfo.InvariantCulture, out double printed) ? Math.Abs(printed - value) : double.PositiveInfinity).Max()
            : double.PositiveInfinity;
        return apart <= Tolerance
            ? apart
            : throw new SampleException(
                $"Forecast {index + 1}: {program} says '{answer}', and the trained model '{string.Join(',', forecast.Select(value => Figures.Number(value, "0.0000")))}'. "
                    + "Publish it again with these weights.");
    }
}
