using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using DeepThin.Onnx.Importing;
using DeepThin.Tool.Originals;
using DeepThin.Tool.Projects;
using Spectre.Console;

namespace DeepThin.Tool.Commands;

/// <summary>Measures a prediction of an imported network beside ONNX Runtime.</summary>
internal static class BenchCommand
{
    private const int Rounds = 3;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "A folder that 'deepthin import' wrote." };
        var original = VerifyCommand.OriginalOption();
        var json = Output.JsonOption();
        var command = new Command("bench", "Measures a prediction of an imported network and one of the original in ONNX Runtime, on one thread, in turns.\n\nExample: deepthin bench Model") { folder, original, json };
        command.SetAction((result, cancellation) => Running.Run(() => Measure(result.GetRequiredValue(folder), result.GetValue(original), result.GetValue(json), cancellation), cancellation));
        return command;
    }

    private static int Measure(string folder, string? file, bool json, CancellationToken cancellation)
    {
        var manifest = Manifest.Read(folder);
        file ??= manifest.Original;
        var network = Importer.Import(GraphOptions.Read(file), manifest.Options);
        using var original = new Original(file, network, manifest.Options, fast: true);
        var project = BuiltProject.Build(folder, manifest, cancellation);
        var samples = new Samples(network, original, count: 1, seed: 1);
        var run = original.Bound(samples.Inputs);
        double[] ours = new double[Rounds], theirs = new double[Rounds];
        for (int i = 0; i < Rounds; i++)
        {
            ours[i] = project.Measure(cancellation);
            theirs[i] = Time(run);
            cancellation.ThrowIfCancellationRequested();
        }

        Array.Sort(ours);
        Array.Sort(theirs);
        double our = ours[Rounds / 2], their = theirs[Rounds / 2];
        if (json)
        {
            Output.Json(new(manifest.Name, network.TakesSequences ? network.Steps : 1, our, their), ResultContext.Default.BenchResult);
            return ExitCodes.Done;
        }

        var table = Output.Table();
        table.AddColumns(new TableColumn(""), new TableColumn(network.TakesSequences ? $"µs for {network.Steps} steps" : network.States.Count > 0 ? "µs a step" : "µs a prediction").RightAligned());
        table.AddRow(manifest.Name, Number(our));
        table.AddRow("ONNX Runtime", Number(their));
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{our / their:0.00} of the time of ONNX Runtime, on one thread each, medians of {Rounds} runs in turns."));
        return ExitCodes.Done;
    }

    private static double Time(Action action)
    {
        double[] times = new double[10];
        for (int i = 0; i < times.Length; i++)
        {
            int count = 0;
            long start = Stopwatch.GetTimestamp();
            do
            {
                action();
                count++;
            }
            while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < 100);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / count;
        }

        double[] warm = times[3..];
        Array.Sort(warm);
        return warm[warm.Length / 2];
    }

    private static string Number(double value) => value.ToString(value < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);
}
