namespace DeepThin.Training;

/// <summary>Trains a model with recurrent layers on whole sequences, and says how well one predicts.</summary>
/// <remarks>
/// What <see cref="Trainer{TModel}"/> says of samples holds for sequences: <see cref="TrainingOptions.BatchSize"/> is the number of sequences of a minibatch, and a loss is the mean over the
/// predictions that count, those of all steps or of the last ones. Sequences of similar lengths are trained on together, the same ones for the same seed.
/// </remarks>
/// <typeparam name="TModel">The model, a class with <c>[DeepThinModel(Training = true)]</c> and a recurrent layer.</typeparam>
public sealed class SequenceTrainer<TModel>
    where TModel : class, ITrainableSequenceModel<TModel>
{
    private readonly TrainingOptions _options;

    /// <summary>Creates a trainer.</summary>
    /// <param name="options">How it trains.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public SequenceTrainer(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Fault() is { } fault) throw new ArgumentException(fault, nameof(options));
        _options = options;
    }

    /// <summary>
    /// Trains a model. The same model, sequences and options give the same bits on the same machine, whatever the number of threads, and whether or not the training was interrupted and resumed.
    /// </summary>
    /// <param name="model">The model; nobody else may use it meanwhile. It has the trained parameters at the end, or those of the last finished step after an exception. They are always finite.</param>
    /// <param name="training">The sequences to train on.</param>
    /// <param name="validation">Sequences that are not trained on, which tell after each epoch how good the model is.</param>
    /// <param name="cancellationToken">Stops the training after the step in progress; a checkpoint is written first if there is a path for it.</param>
    /// <exception cref="ArgumentException">The sequences do not fit the model or the loss, the options do not fit them, or a parameter of the model is not finite.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    /// <exception cref="TrainingDivergedException">The loss, the gradient, a parameter or a prediction is no longer finite.</exception>
    /// <exception cref="CheckpointException">The checkpoint to resume from is not valid, or is not one of this training.</exception>
    /// <exception cref="IOException">A checkpoint cannot be written or read.</exception>
    public TrainingResult Fit(TModel model, SequenceDataset training, SequenceDataset? validation = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(training);
        var loss = LossFor(training);
        Check(training, loss, "training", nameof(training));
        if (validation != null) Check(validation, loss.Plain, "validation", nameof(validation));
        if (_options.ValidationFault(validation != null, validation?.HasLabels ?? false) is { } fault) throw new ArgumentException(fault, nameof(validation));
        Trainer<TModel>.CheckActivation(loss, nameof(model));
        var warnings = TrainingWarnings.Of(TModel.Info, model.Parameters, training, validation, loss, _options);
        foreach (var warning in warnings) _options.Warned?.Invoke(warning);

        var teacher = loss.AskTeacher(training.Terms, _options.Threads, cancellationToken);
        using var run = new TrainingRun<TModel>(model, _options, new SequenceWork<TModel>(model, training, validation, loss, teacher), loss);
        return run.Fit(cancellationToken) with { Warnings = warnings };
    }

    /// <summary>The loss and the accuracy of a model: of labels of steps the share of all steps that are right, of labels of sequences that of all sequences.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The sequences.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <exception cref="ArgumentException">The sequences do not fit the model or the loss of the options.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public Evaluation Evaluate(TModel model, SequenceDataset data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        var loss = LossFor(data).Plain;
        Check(data, loss, "given", nameof(data));
        Trainer<TModel>.CheckActivation(loss, nameof(model));
        using var team = new WorkerTeam(Math.Min(_options.Threads, SequenceWork<TModel>.MaxSlots));
        return new SequenceEvaluator<TModel>(model, data, loss, team).Evaluate(cancellationToken);
    }

    private Loss LossFor(SequenceDataset data) => _options.Loss ?? Loss.For(data.Terms, TModel.OutputLength);

    /// <summary>Throws unless the sequences fit the model and the loss.</summary>
    /// <param name="data">The sequences.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="which">Which sequences they are, in a word.</param>
    /// <param name="parameter">The parameter through which they came.</param>
    internal static void Check(SequenceDataset data, Loss loss, string which, string parameter)
    {
        if (data.Goal == SequenceGoal.Labellings && loss.Plain is not CtcLoss)
        {
            string use = loss is DistillationLoss ? "call its WithCtc" : "use Loss.Ctc, or leave the loss out";
            throw new ArgumentException($"The labels of the {which} sequences have no places, and {loss} needs one for each prediction; {use}.", parameter);
        }

        if (data.Goal != SequenceGoal.Ends && TModel.Info.EndsSequences)
        {
            throw new ArgumentException(
                $"The {which} sequences have {(data.Goal == SequenceGoal.Steps ? "something for each step" : "labels without places")}, and {TModel.Info.Name} gives one prediction of a sequence; give one label or one row of targets for each sequence, or leave out the layer that ends them.", parameter);
        }

        Trainer<TModel>.CheckSamples(data.Terms, loss, which, parameter);
    }
}
