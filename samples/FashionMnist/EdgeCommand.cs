using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using DeepThin.Samples;
using FashionMnist.Data;
using Spectre.Console;

namespace FashionMnist;

/// <summary>Runs the program that was compiled ahead of time, compares its predictions with those of the model here, measures it, and completes the report.</summary>
/// <param name="network">The network that it has.</param>
/// <param name="program">The program.</param>
/// <param name="data">The folder with Fashion-MNIST.</param>
/// <param name="output">The folder that has the weights and the report.</param>
internal sealed partial class EdgeCommand(Network network, string program, string data, string output)
{
    private readonly OutputFiles _files = new(output, network);

    /// <summary>What the program was compiled for.</summary>
    public required string InstructionSet { get; init; }

    /// <summary>The same program compiled for processors with AVX2, whose speed is measured too; null for none.</summary>
    public string? Avx2 { get; init; }

    /// <summary>An empty program, to compare with; null for none.</summary>
    public string? Empty { get; init; }

    /// <summary>Does all of it.</summary>
    /// <exception cref="SampleException">A program fails, or predicts something else.</exception>
    public void Run()
    {
        var report = Report.Read(_files.Report);
        var test = FashionData.ReadTest(data);
        UnpackTest();
        int[] expected = network.Predict(_files.Int8Weights, test);
        string? printedWithAvx2 = Avx2 == null ? null : Classify(Avx2, "Avx2", expected);
        string printed = Classify(program, InstructionSet, expected);
        Console.WriteLine($"All {test.Count} predictions are those of the trained model in 8 bits.");

        var starts = Measure();
        var edge = new EdgeReport(
            expected.Zip(test.Labels).Count(pair => pair.First == pair.Second) / (double)test.Count,
            new FileInfo(program).Length,
            (long)Figure(AllocatedPattern(), printed),
            InstructionSet,
            Figure(MicrosecondsPattern(), printed),
            printedWithAvx2 == null ? null : Figure(MicrosecondsPattern(), printedWithAvx2),
            starts[0],
            Empty == null ? null : new FileInfo(Empty).Length,
            starts.ElementAtOrDefault(1));
        report = report with { Edge = edge };
        _files.Write(report);
        AnsiConsole.Write(ReportTable.Create(report).ToConsole());
        if (edge.Accuracy != report.Int8TestAccuracy)
        {
            throw new SampleException($"The accuracy of {program} is {edge.Accuracy}, and that of the trained model in 8 bits is {report.Int8TestAccuracy}; they must be the same.");
        }
    }

    private ProgramStart[] Measure()
    {
        (string, string[]) one = (program, ["--data", _files.EdgeData, "--startup"]);
        return Empty == null ? ProgramStart.Measure(one) : ProgramStart.Measure(one, (Empty, []));
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

    // Runs a program over the test images, and returns what it prints.
    private string Classify(string classifier, string instructionSet, int[] expected)
    {
        File.Delete(_files.EdgePredictions);
        string printed = ProgramStart.Run(classifier, "--data", _files.EdgeData, "--predictions", _files.EdgePredictions);
        Console.Write($"Compiled for {instructionSet}:\n{printed}");
        byte[] predictions = File.ReadAllBytes(_files.EdgePredictions);
        int different = predictions.Length != expected.Length ? expected.Length : expected.Zip(predictions).Count(pair => pair.First != pair.Second);
        if (different > 0)
        {
            throw new SampleException(
                $"{classifier} classifies {different} of {expected.Length} images otherwise than the model in {_files.Int8Weights}. Publish it again with these weights.");
        }

        return printed;
    }

    private double Figure(Regex pattern, string printed)
    {
        var found = pattern.Match(printed);
        return found.Success
            ? double.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : throw new SampleException($"{program} does not print its time and how many bytes it allocated. Publish samples/FashionMnist.Edge as it is here.");
    }

    [GeneratedRegex("([0-9]+) bytes allocated for all")]
    private static partial Regex AllocatedPattern();

    [GeneratedRegex("([0-9.]+) µs each")]
    private static partial Regex MicrosecondsPattern();
}
