using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using FashionMnist.Data;
using Spectre.Console;

namespace FashionMnist;

/// <summary>Runs the program that was compiled ahead of time, compares its predictions with those of the model here, measures it, and completes the report.</summary>
/// <param name="program">The program.</param>
/// <param name="empty">An empty program, to compare with; null for none.</param>
/// <param name="data">The folder with Fashion-MNIST.</param>
/// <param name="output">The folder that has the weights and the report.</param>
internal sealed partial class EdgeCommand(string program, string? empty, string data, string output)
{
    private readonly OutputFiles _files = new(output);

    /// <summary>Does all of it.</summary>
    /// <exception cref="SampleException">The program fails, or predicts something else.</exception>
    public void Run()
    {
        var report = Report.Read(_files.Report);
        var test = FashionData.ReadTest(data);
        UnpackTest();
        File.Delete(_files.EdgePredictions);
        string printed = ProgramStart.Run(program, "--data", _files.EdgeData, "--predictions", _files.EdgePredictions);
        Console.Write(printed);
        byte[] predictions = File.ReadAllBytes(_files.EdgePredictions);
        Compare(predictions, test);

        var edge = new EdgeReport(
            predictions.Zip(test.Labels).Count(pair => pair.First == pair.Second) / (double)test.Count,
            new FileInfo(program).Length,
            AllocatedBytes(printed),
            ProgramStart.Measure(program, "--data", _files.EdgeData, "--startup"),
            empty == null ? null : new FileInfo(empty).Length,
            empty == null ? null : ProgramStart.Measure(empty));
        report = report with { Edge = edge };
        _files.Write(report);
        AnsiConsole.Write(new ReportTable(report).ToConsole());
        if (edge.Accuracy != report.Int8TestAccuracy)
        {
            throw new SampleException($"The accuracy of {program} is {edge.Accuracy}, and that of the trained model in 8 bits is {report.Int8TestAccuracy}; they must be the same.");
        }
    }

    // The program has no code that unpacks: what it reads stands for what a device measures.
    private void UnpackTest()
    {
        Directory.CreateDirectory(_files.EdgeData);
        foreach (string file in FashionData.TestFiles)
        {
            using var packed = new GZipStream(File.OpenRead(Path.Combine(data, file)), CompressionMode.Decompress);
            using var unpacked = File.Create(Path.Combine(_files.EdgeData, Path.GetFileNameWithoutExtension(file)));
            packed.CopyTo(unpacked);
        }
    }

    private void Compare(byte[] predictions, FashionData test)
    {
        var model = FashionClassifier.Load(_files.Int8Weights);
        float[] scores = new float[test.Count * FashionClassifier.OutputLength];
        model.ForwardBatch(test.Images, scores, test.Count, maxDegreeOfParallelism: -1);
        int[] expected = [.. scores.Chunk(FashionClassifier.OutputLength).Select(all => Array.IndexOf(all, all.Max()))];
        int different = predictions.Length != test.Count ? test.Count : expected.Zip(predictions).Count(pair => pair.First != pair.Second);
        if (different > 0)
        {
            throw new SampleException($"{program} classifies {different} of {test.Count} images otherwise than the model in {_files.Int8Weights}. Publish it again with these weights.");
        }

        Console.WriteLine($"All {test.Count} predictions are those of the trained model in 8 bits.");
    }

    private long AllocatedBytes(string printed)
    {
        var found = AllocatedPattern().Match(printed);
        return found.Success
            ? long.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : throw new SampleException($"{program} does not print how many bytes it allocated. Publish samples/FashionMnist.Edge as it is here.");
    }

    [GeneratedRegex("([0-9]+) bytes allocated for all")]
    private static partial Regex AllocatedPattern();
}
