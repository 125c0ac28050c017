namespace DeepThin.Training.Tests;

public sealed class ProgressReporterTests
{
    private readonly List<TrainingProgress> _reports = [];
    private readonly Clock _clock = new();

    [Fact]
    public void After_a_resume_the_remaining_time_is_at_the_pace_of_this_run()
    {
        // Ten epochs of ten steps of four samples. Earlier runs did 40 steps; this one takes ten seconds for twenty, so as long again for each twenty that are left.
        var reporter = Reporter();
        reporter.Start(40);
        _clock.Now += TimeSpan.FromSeconds(10);
        reporter.Report(State(epoch: 6, step: 0), atOnce: true);
        _clock.Now += TimeSpan.FromSeconds(5);
        reporter.Report(State(epoch: 7, step: 0), atOnce: true);

        Assert.Equal([(60, 10, 20, 8), (70, 15, 15, 8)], _reports.Select(report => (report.Step, report.Elapsed.TotalSeconds, report.Remaining.TotalSeconds, report.SamplesPerSecond)));
        Assert.All(_reports, report => Assert.Equal((100, 10, 4 * report.Step), (report.Steps, report.Epochs, report.Samples)));
    }

    [Fact]
    public void Reports_are_a_tenth_of_a_second_apart_except_at_the_ends_of_epochs()
    {
        var reporter = Reporter();
        reporter.Start(0);
        for (int step = 1; step <= 9; step++)
        {
            _clock.Now += TimeSpan.FromMilliseconds(30);
            reporter.Report(State(0, step), atOnce: false);
        }

        reporter.Report(State(0, 9), atOnce: true);
        Assert.Equal([4, 8, 9], _reports.Select(report => report.Step));
    }

    private static TrainingState State(int epoch, int step) => new(new Sgd().Start(0), stepsPerEpoch: 10) { Epoch = epoch, Step = step };

    private ProgressReporter Reporter() => new(new TrainingOptions { Epochs = 10, BatchSize = 4, Progress = new Reports(_reports) }, 10, 40, _clock);

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }

    private sealed class Reports(List<TrainingProgress> reports) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => reports.Add(value);
    }
}
