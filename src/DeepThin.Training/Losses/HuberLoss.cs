using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// The mean over all outputs of all samples of d²/2 where |d| ≤ δ, and of δ·(|d| − δ/2) elsewhere, d = y − t (Huber, 1964), as torch.nn.HuberLoss; y is the
/// model's output after its activation, t the target. The gradient of an output is d, at most δ in size.
/// </summary>
public sealed class HuberLoss : Loss
{
    internal HuberLoss(double delta)
    {
        if (!(delta > 0 && double.IsFinite(delta))) throw new ArgumentOutOfRangeException(nameof(delta), delta, "δ is above 0, such as 1: errors up to δ count by their square.");
        Delta = delta;
    }

    /// <summary>δ.</summary>
    public double Delta { get; }

    /// <inheritdoc/>
    public override string ToString() => Invariant($"{nameof(Huber)}(Delta: {Delta})");

    /// <inheritdoc/>
    protected internal override string? Fault(IDataSource data) => MeanAbsoluteLoss.FaultOfLabels(data, "The loss of Huber");

    /// <inheritdoc/>
    protected internal override long Terms(int samples, int outputs) => (long)samples * outputs;

    /// <inheritdoc/>
    protected internal override double Sum(PredictedPanel panel, Activation activation, float scale)
    {
        float delta = (float)Delta;
        double sum = 0;
        for (int i = 0; i < panel.Outputs.Length; i++)
        {
            float difference = panel.Outputs[i] - panel.Targets[i];
            double size = Math.Abs((double)difference);
            panel.Gradients[i] = scale * (float.IsNaN(difference) ? difference : Math.Clamp(difference, -delta, delta));
            sum += size <= Delta ? size * size / 2 : Delta * (size - Delta / 2);
        }

        return sum;
    }
}
