using System.Diagnostics;
using DeepThin.Runtime;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>One call of Fit: the epochs and their steps, the validation, the best epoch, and the checkpoint.</summary>
internal sealed class TrainingRun<TModel> : IDisposable
    where TModel : class, ITrainableModel<TModel>
{
    /// <summary>After so many steps the values are kept; to keep them after each would cost some percent of the time.</summary>
    private const int StepsBetweenKept = 64;

    private readonly TModel _model;
    private readonly TrainingOptions _options;
    private readonly ITrainingWork _work;
    private readonly Checkpoint? _checkpoint;
    private readonly WorkerTeam _team;
    private readonly TrainedParameters _parameters;
    private readonly TrainingState _state;
    private readonly DivergenceCheck _check;
    private readonly IMinibatchGradient _minibatch;
    private readonly ParameterUpdate _update;
    private readonly IEvaluator? _validation;
    private readonly ProgressReporter _progress;
    private readonly int[] _order;

    /// <summary>Prepares a training.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="work">What is done with its samples.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="factors">What is trained in place of the model's parameters, which follow from it; null for these themselves.</param>
    public TrainingRun(TModel model, TrainingOptions options, ITrainingWork work, Loss loss, VirtualFactors? factors = null)
    {
        int batch = Math.Min(options.BatchSize, work.Count);
        var gradients = new SlotGradients(model.Parameters.Length, work.SlotsFor(batch));
        int jobs = Math.Max(gradients.Slots, Chunks.Count(gradients.BlockLength));
        _model = model;
        _options = options;
        _work = work;
        _checkpoint = options.CheckpointPath == null ? null : new Checkpoint(options.CheckpointPath, TModel.Info, ResumeConditions.Of(options, loss, work));
        _team = new WorkerTeam(Math.Min(options.Threads, Math.Max(jobs, work.ValidationSlots)));
        _parameters = factors == null ? new ModelParameters<TModel>(model, gradients) : new FactorParameters<TModel>(model, factors, gradients, _team);
        _state = new TrainingState(options.Optimizer.Start(_parameters.Length), stepsPerEpoch: (work.Count - 1) / options.BatchSize + 1);
        _check = new DivergenceCheck(_state, options, work);
        _minibatch = work.Minibatch(gradients, _team);
        _update = new ParameterUpdate(_parameters, _state.Optimizer, options, _team, _check);
        _validation = work.Validation(_team);
        _progress = new ProgressReporter(options, _state.StepsPerEpoch, work.Count, TimeProvider.System);
        _order = new int[work.Count];
    }

    /// <summary>Is told the learning rate and the loss of each step, before the parameters change.</summary>
    public Action<double, double>? StepTaken { get; init; }

    private bool OutOfPatience => _state.BestEpoch > 0 && _state.Epoch - _state.BestEpoch >= _options.Patience;

    public TrainingResult Fit(CancellationToken cancellationToken)
    {
        if (_options.Resume) _checkpoint!.ReadIfPresent(_state, _model.Parameters);
        CheckStart();
        _parameters.Keep();
        _parameters.ApplyToModel();
        _progress.Start(_state.GlobalStep);
        try
        {
            while (_state.Epoch < _options.Epochs && !OutOfPatience) RunEpoch(cancellationToken);
            if (_options.KeepBest) _state.BestParameters?.Span.CopyTo(_model.Parameters);
            _model.Prepare();
            CheckPredictions();
        }
        catch (Exception error) when (error is OperationCanceledException or DataSourceException)
        {
            _checkpoint?.Write(_state, _model.Parameters);
            throw;
        }
        finally
        {
            _model.Prepare();
        }

        return new TrainingResult
        {
            History = [.. _state.History],
            BestEpoch = _state.BestEpoch > 0 ? _state.BestEpoch : null,
            StoppedEarly = _state.Epoch < _options.Epochs,
        };
    }

    public void Dispose() => _team.Dispose();

    private void RunEpoch(CancellationToken cancellationToken)
    {
        var before = _state.Elapsed;
        long start = Stopwatch.GetTimestamp();
        _work.Order(_order, _options.Seed, _state.Epoch);
        while (_state.Step < _state.StepsPerEpoch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RunStep();
            _state.Elapsed = before + Stopwatch.GetElapsedTime(start);
            _progress.Report(_state, atOnce: _state.Step == _state.StepsPerEpoch);
        }

        var validation = Validate(cancellationToken);
        FinishEpoch(validation, before + Stopwatch.GetElapsedTime(start));
    }

    private void RunStep()
    {
        int first = _state.Step * _options.BatchSize;
        var samples = _order.AsMemory(first, Math.Min(_options.BatchSize, _order.Length - first));
        if (_state.GlobalStep % StepsBetweenKept == 0) _parameters.Keep();
        _state.LearningRate = _options.Schedule.At(_state.GlobalStep, (long)_options.Epochs * _state.StepsPerEpoch);
        double loss = _minibatch.Compute(samples, Noise.Of((ulong)_options.Seed, _state.GlobalStep));
        _check.MustBeFinite(loss, "loss");
        StepTaken?.Invoke(_state.LearningRate, loss);
        _update.Run(_state.LearningRate, samples.Length);
        _state.LossSum += loss * samples.Length;
        _state.Step++;
    }

    private Evaluation? Validate(CancellationToken cancellationToken)
    {
        if (_validation == null) return null;

        var result = _validation.Evaluate(cancellationToken);
        _check.MustBeFinite(result.Loss, "validation loss");
        return result;
    }

    private void FinishEpoch(Evaluation? validation, TimeSpan elapsed)
    {
        _state.Epoch++;
        _state.History.Add(new EpochResult
        {
            Epoch = _state.Epoch,
            TrainingLoss = _state.LossSum / _work.Count,
            ValidationLoss = validation?.Loss,
            ValidationAccuracy = validation?.Accuracy,
            ValidationLabelErrorRate = validation?.LabelErrorRate,
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

        _state.BestParameters ??= new AlignedBuffer(_model.Parameters.Length);
        _model.Parameters.CopyTo(_state.BestParameters.Span);
    }

    private void CheckStart()
    {
        if (NotFinite.Find(_parameters.Info, _parameters.Values) is { } value)
        {
            throw new ArgumentException(Invariant($"The model cannot be trained: its parameter {value.Name} is {value.Value}. Load or create it anew."), "model");
        }
    }

    /// <summary>Finite parameters can be so large that predictions are not; no step follows the last one that would notice it.</summary>
    private void CheckPredictions()
    {
        if (_work.FaultyPrediction() is var (value, where)) _check.MustBeFinite(value, where);
    }
}
