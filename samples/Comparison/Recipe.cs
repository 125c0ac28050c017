using System.Globalization;
using DeepThin;
using DeepThin.Training;

namespace Comparison;

/// <summary>How networks are trained. Only the learning rate is chosen for each: the one of the grid with the smallest validation error.</summary>
internal sealed record Recipe
{
    /// <summary>How often a training goes through its samples; pruning does so twice, before and after.</summary>
    public required int Epochs { get; init; }

    /// <summary>The learning rates that are tried, with the first seed.</summary>
    public required IReadOnlyList<double> LearningRates { get; init; }

    /// <summary>The most samples to train on; null takes all.</summary>
    public int? Samples { get; init; }

    public int BatchSize { get; init; } = 128;

    public Optimizer Optimizer { get; init; } = new Adam { Beta2 = 0.99, WeightDecay = 0.03, Decoupled = true };

    /// <summary>The schedule with a learning rate as its highest; it rises in 100 steps and falls along a line to 0.</summary>
    public Func<double, LearningRate> Schedule { get; init; } = rate => LearningRate.Linear(rate, warmUp: 100);

    public FactorRates FactorRates { get; init; } = new();

    public double? ClipNorm { get; init; }

    /// <summary>The loss.</summary>
    public Loss Loss { get; init; } = Loss.Smoothed(0.1);

    /// <summary>What the first values of the longer factors of DeepThin layers are multiplied by.</summary>
    public double Spread { get; init; } = 1;

    /// <summary>The options of a training.</summary>
    /// <param name="learningRate">The highest learning rate.</param>
    /// <param name="seed">Decides the order of the samples.</param>
    public TrainingOptions Options(double learningRate, int seed) => new()
    {
        Epochs = Epochs,
        BatchSize = BatchSize,
        Optimizer = Optimizer,
        Schedule = Schedule(learningRate),
        FactorRates = FactorRates,
        ClipNorm = ClipNorm,
        Loss = Loss,
        Seed = seed,
    };

    /// <summary>Changes the first values of a model as the recipe says.</summary>
    /// <param name="model">A new model.</param>
    public void Begin<TModel>(TModel model)
        where TModel : class, ITrainableModel<TModel>
    {
        if (Spread == 1) return;
        foreach (var layer in TModel.Info.Layers.Where(layer => layer.Maps[0].Kind == "deepthin"))
        {
            var longer = layer.Tensors.MaxBy(tensor => tensor.Length)!;
            foreach (ref float value in model.Parameters.Slice(longer.Offset, longer.Length)) value *= (float)Spread;
        }

        model.Prepare();
    }

    /// <summary>The recipe in words; a result of another one is not taken over.</summary>
    public override string ToString()
    {
        string[] words =
        [
            $"{Epochs} epochs, batches of {BatchSize}, {Optimizer}, {Schedule(1)}, {FactorRates}",
            Samples is { } most ? $"at most {most} samples" : "",
            ClipNorm is { } norm ? Text($"ClipNorm {norm}") : "",
            $"{Loss}",
            Spread == 1 ? "" : Text($"spread {Spread}"),
        ];
        return string.Join(", ", words.Where(word => word.Length > 0));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
