using System.Globalization;
using DeepThin.Training;
using Spectre.Console;

namespace DeepThin.Samples;

/// <summary>Shows how a training goes: a live bar on a terminal, a line an epoch in a file or a pipe.</summary>
internal static class TrainingView
{
    /// <summary>Trains and shows it.</summary>
    /// <param name="name">What is trained.</param>
    /// <param name="fit">Trains, and tells about it.</param>
    public static TrainingResult Show(string name, Func<IProgress<TrainingProgress>, TrainingResult> fit)
    {
        Console.WriteLine($"Training: {name}");
        return Console.IsOutputRedirected ? ShowLines(fit) : ShowBar(fit);
    }

    /// <summary>Shows what is probably not meant, above the bar where there is one.</summary>
    public static void Warn(TrainingWarning warning)
    {
        if (Console.IsOutputRedirected) Console.WriteLine($"  warning: {warning.Message}");
        else AnsiConsole.WriteLine($"  warning: {warning.Message}");
    }

    private static TrainingResult ShowLines(Func<IProgress<TrainingProgress>, TrainingResult> fit)
    {
        var lines = new Lines();
        var result = fit(lines);
        lines.Finish(result);
        return result;
    }

    private static TrainingResult ShowBar(Func<IProgress<TrainingProgress>, TrainingResult> fit)
    {
        var bar = AnsiConsole.Progress().Columns(
            new ProgressBarColumn { Width = 24 },
            new PercentageColumn(),
            new TaskDescriptionColumn { Alignment = Justify.Left });
        return bar.Start(context =>
        {
            var task = context.AddTask("starting");
            var result = fit(new Bar(task));
            var last = result.History[^1];
            task.Value = task.MaxValue;
            task.Description = Invariant($"{result.History.Sum(epoch => epoch.Elapsed.TotalSeconds):0.0} s, {Losses(last)}");
            return result;
        });
    }

    private static string Losses(EpochResult epoch) =>
        Invariant($"loss {epoch.TrainingLoss:0.000}, validation loss {epoch.ValidationLoss:0.000}")
        + Judgement(epoch);

    // What people read: labels without places are seldom all right in the first epochs.
    private static string Judgement(EpochResult? epoch) =>
        epoch?.ValidationLabelErrorRate is { } labels ? Invariant($", label errors {100 * labels:0.0} %")
        : epoch?.ValidationAccuracy is { } accuracy ? Invariant($", accuracy {100 * accuracy:0.0} %")
        : "";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class Bar(ProgressTask task) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            task.MaxValue = value.Steps;
            task.Value = value.Step;
            task.Description = Invariant($"epoch {value.Epoch}/{value.Epochs}, loss {value.Loss:0.000}{Judgement(value.LastEpoch)}, ")
                + Invariant($"{value.SamplesPerSecond:0} samples/s, {value.Remaining.TotalSeconds:0} s left");
        }
    }

    private sealed class Lines : IProgress<TrainingProgress>
    {
        private int _shown;

        public void Report(TrainingProgress value)
        {
            if (value.LastEpoch is not { } last || last.Epoch == _shown) return;

            Show(last, Invariant($", {value.SamplesPerSecond:0} samples/s, {value.Remaining.TotalSeconds:0} s left"));
        }

        public void Finish(TrainingResult result)
        {
            if (result.History[^1].Epoch != _shown) Show(result.History[^1], "");
        }

        private void Show(EpochResult epoch, string pace)
        {
            Console.WriteLine(Invariant($"  epoch {epoch.Epoch}: {Losses(epoch)}, {epoch.Elapsed.TotalSeconds:0.0} s{pace}"));
            _shown = epoch.Epoch;
        }
    }
}
