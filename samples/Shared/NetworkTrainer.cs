using DeepThin.Training;

namespace DeepThin.Samples;

/// <summary>Trains networks as the command line says.</summary>
internal sealed class NetworkTrainer(TrainSettings settings, CancellationToken cancellationToken)
{
    private const int WarmUpSteps = 100;

    /// <summary>Trains a network and shows it.</summary>
    /// <param name="model">The network.</param>
    /// <param name="name">What is trained.</param>
    /// <param name="data">The data to train with, and that to validate with.</param>
    /// <param name="learningRate">The highest learning rate.</param>
    /// <param name="checkpoint">The file from which a training that was cancelled goes on.</param>
    public TrainingResult Fit<TModel>(TModel model, string name, (Dataset Training, Dataset Validation) data, double learningRate, string checkpoint)
        where TModel : class, ITrainableModel<TModel>
    {
        if (settings.Resume && !File.Exists(checkpoint)) Console.WriteLine($"There is no checkpoint {checkpoint} to resume from; the training of {name} begins anew.");
        return TrainingView.Show(name, progress => new Trainer<TModel>(new TrainingOptions
        {
            Epochs = settings.Epochs,
            BatchSize = settings.BatchSize,
            Schedule = LearningRate.Linear(learningRate, warmUp: WarmUpSteps),
            Seed = settings.Seed,
            MaxDegreeOfParallelism = settings.Threads,
            CheckpointPath = checkpoint,
            Resume = settings.Resume,
            Progress = progress,
            Warned = TrainingView.Warn,
        }).Fit(model, data.Training, data.Validation, cancellationToken));
    }

    /// <summary>The fraction of the samples whose class is the predicted one.</summary>
    public double Accuracy<TModel>(TModel model, Dataset samples)
        where TModel : class, ITrainableModel<TModel> =>
        new Trainer<TModel>(new TrainingOptions { Epochs = 1, MaxDegreeOfParallelism = settings.Threads }).Evaluate(model, samples, cancellationToken).Accuracy!.Value;

    /// <summary>The time of all epochs.</summary>
    public static double Seconds(TrainingResult result) => result.History.Sum(epoch => epoch.Elapsed.TotalSeconds);
}
