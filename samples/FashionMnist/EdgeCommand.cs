using System.ComponentModel;
using System.Diagnostics;
using DeepThin.Samples;
using FashionMnist.Data;
using Spectre.Console;

namespace FashionMnist;

/// <summary>Runs the program that was compiled ahead of time, compares its predictions with those of the model here, and completes the report.</summary>
internal sealed class EdgeCommand(string program, string data, string output)
{
    private const int Starts = 21;

    private readonly OutputFiles _files = new(output);

    /// <summary>Does all of it.</summary>
    /// <exception cref="SampleException">The program fails, or predicts something else.</exception>
    public void Run()
    {
        var report = Report.Read(_files.Report);
        var test = FashionData.ReadTest(data);
        Console.Write(Start("--data", data, "--predictions", _files.EdgePredictions));
        byte[] predictions = File.ReadAllBytes(_files.EdgePredictions);
        Compare(predictions, test);

        report = report with
        {
            EdgeAccuracy = predictions.Zip(test.Labels).Count(pair => pair.First == pair.Second) / (double)test.Count,
            EdgeBytes = new FileInfo(program).Length,
            EdgeStartMilliseconds = StartMilliseconds(),
        };
        _files.Write(report);
        AnsiConsole.Write(new ReportTable(report).ToConsole());
        if (report.EdgeAccuracy != report.TestAccuracy)
        {
            throw new SampleException($"The accuracy of {program} is {report.EdgeAccuracy}, and that of the trained model is {report.TestAccuracy}; they must be the same.");
        }
    }

    private void Compare(byte[] predictions, FashionData test)
    {
        var model = FashionClassifier.Load(_files.Weights);
        float[] scores = new float[test.Count * FashionClassifier.OutputLength];
        model.ForwardBatch(test.Images, scores, test.Count, maxDegreeOfParallelism: -1);
        int[] expected = [.. scores.Chunk(FashionClassifier.OutputLength).Select(all => Array.IndexOf(all, all.Max()))];
        int different = predictions.Length != test.Count ? test.Count : expected.Zip(predictions).Count(pair => pair.First != pair.Second);
        if (different > 0)
        {
            throw new SampleException($"{program} classifies {different} of {test.Count} images otherwise than the model in {_files.Weights}. Publish it again with these weights.");
        }

        Console.WriteLine($"All {test.Count} predictions are those of the trained model.");
    }

    private double StartMilliseconds()
    {
        return Speed.Median(Enumerable.Range(0, Starts).Select(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            Start("--data", data, "--startup");
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }));
    }

    private string Start(params string[] arguments)
    {
        using var process = StartProcess(arguments);
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? text : throw new SampleException($"{program} ended with the exit code {process.ExitCode}.");
    }

    private Process StartProcess(string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        }
        catch (Win32Exception error)
        {
            throw new SampleException($"{program} cannot be started: {error.Message}. Publish samples/FashionMnist.Edge first, as run.sh does.", error);
        }
    }
}
