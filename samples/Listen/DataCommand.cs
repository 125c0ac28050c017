using System.Diagnostics;
using DeepThin.Samples;
using DeepThin.Samples.Sound;
using Listen.Data;
using Listen.Synthesis;

namespace Listen;

/// <summary>Makes the data, unless it is there.</summary>
/// <param name="folder">The folder of the data.</param>
/// <param name="settings">What decides the data.</param>
/// <param name="remake">Whether it is made even if it is there.</param>
/// <param name="cancellationToken">Stops it.</param>
internal sealed class DataCommand(string folder, DataSettings settings, bool remake, CancellationToken cancellationToken)
{
    /// <summary>Does it.</summary>
    /// <returns>What is in the folder.</returns>
    /// <exception cref="SynthesisException">A program or its text is missing, or does something else than it should.</exception>
    public Manifest Run()
    {
        if (!remake && Manifest.Find(folder) is { } there && there.Fits(settings))
        {
            Console.WriteLine($"The scenes in {folder} have these settings already.");
            return there;
        }

        long start = Stopwatch.GetTimestamp();
        int scenes = Enum.GetValues<Part>().Sum(settings.Of);
        Console.WriteLine($"Making {scenes} scenes with flite and espeak-ng");
        var made = new SceneMaker(folder, settings, new Tenths(scenes)).Make(cancellationToken);
        Console.WriteLine($"The scenes are in {folder}, made in {Figures.Number(Stopwatch.GetElapsedTime(start).TotalSeconds, "0")} s.");
        return made;
    }

    /// <summary>Says how much data there is.</summary>
    /// <param name="manifest">The data.</param>
    public static void Describe(Manifest manifest)
    {
        foreach (var part in manifest.Scenes.GroupBy(scene => scene.Part))
        {
            double speech = part.Sum(scene => (double)scene.Speech.Sum(stretch => stretch.End - stretch.First)) / part.Sum(scene => scene.Frames);
            string[] voices = [.. part.Select(scene => scene.Voice).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
            Console.WriteLine(
                $"  {part.Key.ToString().ToLowerInvariant()}: {part.Count()} scenes, {Figures.Number(part.Sum(scene => scene.Seconds) / 60, "0.0")} minutes, {Figures.Percent(speech)} speech, of {string.Join(", ", voices)}");
        }
    }

    /// <summary>A line for each tenth.</summary>
    private sealed class Tenths(int count) : IProgress<int>
    {
        public void Report(int value)
        {
            if (10L * value / count > 10L * (value - 1) / count) Console.WriteLine($"  {value} of {count} scenes");
        }
    }
}
