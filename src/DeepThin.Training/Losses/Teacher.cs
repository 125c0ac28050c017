namespace DeepThin.Training;

/// <summary>Whoever knows logits of training samples.</summary>
internal abstract class Teacher
{
    /// <summary>The name in messages and checkpoints.</summary>
    public abstract string Name { get; }

    /// <summary>Throws unless the samples are those that the teacher knows.</summary>
    public abstract void Check(Dataset data);

    /// <summary>The logits of count samples from the first on.</summary>
    public abstract void Predict(Dataset data, int first, int count, int threads, Span<float> logits);
}
