namespace DeepThin.Training;

/// <summary>What one layer at one ratio came to.</summary>
/// <param name="Ratio">The ratio that was asked for; 1 for the layer uncompressed, the base of one that cannot have the base ratio.</param>
/// <param name="M">The rows m of X_f; 0 uncompressed.</param>
/// <param name="N">The columns n of W_f; 0 uncompressed.</param>
/// <param name="Bytes">The bytes of the weights in single precision.</param>
/// <param name="Loss">The validation loss, with all other measured layers at the base ratio; the mean over the seeds.</param>
/// <param name="Accuracy">The validation accuracy; null without labels.</param>
/// <param name="Losses">The validation loss of each seed: how far they lie apart is how far two losses must, to tell something.</param>
public sealed record SensitivityPoint(double Ratio, int M, int N, long Bytes, double Loss, double? Accuracy, IReadOnlyList<double> Losses)
{
    internal const double Uncompressed = 1;
}
