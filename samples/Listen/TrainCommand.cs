using DeepThin.Samples;
using Listen.Data;
using Listen.Streaming;
using Spectre.Console;

namespace Listen;

/// <summary>Makes the data, trains networks that tell where somebody speaks, compares them, and writes what the program takes with it.</summary>
internal sealed class TrainCommand(Settings settings, CancellationToken cancellationToken)
{
    private const int RedirectedWidth = 150, FramesOfSpeed = 500;

    private readonly OutputFiles _files = new(settings.Output);

    /// <summary>Does all of it.</summary>
    public void Run()
    {
        var manifest = new DataCommand(_files.Data, settings.Data, settings.Remake, cancellationToken).Run();
        DataCommand.Describe(manifest);
        var recordings = Recordings.Read(_files.Data, manifest);
        Directory.CreateDirectory(_files.Results.Path);
        Console.WriteLine(Variants.Program.Info);

        var results = new List<Result>();
        foreach (var variant in settings.Variants)
        {
            var result = variant.Train(recordings, settings, _files, cancellationToken);
            results.Add(result);
            if (variant == Variants.Program) File.Copy(_files.Results.WeightsOf(result.Key, result.Recipe), _files.Weights, overwrite: true);
        }

        results = [.. WithTimes(results, recordings), Study.OfEnergy(recordings)];
        Report(results, recordings);
    }

    private List<Result> WithTimes(List<Result> results, Recordings recordings)
    {
        Console.WriteLine("Measuring times");
        var features = recordings.TestScenes[0].Features.AsMemory(0, FramesOfSpeed * MelSpectrum.Features);
        double[] seconds = Turns.Measure([.. settings.Variants.Zip(results, (variant, result) => variant.Follower(_files.Results.WeightsOf(result.Key, result.Recipe), features))], cancellationToken);
        return [.. results.Zip(seconds, (result, time) => result with { MicrosecondsPerFrame = 1e6 * time / FramesOfSpeed })];
    }

    private void Report(List<Result> results, Recordings recordings)
    {
        ModelTable table = Study.Table(results), groups = Study.GroupTable(results);
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = RedirectedWidth;
        AnsiConsole.Write(table.ToConsole());
        Console.WriteLine("Errors by the power of speech over that of the noise, and by noise:");
        AnsiConsole.Write(groups.ToConsole());
        ResultFolder.WriteReport(_files.Report, results);
        string minutes = Figures.Number(recordings.TestScenes.Sum(scene => scene.Scene.Seconds) / 60, "0");
        File.WriteAllText(
            _files.MarkdownReport,
            $"# Where somebody speaks\n\nAnswers to {minutes} minutes of voices that no network was trained with:\n\n{table.ToMarkdown()}\n"
                + $"Errors by the power of speech over that of the noise, and by noise:\n\n{groups.ToMarkdown()}");
    }
}
