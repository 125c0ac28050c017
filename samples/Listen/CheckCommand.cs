using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using DeepThin.Samples;
using DeepThin.Samples.Sound;
using Listen.Data;
using Listen.Streaming;

namespace Listen;

/// <summary>Streams the scenes of the test through the program compiled ahead of time, compares its answers with those of the trained network here, and tells what listening costs.</summary>
/// <param name="program">The program.</param>
/// <param name="output">The folder of the data and the weights.</param>
/// <param name="streams">How many streams the program listens to at once.</param>
internal sealed partial class CheckCommand(string program, string output, int streams)
{
    // Half of the last digit that the program prints, and what vectors of another width may round otherwise.
    private const double Tolerance = 0.5e-4 + 1e-5;

    private const double Threshold = 0.5;
    private const int LongestChunk = 5000;

    private readonly OutputFiles _files = new(output);

    /// <summary>Does it.</summary>
    /// <exception cref="SampleException">The program fails, or answers something else.</exception>
    public void Run()
    {
        var manifest = Manifest.Find(_files.Data) ?? throw new SampleException($"There are no scenes in {_files.Data}; run.sh makes them.");
        Scene[] scenes = [.. manifest.Scenes.Where(scene => scene.Part == Part.Test)];
        short[] samples = [.. scenes.SelectMany(scene => SceneFrames.Samples(_files.Data, scene))];
        CheckAnswers(samples, [.. scenes.SelectMany(scene => scene.Labels())]);
        CheckWaveFile(Path.Combine(_files.Data, scenes[0].File));
        CheckRefusal();
        TellLoad(samples);
    }

    // All scenes are one stream, in chunks of 1 to 5000 bytes.
    private void CheckAnswers(short[] samples, int[] labels)
    {
        var (code, printed, errors) = PublishedProgram.Ask(program, ["--summary"], input =>
        {
            var random = new Random(1);
            for (var rest = MemoryMarshal.AsBytes(samples.AsSpan()); !rest.IsEmpty;)
            {
                var chunk = rest[..Math.Min(rest.Length, random.Next(1, LongestChunk + 1))];
                input.Write(chunk);
                input.Flush();
                rest = rest[chunk.Length..];
            }
        });
        if (code != 0 || printed.Length != labels.Length) throw new SampleException($"{program} prints {printed.Length} lines for {labels.Length} frames and ends with {code}:\n{errors}");
        float[] expected = Answers(samples);
        double apart = 0;
        int wrong = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            double answer = Compare(printed[i], i, expected[i]);
            apart = Math.Max(apart, Math.Abs(answer - expected[i]));
            if (answer >= Threshold != (labels[i] == 1)) wrong++;
        }

        Console.WriteLine($"All {Figures.Count(labels.Length)} answers of the program are those of the trained network, at most {Figures.Number(apart, "0.0e+0")} apart; lines have 4 digits.");
        Console.WriteLine($"The scenes of the test as one stream of {Figures.Number(60.0 * labels.Length / Frames.PerHour, "0")} minutes: {Figures.Percent((double)wrong / labels.Length)} of the frames are answered wrongly.");
        Console.WriteLine($"One stream: {errors}");
        CheckAllocation(errors);
    }

    private float[] Answers(ReadOnlySpan<short> samples)
    {
        using var listener = new Listener<VoiceDetector>(VoiceDetector.Load(_files.Weights), new());
        var answers = new List<float>();
        while (listener.Next(ref samples, out float probability)) answers.Add(probability);
        return [.. answers];
    }

    private double Compare(string line, int frame, float expected)
    {
        string seconds = Figures.Number((frame + 1) * Frames.Milliseconds / 1000.0, "0.000");
        string[] fields = line.Split(' ');
        return fields.Length == 2 && fields[0] == seconds && double.TryParse(fields[1], CultureInfo.InvariantCulture, out double probability) && Math.Abs(probability - expected) <= Tolerance
            ? probability
            : throw new SampleException($"Frame {frame + 1}: {program} prints '{line}', and the trained network says '{seconds} {Figures.Number(expected, "0.0000")}'. Publish it again with these weights.");
    }

    private void CheckWaveFile(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        float[] expected = Answers(WavFile.ParseWhole(file, path));
        var (code, printed, errors) = PublishedProgram.Ask(program, [], input => input.Write(file));
        if (code != 0 || printed.Length != expected.Length) throw new SampleException($"{program} prints {printed.Length} lines for the {expected.Length} frames of {path} and ends with {code}:\n{errors}");
        for (int i = 0; i < expected.Length; i++) Compare(printed[i], i, expected[i]);
        Console.WriteLine("It reads a wave file, with the same answers.");
    }

    private void CheckRefusal()
    {
        byte[] file = [.. "RIFF\u0024\0\0\0WAVEfmt \u0010\0\0\0\u0001\0\u0001\0"u8, 0x40, 0x1F, 0, 0, 0x80, 0x3E, 0, 0, 2, 0, 16, 0, .. "data\0\0\0\0"u8];
        var (code, printed, errors) = PublishedProgram.Ask(program, [], input => input.Write(file));
        if (code != 1 || printed.Length > 0 || !errors.Contains("8000 samples a second", StringComparison.Ordinal))
        {
            throw new SampleException($"{program} was given a wave file of 8000 samples a second and ended with {code}; it printed {printed.Length} lines and:\n{errors}");
        }

        Console.WriteLine($"It refuses other sound: {errors}");
    }

    private void TellLoad(short[] samples)
    {
        byte[] bytes = MemoryMarshal.AsBytes(samples.AsSpan()).ToArray();
        var (code, printed, errors) = PublishedProgram.Ask(program, ["--streams", streams.ToString(CultureInfo.InvariantCulture)], input => input.Write(bytes));
        if (code != 0 || printed.Length == 0) throw new SampleException($"{program} --streams {streams} ends with {code}:\n{errors}");
        foreach (string line in printed) Console.WriteLine(line);
        File.WriteAllLines(_files.LoadReport, printed);
        Array.ForEach(printed, CheckAllocation);
    }

    private void CheckAllocation(string line)
    {
        if (Allocation().Match(line) is { Success: true } match && match.Groups[1].Value != "0") throw new SampleException($"{program} allocates while it listens, and should not: {line}");
    }

    [GeneratedRegex("([0-9]+) bytes allocated")]
    private static partial Regex Allocation();
}
