using System.Runtime.ExceptionServices;
using DeepThin.Samples.Sound;
using Listen.Data;
using Listen.Streaming;

namespace Listen.Synthesis;

/// <summary>Makes the data: has sentences spoken, puts pauses between them, adds noise, tells where somebody speaks, and writes the files.</summary>
/// <param name="folder">The folder that receives the files.</param>
/// <param name="settings">What decides the data.</param>
/// <param name="progress">Is told after each scene how many there are.</param>
internal sealed class SceneMaker(string folder, DataSettings settings, IProgress<int> progress)
{
    // The largest part of 16 bits that a sample takes.
    private const double Loudest = 0.95;

    /// <summary>Does all of it, on all processors.</summary>
    /// <param name="cancellationToken">Stops it; the folder then has no complete data.</param>
    /// <returns>What the folder has.</returns>
    /// <exception cref="SynthesisException">A program or its text is missing, or does something else than it should.</exception>
    public Manifest Make(CancellationToken cancellationToken)
    {
        string[] programs = [Flite.CheckVersion(), Espeak.CheckVersion()];
        var plan = ScenePlan.Create(Sentences.ReadAll(), settings);
        Directory.CreateDirectory(folder);
        Manifest.Remove(folder);
        var scenes = Make(plan, cancellationToken);
        var manifest = new Manifest { Recipe = Manifest.CurrentRecipe, Seed = settings.Seed, TrainingScenes = settings.Scenes, Programs = programs, Scenes = scenes };
        manifest.Write(folder);
        return manifest;
    }

    private Scene[] Make(PlannedScene[] plan, CancellationToken cancellationToken)
    {
        using var speakers = new Speakers();
        var scenes = new Scene[plan.Length];
        int done = 0;
        try
        {
            Parallel.For(0, plan.Length, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            {
                scenes[i] = Make(plan[i], speakers);
                progress.Report(Interlocked.Increment(ref done));
            });
        }
        catch (AggregateException errors)
        {
            // Ctrl+C stops the programs too, so that they fail.
            cancellationToken.ThrowIfCancellationRequested();
            ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
        }

        return scenes;
    }

    private Scene Make(PlannedScene planned, Speakers speakers)
    {
        double[] clean = Speak(planned, speakers);
        var speech = SpeechLabels.Of(clean);
        WavFile.Write(Path.Combine(folder, planned.File), Mix(planned, clean, speech));
        return new()
        {
            File = planned.File,
            Part = planned.Part,
            Voice = planned.Voice?.ToString(),
            Noise = planned.Noise.ToString().ToLowerInvariant(),
            IsNoiseKnown = SceneNoise.Known.Contains(planned.Noise),
            Decibels = planned.Decibels,
            Frames = clean.Length / Frames.Length,
            Speech = speech,
        };
    }

    // The sentences with pauses before, between and behind them, cut to whole frames.
    private static double[] Speak(PlannedScene planned, Speakers speakers)
    {
        var signal = new List<double>();
        foreach (var sentence in planned.Sentences)
        {
            signal.AddRange(Pause(sentence.Pause));
            signal.AddRange(speakers.Speak(planned.Voice!, sentence));
        }

        signal.AddRange(Pause(planned.LastPause));
        return [.. signal.Take(signal.Count / Frames.Length * Frames.Length)];
    }

    private static double[] Pause(double seconds) => new double[(int)(seconds * WavFile.SampleRate)];

    /// <summary>Adds the noise, and gives the scene its level: that of the stretches in which somebody speaks, or of the noise where nobody does.</summary>
    /// <param name="planned">The scene.</param>
    /// <param name="clean">The speech.</param>
    /// <param name="speech">Where somebody speaks.</param>
    public static short[] Mix(PlannedScene planned, ReadOnlySpan<double> clean, IReadOnlyList<Stretch> speech)
    {
        double power = PowerOf(clean, speech);
        double[] mixed = SceneNoise.Make(planned.Noise, clean.Length, planned.NoiseSeed);
        Signal.ScaleToPower(mixed, planned.Decibels is { } decibels ? power / Signal.Ratio(decibels) : 1);
        for (int i = 0; i < mixed.Length; i++) mixed[i] += clean[i];
        double level = Signal.Ratio(planned.Level), peak = mixed.Max(Math.Abs);
        Signal.Scale(mixed, Math.Min(Math.Sqrt(level / (planned.Decibels != null ? power : 1)), Loudest / peak));
        return [.. mixed.Select(sample => (short)Math.Round(sample * short.MaxValue))];
    }

    private static double PowerOf(ReadOnlySpan<double> clean, IReadOnlyList<Stretch> speech)
    {
        double sum = 0;
        long samples = 0;
        foreach (var (first, end) in speech)
        {
            int count = (end - first) * Frames.Length;
            sum += count * Signal.Power(clean.Slice(first * Frames.Length, count));
            samples += count;
        }

        return samples > 0 ? sum / samples : 0;
    }
}
