namespace DeepThin.Training;

/// <summary>How the loss depends on the ratio of one layer.</summary>
public sealed record LayerSensitivity
{
    /// <summary>The layer, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its inputs.</summary>
    public required int Inputs { get; init; }

    /// <summary>Its outputs.</summary>
    public required int Outputs { get; init; }

    /// <summary>What was measured, from the smallest ratio on.</summary>
    public required IReadOnlyList<SensitivityPoint> Points { get; init; }
}
