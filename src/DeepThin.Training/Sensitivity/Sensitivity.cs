namespace DeepThin.Training;

/// <summary>
/// Measures how much the loss of a network depends on the compression ratio of each layer, and proposes ratios for a number of bytes. It works on
/// an uncompressed model, whose layers are compressed virtually: the factors are trained, and W is rebuilt from them after every step. All chosen
/// layers at the base ratio are the reference; then one layer at a time has each of the other ratios. Every network is trained from scratch.
/// </summary>
public static class Sensitivity
{
    /// <summary>
    /// Trains (1 + layers × other ratios) × seeds networks, each in about the time that the uncompressed model takes. The same samples and options
    /// give the same losses on the same machine, whatever the number of threads.
    /// </summary>
    /// <param name="training">The samples to train on. The losses need not be good, only comparable: a part of the samples may do.</param>
    /// <param name="validation">The samples that give the losses.</param>
    /// <param name="options">What is measured, and how each network is trained.</param>
    /// <param name="cancellationToken">Stops the measurement.</param>
    /// <typeparam name="TModel">The network with all layers uncompressed, a class with <c>[DeepThinModel(Training = true)]</c>.</typeparam>
    /// <exception cref="ArgumentException">The model is compressed, a layer cannot have a ratio, or the samples or options do not fit.</exception>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    /// <exception cref="TrainingDivergedException">The loss or the gradient of one of the trainings is no longer finite.</exception>
    public static SensitivityReport Measure<TModel>(Dataset training, Dataset validation, SensitivityOptions options, CancellationToken cancellationToken = default)
        where TModel : class, ITrainableModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(validation);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Fault() is { } fault) throw new ArgumentException(fault, nameof(options));

        return new SensitivityStudy<TModel>(training, validation, options).Run(cancellationToken);
    }
}
