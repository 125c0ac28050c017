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

    /// <summary>
    /// The loss; null takes the cross-entropy with labels smoothed by 0.1 (<see cref="DeepThin.Training.Loss.Smoothed(double)"/>) for samples with labels, and the
    /// mean square error for samples with targets.
    /// </summary>
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

    /// <summary>
    /// Is told, before the first step, of everything about the samples or the schedule that is probably not meant, such as a class without samples, features of very
    /// different scales, or a warm-up that is longer than the training. <see cref="TrainingResult.Warnings"/> has the same. An exception that it throws ends the training.
    /// </summary>
    public Action<TrainingWarning>? Warned { get; init; }

    /// <summary>The most threads.</summary>
    internal int Threads => MaxDegreeOfParallelism == -1 ? Environment.ProcessorCount : MaxDegreeOfParallelism;

    /// <summary>Which option is out of its range; null if none is.</summary>
    internal string? Fault() =>
        CountFault(Epochs, nameof(Epochs))
        ?? CountFault(BatchSize, nameof(BatchSize))
        ?? Refusal.Unless(MaxDegreeOfParallelism is -1 or >= 1, $"MaxDegreeOfParallelism is {MaxDegreeOfParallelism}; it must be 1 or more, or −1 for all processors.")
        ?? CountFault(CheckpointEvery, nameof(CheckpointEvery))
        ?? CountFault(Patience ?? 1, nameof(Patience))
        ?? (Optimizer == null ? "Optimizer is null; give one, such as new Adam()." : Optimizer.Fault())
        ?? Refusal.Unless(Schedule != null, $"Schedule is null; give one, such as LearningRate.Constant(0.001).")
        ?? (FactorRates == null ? "FactorRates is null; new FactorRates() leaves the rates as they are." : FactorRates.Fault())
        ?? Refusal.Unless(ClipNorm is null or (> 0 and < double.PositiveInfinity), $"ClipNorm is {ClipNorm}; it must be a finite number above 0, such as 1, or null, which leaves the gradient alone.")
        ?? Refusal.Unless(Enum.IsDefined(BestBy), $"BestBy is {BestBy}; it must be ValidationLoss or ValidationAccuracy.")
        ?? Refusal.Unless(CheckpointPath == null || !string.IsNullOrWhiteSpace(CheckpointPath), $"CheckpointPath is empty; give the name of a file, or null for no checkpoints.")
        ?? Refusal.Unless(!Resume || CheckpointPath != null, $"Resume is true and CheckpointPath is null; give the file to resume from.");

    /// <summary>What lacks in the validation for how the best epoch is chosen; null if nothing does.</summary>
    /// <param name="isThere">Whether there are samples to validate with.</param>
    /// <param name="hasLabels">Whether they have labels.</param>
    internal string? ValidationFault(bool isThere, bool hasLabels) =>
        Refusal.Unless(isThere || (!KeepBest && Patience == null), $"KeepBest and Patience judge the epochs by validation samples, and there are none; give some, or leave these options out.")
        ?? Refusal.Unless(!isThere || hasLabels || BestBy != Criterion.ValidationAccuracy, $"BestBy is ValidationAccuracy, and the validation samples have no labels; use ValidationLoss.");

    private static string? CountFault(int value, string name) => Refusal.Unless(value >= 1, $"{name} is {value}; it must be 1 or more.");
}
