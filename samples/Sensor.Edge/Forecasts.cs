using System.Globalization;

namespace Sensor.Edge;

/// <summary>
/// Reads a series value by value, keeps a window of the last ones, and forecasts the next ones whenever the window is full and as many values have come as a forecast
/// has. Of a value that is lost the forecast takes the place.
/// </summary>
/// <param name="length">The values of the window.</param>
/// <param name="horizon">The values of a forecast.</param>
/// <param name="output">Receives the forecasts, one in a line.</param>
/// <param name="errors">Receives what is wrong with lines.</param>
internal sealed class Forecasts(int length, int horizon, TextWriter output, TextWriter errors)
{
    // The last values, the oldest first, and the forecast of those that follow.
    private readonly float[] _window = new float[length], _forecast = new float[horizon];

    private long _count;

    /// <summary>Computes a forecast.</summary>
    public delegate void Forecaster(ReadOnlySpan<float> window, Span<float> forecast);

    // The values since the last forecast.
    private int Place => (int)((_count - length) % horizon);

    private bool IsForecast => _count >= length;

    /// <summary>Answers all lines: one value in each, or an empty line for a value that is lost.</summary>
    /// <param name="input">The lines.</param>
    /// <param name="forecaster">Computes a forecast.</param>
    /// <returns>The exit code: 1 if a line was bad.</returns>
    public int Of(TextReader input, Forecaster forecaster)
    {
        int code = 0;
        for (long number = 1; input.ReadLine() is { } line; number++)
        {
            var text = line.AsSpan().Trim();
            bool isNumber = float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value);
            if (!isNumber && text.Length > 0)
            {
                errors.WriteLine($"line {number}: '{text}' is not a finite number; it counts as lost.");
                code = 1;
            }

            Take(isNumber ? value : Expected());
            if (!IsForecast || Place > 0) continue;
            forecaster(_window, _forecast);
            Write();
        }

        return code;
    }

    // What takes the place of a value that is lost: its forecast, or before there is one the value before.
    private float Expected() => IsForecast ? _forecast[Place] : _window[^1];

    private void Take(float value)
    {
        _window.AsSpan(1).CopyTo(_window);
        _window[^1] = value;
        _count++;
    }

    private void Write()
    {
        for (int i = 0; i < horizon; i++) output.Write(string.Create(CultureInfo.InvariantCulture, $"{(i > 0 ? "," : "")}{_forecast[i]:0.0000}"));
        output.WriteLine();
    }
}
