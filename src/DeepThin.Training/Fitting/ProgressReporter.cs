namespace DeepThin.Training;

/// <summary>Tells about the progress of a training, seldom enough that it costs nothing.</summary>
internal sealed class ProgressReporter(TrainingOptions options, int stepsPerEpoch, int samplesPerEpoch, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private long _start;
    private long _last;
    private long _firstStep;

    /// <summary>The run begins.</summary>
    /// <param name="firstStep">The steps that earlier runs have done.</param>
    public void Start(long firstStep)
    {
        _firstStep = firstStep;
        _start = _last = clock.GetTimestamp();
    }

    /// <summary>A step is done.</summary>
    /// <param name="state">Where the training stands.</param>
    /// <param name="atOnce">Whether to report however short the last report lies back.</param>
    public void Report(TrainingState state, bool atOnce)
    {
        if (options.Progress == null || (!atOnce && clock.GetElapsedTime(_last) < Pause)) return;

        _last = clock.GetTimestamp();
        options.Progress.Report(Describe(state, clock.GetElapsedTime(_start, _last)));
    }

    private TrainingProgress Describe(TrainingState state, TimeSpan elapsed)
    {
        long step = state.GlobalStep, steps = (long)options.Epochs * stepsPerEpoch;
        long samples = Samples(step);
        return new TrainingProgress
        {
            Epoch = state.Epoch + 1,
            Epochs = options.Epochs,
            Step = step,
            Steps = steps,
            Samples = samples,
            Loss = state.LossSum / (samples - Samples((long)state.Epoch * stepsPerEpoch)),
            LastEpoch = state.History.Count > 0 ? state.History[^1] : null,
            LearningRate = state.LearningRate,
            Elapsed = elapsed,
            Remaining = elapsed * ((double)(steps - step) / (step - _firstStep)),
            SamplesPerSecond = (samples - Samples(_firstStep)) / elapsed.TotalSeconds,
        };
    }

    private long Samples(long step) => step / stepsPerEpoch * samplesPerEpoch + Math.Min(step % stepsPerEpoch * options.BatchSize, samplesPerEpoch);
}
