namespace DeepThin.Training;

/// <summary>Some samples as a loss sees them: what the model predicts, what is known, and where the gradient goes.</summary>
public readonly ref struct PredictedPanel
{
    /// <summary>The number of samples.</summary>
    public int Samples { get; internal init; }

    /// <summary>The predictions, samples × outputs values.</summary>
    public required ReadOnlySpan<float> Outputs { get; init; }

    /// <summary>The class of each sample; empty without labels.</summary>
    public required ReadOnlySpan<int> Labels { get; init; }

    /// <summary>The targets, as many as predictions; empty with labels.</summary>
    public required ReadOnlySpan<float> Targets { get; init; }

    /// <summary>Receives the gradient of the loss with respect to the predictions, as many values.</summary>
    public required Span<float> Gradients { get; init; }

    /// <summary>The teacher's log-probabilities, as many as predictions; empty without a teacher.</summary>
    internal ReadOnlySpan<float> TeacherLogProbabilities { get; init; }

    /// <summary>The steps of each sequence, where the samples are the steps of sequences with labels of no places; otherwise empty.</summary>
    internal ReadOnlySpan<int> Lengths { get; init; }

    /// <summary>The labels of each of these sequences.</summary>
    internal ReadOnlySpan<int> LabelCounts { get; init; }

    /// <summary>The weight of each sample; empty where all are 1.</summary>
    internal ReadOnlySpan<float> Weights { get; init; }

    /// <summary>One sample, without its weight.</summary>
    internal PredictedPanel Sample(int index)
    {
        int outputs = Outputs.Length / Weights.Length;
        return new()
        {
            Samples = 1,
            Outputs = Outputs.Slice(index * outputs, outputs),
            Labels = Labels.IsEmpty ? default : Labels.Slice(index, 1),
            Targets = Targets.IsEmpty ? default : Targets.Slice(index * outputs, outputs),
            TeacherLogProbabilities = TeacherLogProbabilities.IsEmpty ? default : TeacherLogProbabilities.Slice(index * outputs, outputs),
            Gradients = Gradients.Slice(index * outputs, outputs),
        };
    }
}
