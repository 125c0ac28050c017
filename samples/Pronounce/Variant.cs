using DeepThin;
using DeepThin.Samples;
using DeepThin.Training;
using Pronounce.Data;
using static System.FormattableString;

namespace Pronounce;

/// <summary>A network that is compared: what it is called, and how it is trained and judged.</summary>
/// <param name="Key">What the command line calls it.</param>
/// <param name="Name">What the table calls it.</param>
/// <param name="Kind">What it is, which decides the learning rate.</param>
internal abstract record Variant(string Key, string Name, Kind Kind)
{
    /// <summary>Its plan.</summary>
    public abstract ModelInfo Info { get; }

    /// <summary>Trains and judges it, unless that has been done before.</summary>
    /// <param name="words">The words.</param>
    /// <param name="settings">What the command line says.</param>
    /// <param name="files">What has been done before; receives the result, and a checkpoint when it is cancelled.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public abstract Result Train(Words words, Settings settings, OutputFiles files, CancellationToken cancellationToken);

    /// <summary>The trained network, which reads a word.</summary>
    /// <param name="weights">Its weights file.</param>
    public abstract Action<string> Reader(string weights);
}

/// <inheritdoc/>
/// <typeparam name="TModel">The class of the network.</typeparam>
internal sealed record Variant<TModel>(string Key, string Name, Kind Kind) : Variant(Key, Name, Kind)
    where TModel : class, ITrainableSequenceModel<TModel>
{
    private const int BatchSize = 128;

    // The first twentieth of the steps.
    private const double WarmUp = 0.05;

    public override ModelInfo Info => TModel.Info;

    public override Result Train(Words words, Settings settings, OutputFiles files, CancellationToken cancellationToken)
    {
        var options = Options(settings);
        string recipe = RecipeOf(words, options);
        if (files.Results.Find<Result>(Key, recipe) is { } before)
        {
            Console.WriteLine($"Trained before: {Name}");
            return before;
        }

        string checkpoint = files.Results.CheckpointOf(Key, recipe);
        var model = TModel.Create(settings.Seed);
        var training = TrainingView.Show(Name, progress => new SequenceTrainer<TModel>(options with { CheckpointPath = checkpoint, Resume = true, Progress = progress })
            .Fit(model, words.Training, words.Validation, cancellationToken));
        model.Save(files.Results.WeightsOf(Key, recipe));
        var result = Judge(model, training, words, settings, recipe, cancellationToken) with { WeightBytes = new FileInfo(files.Results.WeightsOf(Key, recipe)).Length };
        files.Results.Keep(result);
        File.Delete(checkpoint);
        return result;
    }

    public override Action<string> Reader(string weights)
    {
        var reader = new PhoneReader<TModel>(TModel.Load(weights));
        return word => reader.Read(word);
    }

    private Result Judge(TModel model, TrainingResult training, Words words, Settings settings, string recipe, CancellationToken cancellationToken) => new()
    {
        Key = Key,
        Name = Name,
        Recipe = recipe,
        Parameters = TModel.Info.Parameters,
        Validation = Judgement.Of(model, words.Division.Validation, settings.Threads, cancellationToken),
        Test = Judgement.Of(model, words.Division.Test, settings.Threads, cancellationToken),
        BestEpoch = training.BestEpoch!.Value,
        Epochs = training.History.Count,
        TrainSeconds = training.History.Sum(epoch => epoch.Elapsed.TotalSeconds),
    };

    private TrainingOptions Options(Settings settings) => new()
    {
        Epochs = settings.Epochs,
        BatchSize = BatchSize,
        Schedule = LearningRate.Linear(settings.LearningRateOf(Kind)).WithWarmUp(WarmUp),
        Loss = Loss.Ctc(Phones.Blank),
        ClipNorm = 1,
        KeepBest = true,
        Seed = settings.Seed,
        MaxDegreeOfParallelism = settings.Threads,
        Warned = TrainingView.Warn,
    };

    // What another result would follow from.
    private static string RecipeOf(Words words, TrainingOptions options) =>
        Invariant($"words {words.Fingerprint}, layers {ResultFolder.Hash(TModel.Info.ToString())}, {options.Epochs} epochs, batches of {options.BatchSize}, {options.Schedule}, {options.Optimizer}, {options.Loss}, norm {options.ClipNorm}, seed {options.Seed}");
}
