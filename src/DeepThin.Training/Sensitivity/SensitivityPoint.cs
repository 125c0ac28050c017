namespace DeepThin.Training;

/// <summary>What one layer at one ratio came to.</summary>
/// <param name="Ratio">The ratio that was asked for.</param>
/// <param name="M">The rows m of X_f.</param>
/// <param name="N">The columns n of W_f.</param>
/// <param name="Bytes">The bytes of both factors in single precision.</param>
/// <param name="Loss">The validation loss, with all other measured layers at the base ratio; the mean over the seeds.</param>
/// <param name="Accuracy">The validation accuracy; null without labels.</param>
/// <param name="Losses">The validation loss of each seed: how far they lie apart is how far two losses must, to tell something.</param>
public sealed record SensitivityPoint(double Ratio, int M, int N, long Bytes, double Loss, double? Accuracy, IReadOnlyList<double> Losses);
