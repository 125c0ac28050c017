using DeepThin.Training;

namespace Sensor;

/// <summary>Errors of forecasts.</summary>
internal static class Errors
{
    /// <summary>The root of the mean square error of all values of all forecasts; a report has the mean of the roots of each.</summary>
    public static double RootMeanSquareErrorOfAll(this RegressionReport report) =>
        Math.Sqrt(report.Outputs.Average(output => output.RootMeanSquareError * output.RootMeanSquareError));
}
