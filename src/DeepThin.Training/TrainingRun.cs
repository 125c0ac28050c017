using System.Diagnostics;
using System.Numerics.Tensors;
using DeepThin.Runtime;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// One call of Fit. A minibatch is cut into panels; slot s takes the panels s, s + slots, … and adds up their gradients; the gradients of the
/// slots are added in order. So the bits do not depend on which thread takes which slot.
/// </summary>
internal sealed class TrainingRun<TModel> : IDisposable
    where TModel : class, ITrainableModel<TModel>
{
    /// <summary>The most slots, and so the most threads that run panels, and gradient blocks in memory.</summary>
    public const int MaxSlots = 8;

    /// <summary>The floats of the parameter block that a thread takes at a time: the gradients of all slots and the optimiser's state fit the L2 cache.</summary>
    private const int ChunkLength = 1 << 14;

    /// <summary>After so many steps the values are kept; to keep them after each would cost some percent of the time.</summary>
    internal const int StepsBetweenKept = 64;

    /// <summary>The floats whose squares are added in single precision, as torch does over whole tensors.</summary>
    private const int NormBlock = 256;

    private readonly TModel _model;
    private readonly TrainingOptions _options;
    private readonly Dataset _training;
    private readonly Loss _loss;
    private readonly Activation _activation = TModel.Info.Layers[^1].Activation;
    private readonly WorkerTeam _team;
    private readonly Evaluator<TModel>? _validation;
    private readonly TrainingState _state;
    private readonly VirtualFactors? _factors;
    private readonly RateMap _rates;
    private readonly Checkpoint? _checkpoint;
    private readonly ProgressReporter _progress;
    private readonly PanelSlot[] _slots;
    private readonly int[] _order;
    private readonly double[] _squares;
    private readonly AlignedBuffer _kept;
    private readonly Action<int> _runSlot;
    private readonly Action<int> _addGradients;
    private readonly Action<int> _update;
    private readonly Action<int> _addAndUpdate;
    private readonly Action<int> _addModelGradients;
    private readonly Action<int> _pull;
    private readonly Action<int> _rebuild;
    private int _batchStart;
    private int _batchCount;
    private int _usedSlots;
    private float _gradientScale = 1;
    private volatile bool _isStepFinite = true;

    /// <summary>Prepares a training.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="training">The samples to train on, as the loss prepared them.</param>
    /// <param name="validation">The samples to validate with.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="factors">What is trained in place of the model's parameters, which follow from it; null for these themselves.</param>
    public TrainingRun(TModel model, TrainingOptions options, Dataset training, Dataset? validation, Loss loss, VirtualFactors? factors = null)
    {
        int modelLength = model.Parameters.Length, length = factors?.Values.Length ?? modelLength;
        int slots = Math.Min(MaxSlots, Panels(Math.Min(options.BatchSize, training.Count)));
        int chunks = Chunks(length);
        _model = model;
        _options = options;
        _training = training;
        _loss = loss;
        _state = new TrainingState(options.Optimizer.Start(length));
        _factors = factors;
        _rates = new RateMap(factors?.Info ?? TModel.Info, options.FactorRates);
        _checkpoint = options.CheckpointPath == null ? null : new Checkpoint(options.CheckpointPath, TModel.Info, Conditions(validation));
        _slots = [.. Enumerable.Range(0, slots).Select(_ => new PanelSlot(training, TModel.PanelSize, TModel.TraceLength, modelLength))];
        _order = new int[training.Count];
        _squares = new double[chunks];
        _kept = new AlignedBuffer(length);
        _runSlot = RunSlot;
        _addGradients = AddGradients;
        _update = Update;
        _addAndUpdate = AddAndUpdate;
        _addModelGradients = chunk => AddSlots(chunk);
        _pull = item => _factors!.Pull(item, _slots[0].Gradients.Span);
        _rebuild = item => _factors!.Rebuild(item, _model.Parameters);
        _team = new WorkerTeam(Math.Min(options.Threads, Math.Max(Math.Max(slots, Chunks(modelLength)), validation == null ? 1 : Evaluator<TModel>.MaxSlots)));
        _validation = validation == null ? null : new Evaluator<TModel>(model, validation, loss.Plain, _team);
        _progress = new ProgressReporter(options, StepsPerEpoch, training.Count, TimeProvider.System);
    }

    private int StepsPerEpoch => (_training.Count - 1) / _options.BatchSize + 1;

    /// <summary>What the optimiser changes.</summary>
    private Span<float> Values => _factors == null ? _model.Parameters : _factors.Values;

    /// <summary>The gradient of <see cref="Values"/>, of all slots.</summary>
    private Span<float> Gradients => _factors == null ? _slots[0].Gradients.Span : _factors.Gradients;

    private long GlobalStep => (long)_state.Epoch * StepsPerEpoch + _state.Step;

    private bool OutOfPatience => _state.BestEpoch > 0 && _state.Epoch - _state.BestEpoch >= _options.Patience;

    public TrainingResult Fit(CancellationToken cancellationToken)
    {
        if (_options.Resume) _checkpoint!.ReadIfPresent(_state, _model.Parameters);
        RebuildModel();
        CheckStart();
        Values.CopyTo(_kept.Span);
        _model.ParametersChanged();
        _progress.Start(GlobalStep);
        try
        {
            while (_state.Epoch < _options.Epochs && !OutOfPatience) RunEpoch(cancellationToken);
            if (_options.KeepBest) _state.BestParameters?.Span.CopyTo(_model.Parameters);
            _model.ParametersChanged();
            CheckPredictions();
        }
        catch (OperationCanceledException)
        {
            _checkpoint?.Write(_state, _model.Parameters);
            throw;
        }
        finally
        {
            _model.ParametersChanged();
        }

        return new TrainingResult
        {
            History = [.. _state.History],
            BestEpoch = _state.BestEpoch > 0 ? _state.BestEpoch : null,
            StoppedEarly = _state.Epoch < _options.Epochs,
        };
    }

    public void Dispose() => _team.Dispose();

    private static int Panels(int samples) => (samples - 1) / TModel.PanelSize + 1;

    private static int Chunks(int length) => (length + ChunkLength - 1) / ChunkLength;

    private void RunEpoch(CancellationToken cancellationToken)
    {
        var before = _state.Elapsed;
        long start = Stopwatch.GetTimestamp();
        Shuffle.Fill(_order, _options.Seed, _state.Epoch);
        while (_state.Step < StepsPerEpoch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RunStep();
            _state.Elapsed = before + Stopwatch.GetElapsedTime(start);
            _progress.Report(_state, atOnce: _state.Step == StepsPerEpoch);
        }

        var validation = Validate(cancellationToken);
        FinishEpoch(validation, before + Stopwatch.GetElapsedTime(start));
    }

    private void RunStep()
    {
        _batchStart = _state.Step * _options.BatchSize;
        _batchCount = Math.Min(_options.BatchSize, _training.Count - _batchStart);
        _usedSlots = Math.Min(_slots.Length, Panels(_batchCount));
        if (GlobalStep % StepsBetweenKept == 0) Values.CopyTo(_kept.Span);
        double rate = _options.Schedule.At(GlobalStep, (long)_options.Epochs * StepsPerEpoch);
        _team.Run(_usedSlots, _runSlot);
        double loss = MeanLoss();
        CheckFinite(loss, "loss", rate);
        PullGradients();
        UpdateValues(rate);
        CheckStep(rate);
        RebuildModel();
        _model.ParametersChanged();
        _state.LossSum += loss * _batchCount;
        _state.LearningRate = rate;
        _state.Step++;
    }

    private void RunSlot(int index)
    {
        var slot = _slots[index];
        var batch = _order.AsSpan(_batchStart, _batchCount);
        float scale = 1f / _loss.Terms(_batchCount, TModel.OutputLength);
        slot.LossSum = 0;
        for (int panel = index; panel < Panels(_batchCount); panel += _usedSlots)
        {
            int first = panel * TModel.PanelSize;
            int count = Math.Min(TModel.PanelSize, _batchCount - first);
            slot.Gather(batch.Slice(first, count));
            _model.ForwardTrace(slot.InputsOf(count), slot.OutputsOf(count), count, slot.Trace.Span);
            slot.LossSum += _loss.Sum(slot.PredictionsOf(count), _activation, scale);
            _model.Backward(slot.OutputGradientsOf(count), count, slot.Trace.Span, slot.Gradients.Span, default);
        }
    }

    private double MeanLoss()
    {
        double sum = 0;
        foreach (var slot in _slots.AsSpan(0, _usedSlots)) sum += slot.LossSum;
        return sum / _loss.Terms(_batchCount, TModel.OutputLength);
    }

    /// <summary>Turns the gradients of the model's parameters, and leaves zeros there, into those of the factors that are trained in place of them.</summary>
    private void PullGradients()
    {
        if (_factors == null) return;

        _team.Run(Chunks(_model.Parameters.Length), _addModelGradients);
        _team.Run(_factors.PullItems, _pull);
        _slots[0].Gradients.Span.Clear();
    }

    private void RebuildModel()
    {
        if (_factors != null) _team.Run(_factors.RebuildItems, _rebuild);
    }

    private void UpdateValues(double rate)
    {
        if (_options.ClipNorm is not { } clip)
        {
            _state.Optimizer.BeginStep(rate);
            _team.Run(_squares.Length, _addAndUpdate);
            return;
        }

        _team.Run(_squares.Length, _addGradients);
        double norm = GradientNorm();
        CheckFinite(norm, "norm of the gradient", rate);
        _gradientScale = ClipScale(norm, clip);
        _state.Optimizer.BeginStep(rate);
        _team.Run(_squares.Length, _update);
    }

    private double GradientNorm()
    {
        double sum = 0;
        foreach (double square in _squares) sum += square;
        return Math.Sqrt(sum);
    }

    /// <summary>As torch.nn.utils.clip_grad_norm_, its small constant included.</summary>
    internal static float ClipScale(double norm, double clip) => (float)Math.Min(1, clip / (norm + 1e-6));

    private void AddAndUpdate(int chunk)
    {
        AddGradientsOf(chunk);
        Update(chunk);
    }

    private void AddGradients(int chunk)
    {
        var sum = AddGradientsOf(chunk);
        double squares = 0;
        for (int i = 0; i < sum.Length; i += NormBlock) squares += TensorPrimitives.SumOfSquares<float>(sum.Slice(i, Math.Min(NormBlock, sum.Length - i)));
        _squares[chunk] = squares;
    }

    /// <summary>The gradient of a chunk of <see cref="Values"/>, of all slots; that of factors is already there.</summary>
    private Span<float> AddGradientsOf(int chunk) => _factors == null ? AddSlots(chunk) : Chunk(Gradients, chunk);

    /// <summary>Adds the chunk's gradients of all slots to those of the first, and leaves zeros in the others.</summary>
    private Span<float> AddSlots(int chunk)
    {
        var sum = Chunk(_slots[0].Gradients.Span, chunk);
        foreach (var slot in _slots.AsSpan(1, _usedSlots - 1))
        {
            var gradients = Chunk(slot.Gradients.Span, chunk);
            TensorPrimitives.Add(sum, gradients, sum);
            gradients.Clear();
        }

        return sum;
    }

    /// <summary>Changes the chunk's values, and leaves zeros in the gradient.</summary>
    private void Update(int chunk)
    {
        var gradients = Chunk(Gradients, chunk);
        if (!_rates.Update(_state.Optimizer, chunk * ChunkLength, Chunk(Values, chunk), gradients, _gradientScale)) _isStepFinite = false;
        gradients.Clear();
    }

    /// <summary>Takes the kept values back if one is no longer finite, or if the optimiser's memory is not: it would never change that value again.</summary>
    private void CheckStep(double rate)
    {
        if (_isStepFinite) return;

        var found = NotFinite.Find(_factors?.Info ?? TModel.Info, Values);
        _kept.Span.CopyTo(Values);
        RebuildModel();
        if (found is { } value) CheckFinite(value.Value, $"parameter {value.Name}", rate);
        CheckFinite(double.PositiveInfinity, "largest of the values that the optimiser remembers", rate);
    }

    private static Span<float> Chunk(Span<float> block, int chunk)
    {
        int start = chunk * ChunkLength;
        return block.Slice(start, Math.Min(ChunkLength, block.Length - start));
    }

    private Evaluation? Validate(CancellationToken cancellationToken)
    {
        if (_validation == null) return null;

        var result = _validation.Evaluate(cancellationToken);
        CheckFinite(result.Loss, "validation loss", _state.LearningRate);
        return result;
    }

    private void FinishEpoch(Evaluation? validation, TimeSpan elapsed)
    {
        _state.Epoch++;
        _state.History.Add(new EpochResult
        {
            Epoch = _state.Epoch,
            TrainingLoss = _state.LossSum / _training.Count,
            ValidationLoss = validation?.Loss,
            ValidationAccuracy = validation?.Accuracy,
            LearningRate = _state.LearningRate,
            Elapsed = elapsed,
        });
        _state.Step = 0;
        _state.LossSum = 0;
        _state.Elapsed = TimeSpan.Zero;
        if (validation != null && IsBest(validation)) TakeAsBest();
        bool last = _state.Epoch == _options.Epochs || OutOfPatience;
        if (last || _state.Epoch % _options.CheckpointEvery == 0) _checkpoint?.Write(_state, _model.Parameters);
    }

    private bool IsBest(Evaluation validation)
    {
        if (_state.BestEpoch == 0) return true;

        var best = _state.History[_state.BestEpoch - 1];
        return _options.BestBy == Criterion.ValidationLoss ? validation.Loss < best.ValidationLoss : validation.Accuracy > best.ValidationAccuracy;
    }

    private void TakeAsBest()
    {
        _state.BestEpoch = _state.Epoch;
        if (!_options.KeepBest) return;

        _state.BestParameters ??= new(_model.Parameters.Length);
        _model.Parameters.CopyTo(_state.BestParameters.Span);
    }

    private void CheckStart()
    {
        if (NotFinite.Find(TModel.Info, _model.Parameters) is { } value)
        {
            throw new ArgumentException(Invariant($"The model cannot be trained: its parameter {value.Name} is {value.Value}. Load or create it anew."), "model");
        }
    }

    /// <summary>Finite parameters can be so large that predictions are not; no step follows the last one that would notice it.</summary>
    private void CheckPredictions()
    {
        int count = Math.Min(TModel.PanelSize, _training.Count);
        float[] outputs = new float[count * TModel.OutputLength];
        _model.ForwardBatch(_training.Samples.Span[..(count * TModel.InputLength)], outputs, count);
        if (TensorPrimitives.IsFiniteAll<float>(outputs)) return;

        int at = Array.FindIndex(outputs, value => !float.IsFinite(value));
        CheckFinite(outputs[at], Invariant($"prediction {at % TModel.OutputLength} of sample {at / TModel.OutputLength}"), _state.LearningRate);
    }

    private void CheckFinite(double value, string what, double rate)
    {
        if (double.IsFinite(value)) return;

        string place = _state.Epoch < _options.Epochs ? Invariant($"at step {GlobalStep} (epoch {_state.Epoch + 1})") : "after the last step";
        string advice = "Try a smaller learning rate, a warm-up, or a ClipNorm such as 1.";
        if (_training.Outlier() is { } outlier) advice += $" {outlier}";
        throw new TrainingDivergedException(Invariant($"The {what} is {value} {place}, with the learning rate {rate}. {advice}"), GlobalStep, rate);
    }

    /// <summary>What must be the same when a training is resumed.</summary>
    private (string Name, string Value)[] Conditions(Dataset? validation) =>
    [
        ("the number of training samples", Invariant($"{_training.Count}")),
        ("the number of validation samples", Invariant($"{validation?.Count ?? 0}")),
        ("the batch size", Invariant($"{_options.BatchSize}")),
        ("the seed", Invariant($"{_options.Seed}")),
        ("the optimiser", _options.Optimizer.ToString()),
        ("FactorRates", _options.FactorRates.ToString()),
        ("the loss", _loss.ToString()),
        ("ClipNorm", _options.ClipNorm is { } norm ? Invariant($"{norm}") : "null"),
        ("BestBy", _options.BestBy.ToString()),
        ("KeepBest", _options.KeepBest.ToString()),
    ];
}
