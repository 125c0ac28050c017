using System.Diagnostics;
using DeepThin.Planning;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>One call of <see cref="Sensitivity"/>.</summary>
internal sealed class SensitivityStudy<TModel>
    where TModel : class, ITrainableModel<TModel>
{
    private readonly IDataSource _training;
    private readonly SensitivityOptions _options;
    private readonly Loss _loss;
    private readonly IReadOnlyList<LayerRatio> _measured;
    private readonly IReadOnlyList<double> _values;
    private readonly Dictionary<(LayerRatio Of, double Value), CompressedPlan[]> _plans = [];
    private readonly int _trainings;
    private ReadOnlyMemory<float> _teacher;
    private int _done;
    private long _start;

    /// <summary>Chooses what is measured.</summary>
    /// <param name="training">The samples to train on, or the predictions of sequences that count.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="options">What is measured.</param>
    public SensitivityStudy(IDataSource training, Loss loss, SensitivityOptions options)
    {
        (_training, _loss, _options) = (training, loss, options);
        Inputs = training;
        Trainer<TModel>.CheckActivation(_loss, nameof(TModel));
        CheckUncompressed();
        _values = options.AllRatios;
        var all = LayerRatio.Of(TModel.Info);
        foreach (var ratio in all)
        {
            foreach (double value in _values)
            {
                if (CompressedPlan.For(ratio, options, value) is { } plans) _plans[(ratio, value)] = plans;
            }
        }

        if (LayersFault(all) is { } fault) throw new ArgumentException(fault, nameof(options));

        _measured = [.. all.Where(ratio => (options.Layers?.Contains(ratio.Layer) ?? true) && ValuesOf(ratio).Any())];
        _trainings = (1 + _measured.Sum(ratio => ValuesOf(ratio).Count(value => value != options.BaseRatio))) * options.Seeds;
    }

    /// <summary>What is done with the samples, of which the teacher said something or nothing.</summary>
    public required Func<TModel, ReadOnlyMemory<float>, ITrainingWork> Work { get; init; }

    /// <summary>The samples, or steps, that a layer which standardises is fitted to.</summary>
    public IDataSource Inputs { get; init; }

    public SensitivityReport Run(CancellationToken cancellationToken)
    {
        _start = Stopwatch.GetTimestamp();
        _teacher = _loss.AskTeacher(_training, _options.Training.Threads, cancellationToken);
        var model = TModel.Create(_options.Training.Seed);
        if (TModel.Info.Layers[0].Tensors.Any(tensor => tensor.Role == TensorRole.Mean)) Standardizer.Fit(model, Inputs);
        var reference = Train(model, null, _options.BaseRatio, cancellationToken);
        var ratios = new List<RatioSensitivity>();
        foreach (var ratio in _measured)
        {
            var points = ValuesOf(ratio).Select(value => Point(ratio, value, value == _options.BaseRatio ? reference : Train(model, ratio, value, cancellationToken))).ToList();
            if (!_plans.ContainsKey((ratio, _options.BaseRatio))) points.Add(Point(ratio, SensitivityPoint.Uncompressed, reference));
            ratios.Add(new(ratio, points));
        }

        return new SensitivityReport(TModel.Info, _options, Mean(reference), ratios);
    }

    private static void CheckUncompressed()
    {
        foreach (var layer in TModel.Info.Layers)
        {
            if (layer.Maps.FirstOrDefault(map => map.Kind == "deepthin") is not { } map) continue;
            throw new ArgumentException(
                Invariant($"Layer '{layer.Name}' of {TModel.Info.Name} is compressed (n = {map.N}); the sensitivity is measured on a model with the same layers and no ratio or N, which is compressed virtually."),
                nameof(TModel));
        }
    }

    /// <summary>Why the layers cannot be measured; null if they can.</summary>
    private string? LayersFault(IReadOnlyList<LayerRatio> all)
    {
        if (_options.Layers is { } chosen) return chosen.Select(layer => LayerFault(layer, [.. all.Where(ratio => ratio.Layer == layer)])).FirstOrDefault(fault => fault != null);
        if (all.Count == 0) return $"{TModel.Info.Name} has no layer with a matrix that a ratio compresses: none of [Dense], a convolution, an embedding or a recurrent layer whose matrices are whole.";
        if (_plans.Keys.Any(key => key.Value == _options.BaseRatio)) return null;

        var (smallest, name) = all.Select(ratio => (Smallest(ratio), ratio.Name)).Min();
        return Invariant(
            $"No layer of {TModel.Info.Name} can have the BaseRatio {_options.BaseRatio} at rank {_options.Rank}; the smallest is {smallest}, that of '{name}'. Use a larger one.");
    }

    private string? LayerFault(int layer, IReadOnlyList<LayerRatio> ratios)
    {
        if (layer < 0 || layer >= TModel.Info.Layers.Count)
        {
            return Invariant($"Layers has {layer}, and {TModel.Info.Name} has the layers 0 to {TModel.Info.Layers.Count - 1}.");
        }

        if (ratios.Any(ratio => ValuesOf(ratio).Any())) return null;

        var info = TModel.Info.Layers[layer];
        if (ratios.Count == 0) return $"Layer '{info.Name}' is {info.Kind}, and has no matrix that a ratio compresses; leave it out of Layers.";

        var least = ratios.MinBy(Smallest)!;
        return Invariant(
            $"Layer '{least.Name}' ({least.Sizes}) cannot have any of the ratios at rank {_options.Rank}; its smallest is {Smallest(least)}. Use a larger one, or leave the layer out of Layers.");
    }

    /// <summary>The values that a ratio can have.</summary>
    private IEnumerable<double> ValuesOf(LayerRatio ratio) => _values.Where(value => _plans.ContainsKey((ratio, value)));

    /// <summary>The smallest value of a ratio, in five decimals that are enough for all its matrices.</summary>
    private double Smallest(LayerRatio ratio) => Math.Ceiling(1e5 * ratio.Matrices.Max(matrix => ReLayoutPlanner.SmallestRatio(matrix.Q, matrix.R, _options.Rank))) / 1e5;

    /// <summary>The results after the last epoch, for each seed, with one ratio (or none) at another value than the base.</summary>
    private EpochResult[] Train(TModel model, LayerRatio? other, double value, CancellationToken cancellationToken)
    {
        var plans = new Dictionary<(int Layer, int Map), CompressedPlan>();
        foreach (var ratio in _measured)
        {
            // One that cannot have the base is uncompressed meanwhile.
            if (!_plans.TryGetValue((ratio, ratio == other ? value : _options.BaseRatio), out var own)) continue;
            foreach (var (matrix, plan) in ratio.Matrices.Zip(own)) plans[(matrix.Layer, matrix.Map)] = plan;
        }

        return [.. Enumerable.Range(0, _options.Seeds).Select(i => Train(model, plans, unchecked(_options.Training.Seed + i), other, value, cancellationToken))];
    }

    private EpochResult Train(TModel model, Dictionary<(int Layer, int Map), CompressedPlan> plans, int seed, LayerRatio? other, double value, CancellationToken cancellationToken)
    {
        var options = _options.Training with { Seed = seed, Progress = Watch(other?.Name, value) };
        var factors = new VirtualFactors(TModel.Info, plans, seed);
        factors.TakeUntrained(model.Parameters);
        try
        {
            using var run = new TrainingRun<TModel>(model, options, Work(model, _teacher), _loss, factors);
            var result = run.Fit(cancellationToken);
            _done++;
            return result.History[^1];
        }
        catch (TrainingDivergedException error)
        {
            throw new TrainingDivergedException(Invariant($"{(other == null ? "All layers" : $"Layer '{other.Name}'")} at the ratio {value}: {error.Message}"), error.Step, error.LearningRate);
        }
    }

    private IProgress<TrainingProgress>? Watch(string? layer, double ratio) =>
        _options.Progress == null ? _options.Training.Progress : new Watcher(progress =>
        {
            _options.Training.Progress?.Report(progress);
            var elapsed = Stopwatch.GetElapsedTime(_start);
            double part = (_done + (double)progress.Step / progress.Steps) / _trainings;
            _options.Progress.Report(new SensitivityProgress
            {
                Training = _done + 1,
                Trainings = _trainings,
                Layer = layer,
                Ratio = ratio,
                Current = progress,
                Elapsed = elapsed,
                Remaining = elapsed * ((1 - part) / part),
            });
        });

    private SensitivityPoint Point(LayerRatio ratio, double value, EpochResult[] results)
    {
        var mean = Mean(results);
        return new(ratio, _plans.GetValueOrDefault((ratio, value)))
        {
            Ratio = value,
            Loss = mean.Loss,
            Accuracy = mean.Accuracy,
            Losses = [.. results.Select(result => result.ValidationLoss!.Value)],
        };
    }

    private static Evaluation Mean(EpochResult[] results) => new()
    {
        Loss = results.Average(result => result.ValidationLoss!.Value),
        Accuracy = results.Average(result => result.ValidationAccuracy),
        LabelErrorRate = results.Average(result => result.ValidationLabelErrorRate),
    };

    private sealed class Watcher(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
