using Sensor.Data;

namespace Sensor;

/// <summary>Forecasts of values. The network is given how far each value of the window is from the last one, and tells how far the next ones will be from it.</summary>
internal static class Forecast
{
    /// <summary>Forecasts.</summary>
    /// <param name="model">The network.</param>
    /// <param name="window">The last values, the oldest first.</param>
    /// <param name="forecast">Receives the next ones.</param>
    public static void Of(EcgForecaster model, ReadOnlySpan<float> window, Span<float> forecast)
    {
        Span<float> relative = stackalloc float[EcgForecaster.InputLength];
        Level.Subtract(window, window[^1], relative);
        model.Forward(relative, forecast);
        for (int i = 0; i < forecast.Length; i++) forecast[i] += window[^1];
    }
}
