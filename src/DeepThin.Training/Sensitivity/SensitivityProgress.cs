namespace DeepThin.Training;

/// <summary>How far a measurement has come.</summary>
public sealed record SensitivityProgress
{
    /// <summary>The training in progress, from 1.</summary>
    public required int Training { get; init; }

    /// <summary>The number of trainings.</summary>
    public required int Trainings { get; init; }

    /// <summary>The name of the layer that is measured, of a recurrent one with the argument, such as <c>lstm1.RecurrentRatio</c>; null while all layers have the base ratio.</summary>
    public required string? Layer { get; init; }

    /// <summary>The ratio of that layer, or of all.</summary>
    public required double Ratio { get; init; }

    /// <summary>How far this training has come.</summary>
    public required TrainingProgress Current { get; init; }

    /// <summary>The time since the measurement began.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The time that the rest takes at the pace so far.</summary>
    public required TimeSpan Remaining { get; init; }
}
