using DeepThin;
using DeepThin.Samples;
using DeepThin.Training;
using Listen.Data;
using static System.FormattableString;

namespace Listen;

/// <summary>A network that is compared: what it is called, and how it is trained and judged.</summary>
/// <param name="Key">What the command line calls it.</param>
/// <param name="Name">What the table calls it.</param>
/// <param name="Kind">What it is, which decides the learning rate.</param>
internal abstract record Variant(string Key, string Name, Kind Kind)
{
    /// <summary>Its plan.</summary>
    public abstract ModelInfo Info { get; }

    /// <summary>Trains and judges it, unless that has been done before.</summary>
    /// <param name="recordings">The scenes.</param>
    /// <param name="settings">What the command line says.</param>
    /// <param name="files">What has been done before; receives the result, and a checkpoint when it is cancelled.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public abstract Result Train(Recordings recordings, Settings settings, OutputFiles files, CancellationToken cancellationToken);

    /// <summary>A session of the trained network, which follows frames.</summary>
    /// <param name="weights">Its weights file.</param>
    /// <param name="features">The features of the frames, one after the other.</param>
    public abstract Action Follower(string weights, ReadOnlyMemory<float> features);
}

/// <inheritdoc/>
/// <typeparam name="TModel">The class of the network.</typeparam>
internal sealed record Variant<TModel>(string Key, string Name, Kind Kind) : Variant(Key, Name, Kind)
    where TModel : class, ITrainableSequenceModel<TModel>
{
    private const int BatchSize = 16;
    private const double Threshold = 0.5;

    // The first twentieth of the steps.
    private const double WarmUp = 0.05;

    public override ModelInfo Info => TModel.Info;

    public override Result Train(Recordings recordings, Settings settings, OutputFiles files, CancellationToken cancellationToken)
    {
        var options = Options(settings);
        string recipe = RecipeOf(recordings, options);
        if (files.Results.Find<Result>(Key, recipe) is { } before)
        {
            Console.WriteLine($"Trained before: {Name}");
            return before;
        }

        string checkpoint = files.Results.CheckpointOf(Key, recipe), weights = files.Results.WeightsOf(Key, recipe);
        var model = TModel.Create(settings.Seed);
        Standardizer.Fit(model, recordings.Training);
        var training = TrainingView.Show(Name, progress => new SequenceTrainer<TModel>(options with { CheckpointPath = checkpoint, Resume = true, Progress = progress })
            .Fit(model, recordings.Training, recordings.Validation, cancellationToken));
        model.Save(weights);
        var result = Judge(model, training, recordings, recipe) with { WeightBytes = new FileInfo(weights).Length };
        files.Results.Keep(result);
        File.Delete(checkpoint);
        return result;
    }

    public override Action Follower(string weights, ReadOnlyMemory<float> features)
    {
        var session = TModel.Load(weights).CreateSession();
        float[] probability = new float[TModel.OutputLength];
        return () =>
        {
            for (var rest = features.Span; !rest.IsEmpty; rest = rest[TModel.InputLength..]) session.Step(rest[..TModel.InputLength], probability);
        };
    }

    private Result Judge(TModel model, TrainingResult training, Recordings recordings, string recipe)
    {
        float[][] test = ProbabilitiesOf(model, recordings.TestScenes);
        return new()
        {
            Key = Key,
            Name = Name,
            Recipe = recipe,
            Parameters = TModel.Info.Parameters,
            Test = Judgement.Of(recordings.TestScenes, test, Threshold),
            Groups = Study.Groups(recordings.TestScenes, test, Threshold),
            Validation = Judgement.Of(recordings.ValidationScenes, ProbabilitiesOf(model, recordings.ValidationScenes), Threshold),
            BestEpoch = training.BestEpoch,
            Epochs = training.History.Count,
            TrainSeconds = training.History.Sum(epoch => epoch.Elapsed.TotalSeconds),
        };
    }

    private static float[][] ProbabilitiesOf(TModel model, IReadOnlyList<SceneFrames> scenes) => [.. scenes.Select(scene =>
    {
        float[] probabilities = new float[scene.Labels.Length];
        model.Forward(scene.Features, probabilities);
        return probabilities;
    })];

    private TrainingOptions Options(Settings settings) => new()
    {
        Epochs = settings.Epochs,
        BatchSize = BatchSize,
        Schedule = LearningRate.Linear(settings.LearningRateOf(Kind)).WithWarmUp(WarmUp),
        Loss = Loss.BinaryCrossEntropy,
        ClipNorm = 1,
        KeepBest = true,
        Seed = settings.Seed,
        MaxDegreeOfParallelism = settings.Threads,
        Warned = TrainingView.Warn,
    };

    // What another result would follow from.
    private static string RecipeOf(Recordings recordings, TrainingOptions options) =>
        Invariant($"{recordings.Fingerprint}, layers {ResultFolder.Hash(TModel.Info.ToString())}, {options.Epochs} epochs, batches of {options.BatchSize}, {options.Schedule}, {options.Optimizer}, {options.Loss}, norm {options.ClipNorm}, seed {options.Seed}");
}
