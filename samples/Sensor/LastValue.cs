using DeepThin.Training;

namespace Sensor;

/// <summary>The forecast without a model: the last value stays, from which the others are 0 away.</summary>
internal static class LastValue
{
    /// <summary>Judges it.</summary>
    /// <param name="windows">Windows and what follows them.</param>
    public static RegressionReport Judge(Dataset windows) => RegressionReport.FromPredictions(new float[windows.Targets.Length], windows.Targets.Span, windows.Outputs);
}
