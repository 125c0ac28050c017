using System.Globalization;
using DeepThin.Training;

namespace Comparison;

/// <summary>How every network of an experiment is trained. Only the learning rate is chosen for each: the one of the grid with the smallest validation error.</summary>
internal sealed record Recipe
{
    /// <summary>How often a training goes through its samples; pruning does so twice, before and after.</summary>
    public required int Epochs { get; init; }

    /// <summary>The learning rates that are tried, with the first seed.</summary>
    public required IReadOnlyList<double> LearningRates { get; init; }

    /// <summary>The most samples to train on; null takes all.</summary>
    public int? Samples { get; init; }

    private const int BatchSize = 128;
    private const int WarmUpSteps = 100;

    /// <summary>The options of a training.</summary>
    /// <param name="learningRate">The highest learning rate.</param>
    /// <param name="seed">Decides the order of the samples.</param>
    public TrainingOptions Options(double learningRate, int seed) => new()
    {
        Epochs = Epochs,
        BatchSize = BatchSize,
        Schedule = LearningRate.Linear(learningRate, warmUp: WarmUpSteps),
        Seed = seed,
    };

    /// <summary>The recipe in words; a result of another one is not taken over.</summary>
    public override string ToString()
    {
        var options = Options(1, 0);
        string samples = Samples is { } most ? string.Create(CultureInfo.InvariantCulture, $", at most {most} samples") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{Epochs} epochs, batches of {BatchSize}, {options.Optimizer}, {options.Schedule}, {options.FactorRates}{samples}");
    }
}
