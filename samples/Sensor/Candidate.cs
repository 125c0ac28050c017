using System.Diagnostics;
using DeepThin;
using DeepThin.Training;

namespace Sensor;

/// <summary>A model that is compared: how it is made and trained.</summary>
internal abstract class Candidate
{
    /// <summary>What it is called in the table.</summary>
    public required string Name { get; init; }

    /// <summary>The highest learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Its plan.</summary>
    public abstract ModelInfo Info { get; }

    /// <summary>Trains it anew and judges it.</summary>
    /// <param name="data">The windows to train with, to choose the best epoch by, and to judge by.</param>
    /// <param name="settings">How often, and with how many threads.</param>
    /// <param name="seed">Decides the first weights and the order of the windows.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public abstract Result Try((Dataset Training, Dataset Validation, Dataset Test) data, Settings settings, int seed, CancellationToken cancellationToken);

    /// <summary>How far forecasts were from what came, and how long the training took.</summary>
    /// <param name="Validation">The errors in the part that chose the epoch.</param>
    /// <param name="Test">The errors in the last part.</param>
    /// <param name="Seconds">The time of the training.</param>
    public readonly record struct Result(RegressionReport Validation, RegressionReport Test, double Seconds);
}

/// <summary>A model of a type.</summary>
internal sealed class Candidate<TModel> : Candidate
    where TModel : class, ITrainableModel<TModel>
{
    // The first tenth of the steps.
    private const double WarmUp = 0.1;

    public override ModelInfo Info => TModel.Info;

    public override Result Try((Dataset Training, Dataset Validation, Dataset Test) data, Settings settings, int seed, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        var model = Create(data.Training, seed);
        new Trainer<TModel>(Options(settings, seed)).Fit(model, data.Training, data.Validation, cancellationToken);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new(Judge(data.Validation), Judge(data.Test), seconds);

        RegressionReport Judge(Dataset windows) => RegressionReport.Of(model, windows, maxDegreeOfParallelism: settings.Threads, cancellationToken: cancellationToken);
    }

    /// <summary>A model whose first layer knows the mean and the deviation of the record.</summary>
    public static TModel Create(Dataset training, int seed)
    {
        var model = TModel.Create(seed);
        Standardizer.Fit(model, training);
        return model;
    }

    /// <summary>How it is trained.</summary>
    /// <param name="settings">How often, and with how many threads.</param>
    /// <param name="seed">Decides the order of the windows.</param>
    public TrainingOptions Options(Settings settings, int seed) => new()
    {
        Epochs = settings.Epochs,
        Schedule = DeepThin.Training.LearningRate.Linear(LearningRate).WithWarmUp(WarmUp),
        Loss = Loss.MeanSquare,
        KeepBest = true,
        Seed = seed,
        MaxDegreeOfParallelism = settings.Threads,
    };
}
