namespace DeepThin.Training;

/// <summary>How the loss depends on the ratio of one layer.</summary>
/// <param name="Index">The layer, from 0.</param>
/// <param name="Name">Its name.</param>
/// <param name="Q">Its inputs.</param>
/// <param name="R">Its outputs.</param>
/// <param name="Points">What was measured, from the smallest ratio on.</param>
public sealed record LayerSensitivity(int Index, string Name, int Q, int R, IReadOnlyList<SensitivityPoint> Points);
