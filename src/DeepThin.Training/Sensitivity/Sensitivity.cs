namespace DeepThin.Training;

/// <summary>
/// Measures how much the loss of a network depends on the compression ratio of each layer, and proposes ratios for a number of bytes. It works on
/// an uncompressed model, whose layers are compressed virtually: the factors are trained, and W is rebuilt from them after every step. All chosen
/// layers at the base ratio are the reference; then one ratio at a time has each of the other values. Every network is trained from scratch.
/// Of recurrent layers the matrix of the inputs and the recurrent one have a ratio each.
/// </summary>
public static class Sensitivity
{
    /// <summary>
    /// Trains (1 + ratios of layers × other values) × seeds networks, each in about the time that the uncompressed model takes. The same samples and options
    /// give the same losses on the same machine, whatever the number of threads. Where the first layer is <c>[Standardize]</c>, <see cref="Standardizer"/> fits it to the training samples.
    /// </summary>
    /// <param name="training">The samples to train on. The losses need not be good, only comparable: a part of the samples may do.</param>
    /// <param name="validation">The samples that give the losses.</param>
    /// <param name="options">What is measured, and how each network is trained.</param>
    /// <param name="cancellationToken">Stops the measurement.</param>
    /// <typeparam name="TModel">The network with all layers uncompressed, a class with <c>[DeepThinModel(Training = true)]</c>.</typeparam>
    /// <exception cref="ArgumentException">The model is compressed, a layer cannot have a ratio, or the samples or options do not fit.</exception>
    /// <exception cref="NotSupportedException">The model follows sequences: use <see cref="MeasureSequences"/>.</exception>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    /// <exception cref="TrainingDivergedException">The loss or the gradient of one of the trainings is no longer finite.</exception>
    public static SensitivityReport Measure<TModel>(Dataset training, Dataset validation, SensitivityOptions options, CancellationToken cancellationToken = default)
        where TModel : class, ITrainableModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(validation);
        Check(options);
        if (TModel.Info.TakesSequences) throw new NotSupportedException($"{TModel.Info.Name} follows sequences; use Sensitivity.MeasureSequences with a SequenceDataset to train on and one to validate with.");
        var loss = options.Training.Loss ?? Loss.For(training, TModel.OutputLength);
        Trainer<TModel>.CheckSamples(training, loss, "training", nameof(training));
        Trainer<TModel>.CheckSamples(validation, loss.Plain, "validation", nameof(validation));
        return new SensitivityStudy<TModel>(training, loss, options)
        {
            Work = (model, teacher) => new SampleWork<TModel>(model, training, validation, loss, teacher),
        }.Run(cancellationToken);
    }

    /// <summary>Does the same as <see cref="Measure"/> for a model that follows sequences, which is trained on whole ones as <see cref="SequenceTrainer{TModel}"/> does it.</summary>
    /// <param name="training">The sequences to train on. The losses need not be good, only comparable: a part of the sequences may do.</param>
    /// <param name="validation">The sequences that give the losses.</param>
    /// <param name="options">What is measured, and how each network is trained.</param>
    /// <param name="cancellationToken">Stops the measurement.</param>
    /// <typeparam name="TModel">The network with all layers uncompressed, a class with <c>[DeepThinModel(Training = true)]</c> and a layer with a state.</typeparam>
    /// <exception cref="ArgumentException">The model is compressed, a layer cannot have a ratio, or the sequences or options do not fit.</exception>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    /// <exception cref="TrainingDivergedException">The loss or the gradient of one of the trainings is no longer finite.</exception>
    public static SensitivityReport MeasureSequences<TModel>(SequenceDataset training, SequenceDataset validation, SensitivityOptions options, CancellationToken cancellationToken = default)
        where TModel : class, ITrainableSequenceModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(validation);
        Check(options);
        var loss = options.Training.Loss ?? Loss.For(training.Terms, TModel.OutputLength);
        SequenceTrainer<TModel>.Check(training, loss, "training", nameof(training));
        SequenceTrainer<TModel>.Check(validation, loss.Plain, "validation", nameof(validation));
        return new SensitivityStudy<TModel>(training.Terms, loss, options)
        {
            Work = (model, teacher) => new SequenceWork<TModel>(model, training, validation, loss, teacher),
            Inputs = training.StepSamples,
        }.Run(cancellationToken);
    }

    private static void Check(SensitivityOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Fault() is { } fault) throw new ArgumentException(fault, nameof(options));
    }
}
