namespace Comparison;

/// <summary>What an experiment compares.</summary>
internal sealed record ExperimentSettings
{
    /// <summary>The ratios, each one of <see cref="AllRatios"/>.</summary>
    public required IReadOnlyList<double> Ratios { get; init; }

    /// <summary>The seeds; the first one chooses the learning rates.</summary>
    public required IReadOnlyList<int> Seeds { get; init; }

    /// <summary>How networks for images are trained.</summary>
    public required Recipe ImagesRecipe { get; init; }

    /// <summary>How networks for speech are trained.</summary>
    public required Recipe SpeechRecipe { get; init; }

    /// <summary>The trainings that run at the same time, each on one thread.</summary>
    public required int Jobs { get; init; }

    /// <summary>The networks that take part, for the name of a data set.</summary>
    public Func<string, IEnumerable<Candidate>> Candidates { get; init; } = Comparison.Candidates.For;

    /// <summary>The ratios that there are networks for.</summary>
    public static IReadOnlyList<double> AllRatios { get; } = [0.1, 0.03, 0.01, 0.004];

    /// <summary>All samples and learning rates.</summary>
    /// <param name="percents">The ratios, in per cent.</param>
    /// <param name="seeds">How many seeds.</param>
    /// <param name="jobs">The trainings at the same time.</param>
    public static ExperimentSettings Full(IReadOnlyCollection<double> percents, int seeds, int jobs) => new()
    {
        Ratios = [.. AllRatios.Where(ratio => percents.Any(percent => Math.Abs(percent - 100 * ratio) < 1e-9))],
        Seeds = [.. Enumerable.Range(1, seeds)],
        ImagesRecipe = new() { Epochs = 5, LearningRates = [0.001, 0.002, 0.004, 0.008] },
        SpeechRecipe = new() { Epochs = 3, LearningRates = [0.001, 0.002, 0.004, 0.008] },
        Jobs = jobs,
    };

    /// <summary>A look at it in a few minutes: two ratios, one seed, one learning rate, fewer samples.</summary>
    public static ExperimentSettings Quick(int jobs) => new()
    {
        Ratios = [0.03, 0.01],
        Seeds = [1],
        ImagesRecipe = new() { Epochs = 2, LearningRates = [0.002], Samples = 30_000 },
        SpeechRecipe = new() { Epochs = 2, LearningRates = [0.002], Samples = 40_000 },
        Jobs = jobs,
    };
}
