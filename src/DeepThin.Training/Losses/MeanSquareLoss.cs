using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// The mean over all outputs of all samples of (y − t)², as torch.nn.MSELoss; y is the model's output after its activation, t the target.
/// The gradient is 2(y − t) / (samples·outputs).
/// </summary>
public sealed class MeanSquareLoss : Loss
{
    internal MeanSquareLoss()
    {
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(MeanSquare);

    /// <summary>The mean over samples and outputs, and its gradient with respect to the outputs.</summary>
    /// <param name="outputs">The model's outputs of all samples.</param>
    /// <param name="targets">The targets, as many.</param>
    /// <param name="gradients">Receives the gradient, as many values.</param>
    /// <exception cref="ArgumentException">The lengths differ, or are 0.</exception>
    public static double Mean(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients)
    {
        if (outputs.IsEmpty || targets.Length != outputs.Length || gradients.Length != outputs.Length)
        {
            throw new ArgumentException(
                Invariant($"There are {outputs.Length} outputs, {targets.Length} targets and room for {gradients.Length} gradients; there must be equally many, and at least 1."),
                nameof(outputs));
        }

        return Sum(outputs, targets, 1f / outputs.Length, gradients) / outputs.Length;
    }

    /// <inheritdoc/>
    protected internal override string? Fault(IDataSource data) =>
        Refusal.Unless(!data.HasLabels, $"The mean square error needs samples with targets, and these have labels; use Loss.CrossEntropy, or Dataset.WithTargets.");

    /// <inheritdoc/>
    protected internal override string? Fault(Activation last) => null;

    /// <inheritdoc/>
    protected internal override long Terms(int samples, int outputs) => (long)samples * outputs;

    /// <inheritdoc/>
    protected internal override double Sum(PredictedPanel panel, Activation activation, float scale) => Sum(panel.Outputs, panel.Targets, scale, panel.Gradients);

    private static double Sum(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, float scale, Span<float> gradients)
    {
        double sum = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            float difference = outputs[i] - targets[i];
            gradients[i] = 2 * scale * difference;
            sum += (double)difference * difference;
        }

        return sum;
    }
}
