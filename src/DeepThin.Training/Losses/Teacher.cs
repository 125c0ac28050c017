namespace DeepThin.Training;

/// <summary>Whoever knows logits of training samples.</summary>
internal abstract class Teacher
{
    /// <summary>The name in messages and checkpoints.</summary>
    public abstract string Name { get; }

    /// <summary>Why the samples are not those that the teacher knows; null if they are.</summary>
    public abstract string? Fault(IDataSource data);

    /// <summary>The logits of count samples from the first on.</summary>
    public abstract void Predict(IDataSource data, int first, int count, int threads, Span<float> logits);
}
