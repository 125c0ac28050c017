namespace DeepThin.Training;

/// <summary>What a training does with its samples, which may stand for themselves or be sequences: their order, the gradient of some, and the judgement after an epoch.</summary>
internal interface ITrainingWork
{
    /// <summary>The samples to train on.</summary>
    int Count { get; }

    /// <summary>The samples that validate.</summary>
    int ValidationCount { get; }

    /// <summary>The slots of a minibatch, and so the most threads that compute its gradient.</summary>
    /// <param name="batch">The most samples of a minibatch.</param>
    int SlotsFor(int batch);

    /// <summary>The most threads that validate.</summary>
    int ValidationSlots { get; }

    /// <summary>What computes gradients.</summary>
    /// <param name="gradients">Receives them.</param>
    /// <param name="team">The threads.</param>
    IMinibatchGradient Minibatch(SlotGradients gradients, WorkerTeam team);

    /// <summary>What validates; null without samples for it.</summary>
    /// <param name="team">The threads.</param>
    IEvaluator? Validation(WorkerTeam team);

    /// <summary>Writes the order of the samples in an epoch, a function of the seed and the epoch alone.</summary>
    /// <param name="order">Receives it.</param>
    /// <param name="seed">The seed of the training.</param>
    /// <param name="epoch">The epoch.</param>
    void Order(Span<int> order, int seed, int epoch);

    /// <summary>A sentence about a value that stands out among the samples, for a training that diverged; null where there is none.</summary>
    string? Outlier();

    /// <summary>A prediction of the first samples that is not finite, and where it is; null where there is none.</summary>
    (float Value, string Where)? FaultyPrediction();
}

/// <summary>Computes the gradient of a minibatch.</summary>
internal interface IMinibatchGradient
{
    /// <summary>Computes the gradient of the mean loss of some samples; it is left in the slots.</summary>
    /// <param name="samples">The samples of the minibatch.</param>
    /// <param name="noise">What layers draw from that leave values out: another number for each minibatch.</param>
    /// <returns>The mean loss.</returns>
    double Compute(ReadOnlyMemory<int> samples, ulong noise);
}

/// <summary>Judges a model by samples that it is not trained on.</summary>
internal interface IEvaluator
{
    /// <summary>The loss and the accuracy.</summary>
    Evaluation Evaluate(CancellationToken cancellationToken);
}
