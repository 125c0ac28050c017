using System.Diagnostics;
using DeepThin.Planning;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>One call of <see cref="Sensitivity.Measure"/>.</summary>
internal sealed class SensitivityStudy<TModel>
    where TModel : class, ITrainableModel<TModel>
{
    private readonly Dataset _training;
    private readonly Dataset _validation;
    private readonly SensitivityOptions _options;
    private readonly Loss _loss;
    private ReadOnlyMemory<float> _teacher;
    private readonly int[] _layers;
    private readonly IReadOnlyList<double> _ratios;
    private readonly Dictionary<(int Layer, double Ratio), CompressedPlan> _plans = [];
    private readonly int _trainings;
    private int _done;
    private long _start;

    public SensitivityStudy(Dataset training, Dataset validation, SensitivityOptions options)
    {
        Refusal.OfSequences(TModel.Info);
        _training = training;
        _validation = validation;
        _options = options;
        _loss = options.Training.Loss ?? Loss.For(training, TModel.OutputLength);
        Trainer<TModel>.CheckSamples(training, _loss, "training", nameof(training));
        Trainer<TModel>.CheckSamples(validation, _loss.Plain, "validation", nameof(validation));
        Trainer<TModel>.CheckActivation(_loss, nameof(TModel));
        CheckUncompressed();
        _ratios = options.AllRatios;
        if (LayersFault() is { } fault) throw new ArgumentException(fault, nameof(options));

        _layers = Choose();
        foreach (int layer in _layers)
        {
            foreach (double ratio in _ratios)
            {
                if (Plan(layer, ratio) is { } plan) _plans[(layer, ratio)] = plan;
            }
        }

        _trainings = (1 + _plans.Keys.Count(key => key.Ratio != options.BaseRatio)) * options.Seeds;
    }

    private static IEnumerable<int> AllLayers => Enumerable.Range(0, TModel.Info.Layers.Count);

    public SensitivityReport Run(CancellationToken cancellationToken)
    {
        _start = Stopwatch.GetTimestamp();
        _teacher = _loss.AskTeacher(_training, _options.Training.Threads, cancellationToken);
        var model = TModel.Create(_options.Training.Seed);
        var reference = Measure(model, null, _options.BaseRatio, cancellationToken);
        var layers = new List<LayerSensitivity>();
        foreach (int layer in _layers)
        {
            var points = RatiosOf(layer).Select(ratio => Point(layer, ratio, ratio == _options.BaseRatio ? reference : Measure(model, layer, ratio, cancellationToken))).ToList();
            if (!HasBase(layer)) points.Add(Point(layer, SensitivityPoint.Uncompressed, reference));
            var info = TModel.Info.Layers[layer];
            layers.Add(new() { Index = layer, Name = info.Name, Inputs = info.Inputs, Outputs = info.Outputs, Points = points });
        }

        return new SensitivityReport(TModel.Info, _options, Mean(reference), layers);
    }

    private static void CheckUncompressed()
    {
        if (TModel.Info.Layers.FirstOrDefault(layer => layer.Kind == "deepthin") is { } layer)
        {
            throw new ArgumentException(
                Invariant($"Layer '{layer.Name}' of {TModel.Info.Name} is compressed (n = {layer.Maps[0].N}); the sensitivity is measured on a model with the same layers and no Ratio or N, which is compressed virtually."),
                nameof(TModel));
        }
    }

    /// <summary>Why the layers cannot be measured; null if they can.</summary>
    private string? LayersFault()
    {
        if (_options.Layers is { } chosen) return chosen.Select(LayerFault).FirstOrDefault(fault => fault != null);
        if (AllLayers.Any(layer => Plan(layer, _options.BaseRatio) != null)) return null;

        if (!TModel.Info.Layers.Any(SensitivityReport.CanMeasure)) return $"{TModel.Info.Name} has no layer of [Dense], and only these are measured.";

        var (smallest, name) = TModel.Info.Layers.Where(SensitivityReport.CanMeasure).Select(layer => (Smallest(layer), layer.Name)).Min();
        return Invariant(
            $"No layer of {TModel.Info.Name} can have the BaseRatio {_options.BaseRatio} at rank {_options.Rank}; the smallest is {smallest}, that of '{name}'. Use a larger one.");
    }

    private string? LayerFault(int layer)
    {
        if (layer < 0 || layer >= TModel.Info.Layers.Count)
        {
            return Invariant($"Layers has {layer}, and {TModel.Info.Name} has the layers 0 to {TModel.Info.Layers.Count - 1}.");
        }

        if (HasRatio(layer)) return null;

        var info = TModel.Info.Layers[layer];
        if (!SensitivityReport.CanMeasure(info)) return $"Layer '{info.Name}' is {info.Kind}, and only layers of [Dense] are measured; leave it out of Layers.";

        return Invariant(
            $"Layer '{info.Name}' ({info.Inputs} × {info.Outputs}) cannot have any of the ratios at rank {_options.Rank}; its smallest is {Smallest(info)}. Use a larger one, or leave the layer out of Layers.");
    }

    private int[] Choose() => [.. _options.Layers?.Distinct().Order() ?? AllLayers.Where(HasRatio)];

    /// <summary>Whether a layer can have any of the ratios.</summary>
    private bool HasRatio(int layer) => _ratios.Any(ratio => Plan(layer, ratio) != null);

    private IEnumerable<double> RatiosOf(int layer) => _ratios.Where(ratio => _plans.ContainsKey((layer, ratio)));

    /// <summary>Whether a layer can have the base ratio; one that cannot is uncompressed meanwhile.</summary>
    private bool HasBase(int layer) => _plans.ContainsKey((layer, _options.BaseRatio));

    private CompressedPlan? Plan(int layer, double ratio) =>
        SensitivityReport.CanMeasure(TModel.Info.Layers[layer]) ? CompressedPlan.For(TModel.Info.Layers[layer].Inputs, TModel.Info.Layers[layer].Outputs, _options, ratio) : null;

    /// <summary>The smallest ratio of a layer, in five decimals that are enough.</summary>
    private double Smallest(LayerInfo layer) => Math.Ceiling(1e5 * ReLayoutPlanner.SmallestRatio(layer.Inputs, layer.Outputs, _options.Rank)) / 1e5;

    /// <summary>The results after the last epoch, for each seed, with one layer (or none) at another ratio than the base.</summary>
    private EpochResult[] Measure(TModel model, int? layer, double ratio, CancellationToken cancellationToken)
    {
        var plans = new CompressedPlan?[TModel.Info.Layers.Count];
        foreach (int i in _layers) plans[i] = _plans.GetValueOrDefault((i, i == layer ? ratio : _options.BaseRatio));
        return [.. Enumerable.Range(0, _options.Seeds).Select(i => Train(model, plans, unchecked(_options.Training.Seed + i), layer, ratio, cancellationToken))];
    }

    private EpochResult Train(TModel model, CompressedPlan?[] plans, int seed, int? layer, double ratio, CancellationToken cancellationToken)
    {
        string? name = layer is { } index ? TModel.Info.Layers[index].Name : null;
        var options = _options.Training with { Seed = seed, Progress = Watch(name, ratio) };
        try
        {
            using var run = new TrainingRun<TModel>(
                model, options, new SampleWork<TModel>(model, _training, _validation, _loss, _teacher), _loss, new VirtualFactors(TModel.Info, plans, seed));
            var result = run.Fit(cancellationToken);
            _done++;
            return result.History[^1];
        }
        catch (TrainingDivergedException error)
        {
            throw new TrainingDivergedException(Invariant($"{(name == null ? "All layers" : $"Layer '{name}'")} at the ratio {ratio}: {error.Message}"), error.Step, error.LearningRate);
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

    private SensitivityPoint Point(int layer, double ratio, EpochResult[] results)
    {
        var plan = _plans.GetValueOrDefault((layer, ratio));
        var info = TModel.Info.Layers[layer];
        var mean = Mean(results);
        return new()
        {
            Ratio = ratio,
            M = plan?.Factors.M ?? 0,
            N = plan?.Factors.N ?? 0,
            Plan = plan,
            Bytes = sizeof(float) * (plan?.Parameters ?? (long)info.Inputs * info.Outputs),
            Loss = mean.Loss,
            Accuracy = mean.Accuracy,
            Losses = [.. results.Select(result => result.ValidationLoss!.Value)],
        };
    }

    private static Evaluation Mean(EpochResult[] results) =>
        new() { Loss = results.Average(result => result.ValidationLoss!.Value), Accuracy = results.Average(result => result.ValidationAccuracy) };

    private sealed class Watcher(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
