namespace DeepThin.Training;

/// <summary>
/// The mean over all outputs of all samples of |y − t|, as torch.nn.L1Loss; y is the model's output after its activation, t the target. The gradient of an output
/// is 1 or −1, and 0 where it is right.
/// </summary>
public sealed class MeanAbsoluteLoss : Loss
{
    internal MeanAbsoluteLoss()
    {
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(MeanAbsolute);

    /// <inheritdoc/>
    protected internal override string? Fault(IDataSource data) => FaultOfLabels(data, "The mean absolute error");

    /// <inheritdoc/>
    protected internal override long Terms(int samples, int outputs) => (long)samples * outputs;

    /// <inheritdoc/>
    protected internal override double Sum(PredictedPanel panel, Activation activation, float scale)
    {
        double sum = 0;
        for (int i = 0; i < panel.Outputs.Length; i++)
        {
            float difference = panel.Outputs[i] - panel.Targets[i];
            panel.Gradients[i] = scale * (difference > 0 ? 1 : difference < 0 ? -1 : difference);
            sum += Math.Abs((double)difference);
        }

        return sum;
    }

    /// <summary>Why a loss that needs targets cannot be computed; null if it can.</summary>
    internal static string? FaultOfLabels(IDataSource data, string loss)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.HasLabels ? $"{loss} needs samples with targets, and these have labels; use Loss.CrossEntropy, or Dataset.WithTargets." : null;
    }
}
