using System.Diagnostics;
using System.Globalization;
using Acoustic.Data;
using Acoustic.Synthesis;
using DeepThin.Samples.Sound;
using Spectre.Console;

namespace Acoustic;

/// <summary>Makes the data, unless it is there.</summary>
/// <param name="folder">The folder of the data.</param>
/// <param name="settings">What decides the data.</param>
/// <param name="remake">Whether it is made even if it is there.</param>
/// <param name="cancellationToken">Stops it.</param>
internal sealed class DataCommand(string folder, DataSettings settings, bool remake, CancellationToken cancellationToken)
{
    /// <summary>Does it.</summary>
    /// <exception cref="SynthesisException">A program or its data is missing, or does something else than it should.</exception>
    public void Run()
    {
        if (!remake && Manifest.Fits(folder, settings))
        {
            Console.WriteLine($"The speech data in {folder} has these settings already.");
            return;
        }

        long start = Stopwatch.GetTimestamp();
        Console.WriteLine($"Speaking {settings.Sentences} sentences with flite");
        if (Console.IsOutputRedirected) new SpeechMaker(folder, settings, new Lines(settings.Sentences)).Make(cancellationToken);
        else MakeWithBar();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The speech data is in {folder}, made in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s."));
    }

    /// <summary>Says how much data there is, and how it is shared out.</summary>
    public static void Describe(string split, SpeechData data)
    {
        int pauses = data.Labels.ToArray().Count(label => SpeechData.Phones[label] == "pau");
        int phones = data.Labels.ToArray().Distinct().Count();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {split}: {data.Count} frames, {phones} of {SpeechData.Phones.Count} phones, {100.0 * pauses / data.Count:0.0} % pauses"));
    }

    private void MakeWithBar() => AnsiConsole.Progress()
        .Columns(new ProgressBarColumn { Width = 24 }, new PercentageColumn(), new RemainingTimeColumn())
        .Start(context => new SpeechMaker(folder, settings, new Bar(context.AddTask("utterances", maxValue: settings.Sentences))).Make(cancellationToken));

    private sealed class Bar(ProgressTask task) : IProgress<int>
    {
        public void Report(int value) => task.Increment(1);
    }

    /// <summary>A line for each tenth.</summary>
    private sealed class Lines(int count) : IProgress<int>
    {
        public void Report(int value)
        {
            if (10L * value / count > 10L * (value - 1) / count) Console.WriteLine($"  {value} of {count} utterances");
        }
    }
}
