using System.Diagnostics;
using DeepThin;
using DeepThin.Training;

namespace Tables;

/// <summary>A model that is compared: how it is made and trained.</summary>
internal abstract class Candidate
{
    /// <summary>The highest learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Its plan.</summary>
    public abstract ModelInfo Info { get; }

    /// <summary>Trains it anew and judges it.</summary>
    /// <param name="training">The samples to train with.</param>
    /// <param name="test">Those to judge it by.</param>
    /// <param name="settings">How often, and with how many threads.</param>
    /// <param name="seed">Decides the first weights and the order of the samples.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public abstract Result Try(Dataset training, Dataset test, Settings settings, int seed, CancellationToken cancellationToken);

    /// <summary>How good a model was, and how long its training took.</summary>
    public readonly record struct Result(ClassificationReport Report, double Seconds);
}

/// <summary>A model of a type.</summary>
internal sealed class Candidate<TModel> : Candidate
    where TModel : class, ITrainableModel<TModel>
{
    // The first tenth of the steps.
    private const double WarmUp = 0.1;

    public override ModelInfo Info => TModel.Info;

    public override Result Try(Dataset training, Dataset test, Settings settings, int seed, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        var model = Create(training, seed);
        var trainer = new Trainer<TModel>(Options(settings, seed));
        trainer.Fit(model, training, cancellationToken: cancellationToken);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new(trainer.Judge(model, test, cancellationToken: cancellationToken).Classification!, seconds);
    }

    /// <summary>A model whose first layer knows the mean and the deviation of each feature, and which has the names of the data.</summary>
    public static TModel Create(Dataset training, int seed)
    {
        var model = TModel.Create(seed);
        Standardizer.Fit(model, training);
        model.Names = training.Names;
        return model;
    }

    /// <summary>How it is trained.</summary>
    /// <param name="settings">How often, and with how many threads.</param>
    /// <param name="seed">Decides the order of the samples.</param>
    public TrainingOptions Options(Settings settings, int seed) => new()
    {
        Epochs = settings.Epochs,
        Schedule = DeepThin.Training.LearningRate.Linear(LearningRate).WithWarmUp(WarmUp),
        Loss = Loss.CrossEntropy,
        Seed = seed,
        MaxDegreeOfParallelism = settings.Threads,
    };
}
