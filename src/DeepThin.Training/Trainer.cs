namespace DeepThin.Training;

/// <summary>Trains a model, and says how well one predicts.</summary>
/// <typeparam name="TModel">The model, a class with <c>[DeepThinModel(Training = true)]</c>.</typeparam>
public sealed class Trainer<TModel>
    where TModel : class, ITrainableModel<TModel>
{
    private readonly TrainingOptions _options;

    /// <summary>Creates a trainer.</summary>
    /// <param name="options">How it trains.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="NotSupportedException">The model has recurrent layers: <see cref="SequenceTrainer{TModel}"/> trains it.</exception>
    public Trainer(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Refusal.OfSequences(TModel.Info);
        if (options.Fault() is { } fault) throw new ArgumentException(fault, nameof(options));

        _options = options;
    }

    /// <summary>
    /// Trains a model. The same model, samples and options give the same bits on the same machine, whatever the number of threads,
    /// and whether or not the training was interrupted and resumed.
    /// </summary>
    /// <param name="model">
    /// The model; nobody else may use it meanwhile. It has the trained parameters at the end, or those of the last finished step after an exception (of an earlier
    /// one after a <see cref="TrainingDivergedException"/> that is about parameters). They are always finite.
    /// </param>
    /// <param name="training">The samples to train on: a <see cref="Dataset"/>, or another source, whose samples are read when it is their turn.</param>
    /// <param name="validation">Samples that are not trained on, which tell after each epoch how good the model is.</param>
    /// <param name="cancellationToken">Stops the training after the step in progress; a checkpoint is written first if there is a path for it.</param>
    /// <exception cref="ArgumentException">The samples do not fit the model, the options do not fit the samples, or a parameter of the model is not finite.</exception>
    /// <exception cref="DataSourceException">A sample cannot be read, or is not as its source says. A checkpoint is written first if there is a path for it.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    /// <exception cref="TrainingDivergedException">The loss, the gradient, a parameter or a prediction is no longer finite.</exception>
    /// <exception cref="CheckpointException">The checkpoint to resume from is not valid, or is not one of this training.</exception>
    /// <exception cref="IOException">A checkpoint cannot be written or read.</exception>
    public TrainingResult Fit(TModel model, IDataSource training, IDataSource? validation = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(training);
        var loss = _options.Loss ?? Loss.For(training, TModel.OutputLength);
        CheckSamples(training, loss, "training", nameof(training));
        if (validation != null) CheckSamples(validation, loss.Plain, "validation", nameof(validation));
        if (_options.ValidationFault(validation != null, validation?.HasLabels ?? false) is { } fault) throw new ArgumentException(fault, nameof(validation));
        CheckActivation(loss, nameof(model));
        var warnings = TrainingWarnings.Of(TModel.Info, model.Parameters, training, validation, _options);
        foreach (var warning in warnings) _options.Warned?.Invoke(warning);
        var teacher = loss.AskTeacher(training, _options.Threads, cancellationToken);
        using var run = new TrainingRun<TModel>(model, _options, new SampleWork<TModel>(model, training, validation, loss, teacher), loss);
        return run.Fit(cancellationToken) with { Warnings = warnings };
    }

    /// <summary>
    /// Tries learning rates: trains a copy of a model while the rate rises from step to step, until the loss is four times the smallest one or no longer finite. The model
    /// stays as it is. The optimiser, the batch size, the loss and the threads are those of the options.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="training">The samples; no more are used than the steps need.</param>
    /// <param name="from">The rate of the first step, above 0.</param>
    /// <param name="to">The rate of the last step, above the first one.</param>
    /// <param name="steps">The number of steps, 10 or more.</param>
    /// <param name="cancellationToken">Stops the test.</param>
    /// <exception cref="ArgumentException">The samples do not fit the model or the loss, or a number is out of its range.</exception>
    /// <exception cref="DataSourceException">A sample cannot be read, or is not as its source says.</exception>
    /// <exception cref="OperationCanceledException">The test was cancelled.</exception>
    public RateTest FindLearningRate(TModel model, IDataSource training, double from = 1e-5, double to = 1, int steps = 200, CancellationToken cancellationToken = default)
    {
        const double Smoothing = 0.9, Diverged = 4;
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(training);
        if (!(from > 0 && from < to && double.IsFinite(to))) throw new ArgumentException("The rates rise from one above 0 to a larger one, such as from 1e-5 to 1.", nameof(from));
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 10);
        var loss = _options.Loss ?? Loss.For(training, TModel.OutputLength);
        CheckSamples(training, loss, "training", nameof(training));
        CheckActivation(loss, nameof(model));
        var copy = TModel.Create(0);
        model.Parameters.CopyTo(copy.Parameters);
        copy.Prepare();
        var data = SourcePart.Some(training, (int)Math.Min(training.Count, (long)steps * _options.BatchSize), _options.Seed);
        int perEpoch = (data.Count - 1) / _options.BatchSize + 1;
        var options = _options with
        {
            Epochs = (steps - 1) / perEpoch + 1,
            Schedule = LearningRate.Rising(from, to),
            KeepBest = false,
            Patience = null,
            CheckpointPath = null,
            Resume = false,
            Progress = null,
        };
        var points = new List<(double Rate, double Loss)>();
        double mean = 0;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var run = new TrainingRun<TModel>(copy, options, new SampleWork<TModel>(copy, data, null, loss, loss.AskTeacher(data, options.Threads, cancellationToken)), loss)
        {
            StepTaken = (rate, stepLoss) =>
            {
                // The mean of the losses before, of which older ones count less; divided by what its weights add up to.
                mean = Smoothing * mean + (1 - Smoothing) * stepLoss;
                double smoothed = mean / (1 - Math.Pow(Smoothing, points.Count + 1));
                if (points.Count > 0 && smoothed > Diverged * points.Min(point => point.Loss)) enough.Cancel();
                else points.Add((rate, smoothed));
            },
        };
        try
        {
            run.Fit(enough.Token);
        }
        catch (TrainingDivergedException)
        {
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }

        return new RateTest { Points = points };
    }

    /// <summary>
    /// The loss and the accuracy of a model (after distillation the cross-entropy, without the teacher), with the kernels of its ForwardBatch.
    /// <see cref="Judge"/> gives more than these two.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The samples.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <exception cref="ArgumentException">The samples do not fit the model or the loss of the options.</exception>
    /// <exception cref="DataSourceException">A sample cannot be read, or is not as its source says.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public Evaluation Evaluate(TModel model, IDataSource data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        var loss = (_options.Loss ?? Loss.For(data, TModel.OutputLength)).Plain;
        CheckSamples(data, loss, "given", nameof(data));
        CheckActivation(loss, nameof(model));
        using var team = new WorkerTeam(Math.Min(_options.Threads, Evaluator<TModel>.MaxSlots));
        return new Evaluator<TModel>(model, data, loss, team).Evaluate(cancellationToken);
    }

    /// <summary>
    /// What <see cref="Evaluate"/> gives, and a report besides: for samples with labels a <see cref="ClassificationReport"/>, for samples with targets a
    /// <see cref="RegressionReport"/>. Both reports can be had of models that do not train, too.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The samples.</param>
    /// <param name="names">The names of the classes, or of the outputs; null for those of the data or else of the model, or for their numbers.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <exception cref="ArgumentException">
    /// The samples do not fit the model or the loss of the options, there are not as many names as outputs, or an output is NaN or infinite, so that it cannot be judged.
    /// </exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public Evaluation Judge(TModel model, Dataset data, IReadOnlyList<string>? names = null, CancellationToken cancellationToken = default)
    {
        var evaluation = Evaluate(model, data, cancellationToken);
        return data.HasLabels
            ? evaluation with { Classification = ClassificationReport.Of(model, data, names, 1, _options.Threads, cancellationToken) }
            : evaluation with { Regression = RegressionReport.Of(model, data, names, _options.Threads, cancellationToken) };
    }

    /// <summary>Throws unless the samples fit the model and the loss.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="which">Which samples they are, in a word.</param>
    /// <param name="parameter">The parameter through which the samples came.</param>
    internal static void CheckSamples(IDataSource data, Loss loss, string which, string parameter)
    {
        string columns = data.HasLabels ? "classes" : "target values each";
        string? fault = Refusal.Unless(data.Count > 0, $"The {which} samples are {data.Count}; there must be at least 1.")
            ?? Refusal.Unless(data.Features == TModel.InputLength, $"The {which} samples have {data.Features} features, and {TModel.Info.Name} takes {TModel.InputLength}.")
            ?? Refusal.Unless(!data.HasLabels || data.Outputs > 1, $"The {which} samples have labels of {data.Outputs} classes; a classification needs at least 2.")
            ?? Refusal.Unless(loss.Outputs(data) == TModel.OutputLength, $"The {which} samples have {data.Outputs} {columns}, and {TModel.Info.Name} gives {TModel.OutputLength} outputs.{Hint(data)}")
            ?? loss.Fault(data)
            ?? Refusal.Unless(!data.HasLabels || TModel.OutputLength > 1 || TModel.Info.OutputActivation == Activation.Sigmoid, $"{TModel.Info.Name} has a single output for 2 classes, and its last activation is {TModel.Info.OutputActivation}; give the last layer Activation.Sigmoid.");
        if (fault != null) throw new ArgumentException(fault, parameter);
    }

    // What a user meets who has a yes-or-no model and cross-entropy, or the other way round.
    private static string Hint(IDataSource data) => (data.HasLabels, data.Outputs, TModel.OutputLength) switch
    {
        (true, 2, 1) => " A single output takes Loss.BinaryCrossEntropy.",
        (true, 2, 2) => " Two outputs take Loss.CrossEntropy.",
        _ => "",
    };

    /// <summary>Throws unless the loss can be computed from what the model gives.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="parameter">The parameter through which the model came.</param>
    internal static void CheckActivation(Loss loss, string parameter)
    {
        if (loss.Fault(TModel.Info) is { } fault) throw new ArgumentException(fault, parameter);
    }
}
