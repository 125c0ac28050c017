using DeepThin.Samples;

namespace Acoustic;

/// <summary>What the sample found out. Errors are fractions of 1.</summary>
internal sealed record Report : TrainingReport
{
    /// <summary>The test frames whose phone is not the predicted one.</summary>
    public required double FrameError { get; init; }

    /// <summary>Null when the uncompressed network was not trained.</summary>
    public required double? DenseFrameError { get; init; }

    public required double MicrosecondsPerFrame { get; init; }

    public required double DenseMicrosecondsPerFrame { get; init; }
}
