namespace DeepThin.Training;

/// <summary>Whoever knows logits of training samples.</summary>
internal abstract class Teacher
{
    /// <summary>The name in messages and checkpoints.</summary>
    public abstract string Name { get; }

    /// <summary>Why the samples are not those that the teacher knows; null if they are.</summary>
    public abstract string? Fault(IDataSource data);

    /// <summary>The predictions that a teacher is asked for: one for each sample, and one for each step of sequences with labels of no places.</summary>
    public static long PredictionsOf(IDataSource data) => data is SequenceTerms { Data: { Goal: SequenceGoal.Labellings } sequences } ? sequences.StepCount : data.Count;

    /// <summary>The logits of count of these predictions from the first on.</summary>
    public abstract void Predict(IDataSource data, int first, int count, int threads, Span<float> logits);
}
