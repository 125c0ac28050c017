namespace DeepThin.Training;

/// <summary>Something about the samples or the schedule of a training that is probably not meant. The training goes on all the same, and comes to the same result.</summary>
public sealed record TrainingWarning
{
    /// <summary>What was found, and what to do about it.</summary>
    public required string Message { get; init; }
}
