namespace DeepThin.Training;

/// <summary>What makes one epoch better than another.</summary>
public enum Criterion
{
    /// <summary>A lower loss on the validation samples.</summary>
    ValidationLoss,

    /// <summary>A higher accuracy on the validation samples, which must have labels.</summary>
    ValidationAccuracy,
}
