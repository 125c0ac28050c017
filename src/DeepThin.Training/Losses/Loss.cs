namespace DeepThin.Training;

/// <summary>What a training makes small: the mean over the samples of how far the predictions are from what is known.</summary>
public abstract class Loss
{
    private protected Loss()
    {
    }

    /// <summary>The cross-entropy, for samples with labels.</summary>
    public static CrossEntropyLoss CrossEntropy { get; } = new();

    /// <summary>The mean square error, for samples with targets.</summary>
    public static MeanSquareLoss MeanSquare { get; } = new();

    /// <summary>The loss that fits the samples.</summary>
    internal static Loss For(Dataset data) => data.HasLabels ? CrossEntropy : MeanSquare;

    /// <summary>Throws unless the loss can be computed for the samples and a model whose outputs go through the activation.</summary>
    internal abstract void Check(Dataset data, Activation activation);

    /// <summary>The number of summands that the mean over some samples is taken of.</summary>
    internal abstract long Terms(int samples, int outputs);

    /// <summary>The sum over the samples of a slot; their output gradients, times scale, are written to the slot.</summary>
    internal abstract double Sum(PanelSlot slot, int samples, Activation activation, float scale);
}
