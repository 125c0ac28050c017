using System.Diagnostics;
using System.Globalization;
using DeepThin.Training;
using Spectre.Console;

namespace Comparison;

/// <summary>Shows how an experiment goes: live bars with the remaining time on a terminal, a line a training in a file or a pipe.</summary>
internal sealed class ExperimentView
{
    private readonly Lock _lock = new();
    private readonly ProgressContext? _context;
    private readonly ProgressTask? _whole;
    private long _start;
    private double _total;
    private double _done;
    private double _skipped;

    private ExperimentView(ProgressContext? context)
    {
        _context = context;
        _whole = context?.AddTask("all trainings", maxValue: 1);
    }

    /// <summary>Runs an experiment and shows it.</summary>
    /// <param name="run">The experiment.</param>
    public static T Show<T>(Func<ExperimentView, T> run)
    {
        if (Console.IsOutputRedirected) return run(new ExperimentView(null));
        return AnsiConsole.Progress().AutoClear(false).HideCompleted(true)
            .Columns(new ProgressBarColumn { Width = 24 }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context => run(new ExperimentView(context)));
    }

    /// <summary>Says how much there is to do, or to do more, in the unit of costs.</summary>
    public void Begin(double total)
    {
        _total += total;
        if (_start == 0) _start = Stopwatch.GetTimestamp();
    }

    /// <summary>Counts a training that was there already.</summary>
    public void Skip(double cost)
    {
        lock (_lock)
        {
            _skipped += cost;
            Update(0);
        }
    }

    /// <summary>A training begins.</summary>
    /// <param name="name">What is trained.</param>
    /// <param name="cost">What it costs.</param>
    public TrainingShown Start(string name, double cost)
    {
        lock (_lock) return new TrainingShown(this, name, cost, _context?.AddTask(Markup.Escape(name), maxValue: 1));
    }

    private string Update(double finished)
    {
        _done += finished;
        double share = _total == 0 ? 1 : (_done + _skipped) / _total;
        string remaining = _done == 0 ? "" : Remaining(Stopwatch.GetElapsedTime(_start).TotalSeconds * (_total - _done - _skipped) / _done);
        if (_whole != null)
        {
            _whole.Value = share;
            _whole.Description = Markup.Escape("all trainings" + remaining);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{100 * share,5:0.0} %{remaining}");
    }

    private static string Remaining(double seconds) => string.Create(
        CultureInfo.InvariantCulture,
        $", {(seconds >= 3600 ? $"{seconds / 3600:0.0} h" : seconds >= 90 ? $"{seconds / 60:0} min" : $"{Math.Max(0, seconds):0} s")} to go");

    /// <summary>A training that is shown while it lasts.</summary>
    internal sealed class TrainingShown(ExperimentView view, string name, double cost, ProgressTask? task) : IProgress<TrainingProgress>, IDisposable
    {
        private double _counted;
        private string? _said;

        /// <inheritdoc/>
        public void Report(TrainingProgress value)
        {
            double share = (double)value.Step / value.Steps;
            lock (view._lock)
            {
                view.Update(cost * share - _counted);
                _counted = cost * share;
                if (task == null) return;
                task.Value = share;
                task.Description = Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{name}: epoch {value.Epoch} of {value.Epochs}"));
            }
        }

        /// <summary>It has ended well.</summary>
        public void Finish(Result result)
        {
            lock (view._lock)
            {
                string whole = view.Update(cost - _counted);
                _counted = cost;
                string rate = result.LearningRate == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", rate {result.LearningRate}");
                string line = string.Create(CultureInfo.InvariantCulture, $"{name}{rate}: error {100 * result.Error:0.00} %, {result.TrainSeconds:0.0} s");
                if (task == null) Console.WriteLine($"{whole}: {line}");
                else AnsiConsole.MarkupLine(Markup.Escape(line));
            }
        }

        /// <summary>Says how far something that counts for no cost is.</summary>
        /// <param name="text">What to say.</param>
        /// <param name="inFile">Whether it is worth a line where there is no terminal.</param>
        public void Say(string text, bool inFile)
        {
            lock (view._lock)
            {
                if (task != null) task.Description = Markup.Escape(text);
                else if (inFile && text != _said) Console.WriteLine(text);
                _said = text;
            }
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            lock (view._lock) task?.StopTask();
        }
    }
}
