namespace DeepThin.Training;

/// <summary>Some samples as a loss sees them: what the model predicts, what is known, and where the gradient goes.</summary>
internal readonly ref struct PredictedPanel
{
    /// <summary>The predictions, samples × outputs values.</summary>
    public required ReadOnlySpan<float> Outputs { get; init; }

    /// <summary>The class of each sample; empty without labels.</summary>
    public required ReadOnlySpan<int> Labels { get; init; }

    /// <summary>The targets, as many as predictions; empty with labels.</summary>
    public required ReadOnlySpan<float> Targets { get; init; }

    /// <summary>The teacher's log-probabilities, as many as predictions; empty without a teacher.</summary>
    public required ReadOnlySpan<float> TeacherLogProbabilities { get; init; }

    /// <summary>Receives the gradient of the loss with respect to the predictions.</summary>
    public required Span<float> Gradients { get; init; }
}
