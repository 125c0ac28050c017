namespace DeepThin.Training;

/// <summary>What one layer at one ratio came to.</summary>
public sealed record SensitivityPoint
{
    internal const double Uncompressed = 1;

    /// <summary>The ratio that was asked for; 1 for the layer uncompressed, the base of one that cannot have the base ratio.</summary>
    public required double Ratio { get; init; }

    /// <summary>The rows m of X_f; 0 uncompressed.</summary>
    public required int M { get; init; }

    /// <summary>The columns n of W_f; 0 uncompressed.</summary>
    public required int N { get; init; }

    /// <summary>The plan; null uncompressed.</summary>
    internal CompressedPlan? Plan { get; init; }

    /// <summary>The bytes of the factors and gains, or of W uncompressed, in single precision.</summary>
    public required long Bytes { get; init; }

    /// <summary>The validation loss, with all other measured layers at the base ratio; the mean over the seeds.</summary>
    public required double Loss { get; init; }

    /// <summary>The validation accuracy; null without labels.</summary>
    public required double? Accuracy { get; init; }

    /// <summary>The validation loss of each seed. Two losses that lie no further apart than these say nothing.</summary>
    public required IReadOnlyList<double> Losses { get; init; }
}
