using Sensor.Edge;

namespace DeepThin.Samples.Tests.Sensor;

/// <summary>What the published program answers while values come in, good ones, lost ones and bad ones.</summary>
public sealed class ForecastsTests
{
    [Fact]
    public void There_is_a_forecast_when_the_window_is_full_and_then_after_each_hop()
    {
        var (code, answers, errors, windows) = Ask("1", "2", " 3 ", "4", "5e0", "6", "-7\r", "8");
        Assert.Equal(0, code);
        Assert.Equal([[1, 2, 3], [3, 4, 5], [5, 6, -7]], windows);
        Assert.Equal(["3.5000,4.0000", "5.5000,6.0000", "-6.5000,-6.0000"], answers);
        Assert.Empty(errors);
    }

    [Fact]
    public void A_forecast_takes_the_place_of_what_is_lost()
    {
        var (code, answers, errors, windows) = Ask("1", "", "3", "", "5", "6", "6 mV", "NaN", "", "1e60");
        Assert.Equal(1, code);
        Assert.Equal([[1, 1, 3], [3, 3.5f, 5], [5, 6, 6], [6, 6.5f, 7]], windows);
        Assert.Equal(4, answers.Length);
        Assert.Equal(
            [
                "line 7: '6 mV' is not a finite number; it counts as lost.",
                "line 8: 'NaN' is not a finite number; it counts as lost.",
                "line 10: '1e60' is not a finite number; it counts as lost.",
            ],
            errors);
    }

    [Fact]
    public void Lost_values_alone_are_no_fault() => Assert.Equal(0, Ask("1", "", "", "").Code);

    // A window of three values; the forecast is the last one and a half more, then one more.
    private static (int Code, string[] Answers, string[] Errors, List<float[]> Windows) Ask(params string[] lines)
    {
        using StringWriter answers = new(), errors = new();
        var windows = new List<float[]>();
        int code = new Forecasts(length: 3, horizon: 2, answers, errors).Of(new StringReader(string.Join('\n', lines)), (window, forecast) =>
        {
            windows.Add(window.ToArray());
            (forecast[0], forecast[1]) = (window[^1] + 0.5f, window[^1] + 1);
        });
        return (code, Lines(answers), Lines(errors), windows);
    }

    private static string[] Lines(StringWriter text) => text.ToString().ReplaceLineEndings("\n").Split('\n')[..^1];
}
