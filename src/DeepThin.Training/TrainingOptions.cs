namespace DeepThin.Training;

/// <summary>How a model is trained.</summary>
public sealed record TrainingOptions
{
    /// <summary>How often the training goes through all samples, 1 or more.</summary>
    public required int Epochs { get; init; }

    /// <summary>
    /// The samples of a minibatch, 1 or more; the last one of an epoch may have fewer. Threads share a minibatch in panels of the model's PanelSize,
    /// so a batch of PanelSize × threads samples keeps all threads busy.
    /// </summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>
    /// The optimiser, with its weight decay. By default Adam with β₂ = 0.99 and a decoupled weight decay of 0.03, which compressed networks end up better
    /// with in few epochs than with the constants that <see cref="Adam"/> itself has.
    /// </summary>
    public Optimizer Optimizer { get; init; } = new Adam { Beta2 = 0.99, WeightDecay = 0.03, Decoupled = true };

    /// <summary>The learning rate of each step.</summary>
    public LearningRate Schedule { get; init; } = LearningRate.Constant(0.001);

    /// <summary>Learning rates of their own for the factors of compressed layers; as they are, every tensor has the schedule's.</summary>
    public FactorRates FactorRates { get; init; } = new();

    /// <summary>The loss; null takes the cross-entropy for samples with labels and the mean square error for samples with targets.</summary>
    public Loss? Loss { get; init; }

    /// <summary>
    /// The largest Euclidean norm of the gradient of all parameters together, above 0; a longer gradient is shortened to it, as
    /// torch.nn.utils.clip_grad_norm_ does. Null leaves the gradient alone.
    /// </summary>
    public double? ClipNorm { get; init; }

    /// <summary>Decides the order of the samples. The same seed gives the same bits on the same machine, whatever the number of threads.</summary>
    public int Seed { get; init; }

    /// <summary>The most threads at work at once, 1 or more; −1 for all processors.</summary>
    public int MaxDegreeOfParallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>What makes an epoch the best one, for <see cref="KeepBest"/> and <see cref="Patience"/>.</summary>
    public Criterion BestBy { get; init; } = Criterion.ValidationLoss;

    /// <summary>Whether the model has the parameters of the best epoch at the end, and not those of the last. Needs validation samples.</summary>
    public bool KeepBest { get; init; }

    /// <summary>After how many epochs without a better one the training stops early, 1 or more. Needs validation samples. Null never stops early.</summary>
    public int? Patience { get; init; }

    /// <summary>The file that receives checkpoints: after epochs, and when the training is cancelled. Null writes none.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>After how many epochs a checkpoint is written, 1 or more; after the last epoch it is in any case.</summary>
    public int CheckpointEvery { get; init; } = 1;

    /// <summary>
    /// Whether the training goes on from the checkpoint, if the file exists; it then gives the same bits as one that was never interrupted.
    /// The model, the samples, the batch size, the seed, the optimiser, the rates of the factors, the loss, the clipping and how the best epoch is chosen must be those of the checkpoint;
    /// the epochs, the schedule, the patience and the threads may be others.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>Is told how the training goes, at most about ten times a second and at the end of each epoch.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>The most threads.</summary>
    internal int Threads => MaxDegreeOfParallelism == -1 ? Environment.ProcessorCount : MaxDegreeOfParallelism;

    /// <summary>Throws unless every option is in its range.</summary>
    internal void Check()
    {
        CheckCount(Epochs, nameof(Epochs));
        CheckCount(BatchSize, nameof(BatchSize));
        if (MaxDegreeOfParallelism is < 1 and not -1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxDegreeOfParallelism), MaxDegreeOfParallelism, "MaxDegreeOfParallelism is 1 or more, or −1 for all processors.");
        }

        CheckCount(CheckpointEvery, nameof(CheckpointEvery));
        CheckCount(Patience ?? 1, nameof(Patience));
        ArgumentNullException.ThrowIfNull(Optimizer);
        ArgumentNullException.ThrowIfNull(Schedule);
        ArgumentNullException.ThrowIfNull(FactorRates);
        Optimizer.Check();
        FactorRates.Check();
        if (ClipNorm is { } norm && (!(norm > 0) || !double.IsFinite(norm)))
        {
            throw new ArgumentOutOfRangeException(nameof(ClipNorm), norm, "ClipNorm is a finite number above 0, such as 1; null leaves the gradient alone.");
        }

        if (!Enum.IsDefined(BestBy))
        {
            throw new ArgumentOutOfRangeException(nameof(BestBy), BestBy, "BestBy is ValidationLoss or ValidationAccuracy.");
        }

        if (CheckpointPath != null && string.IsNullOrWhiteSpace(CheckpointPath))
        {
            throw new ArgumentException("CheckpointPath is empty; give the name of a file, or null for no checkpoints.", nameof(CheckpointPath));
        }

        if (Resume && CheckpointPath == null)
        {
            throw new ArgumentException("Resume needs a CheckpointPath to resume from.", nameof(Resume));
        }
    }

    private static void CheckCount(int value, string name)
    {
        if (value < 1)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is 1 or more.");
        }
    }
}
