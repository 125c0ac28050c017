using System.Runtime.ExceptionServices;
using Acoustic.Data;

namespace Acoustic.Synthesis;

/// <summary>Makes the data: chooses sentences, has them spoken, adds noise, takes features, and writes the files.</summary>
/// <param name="folder">The folder that receives the files.</param>
/// <param name="settings">What decides the data.</param>
/// <param name="progress">Is told after each utterance how many there are.</param>
internal sealed class SpeechMaker(string folder, DataSettings settings, IProgress<int> progress)
{
    /// <summary>The most frames to train on; utterances beyond are left out.</summary>
    public const int MostTrainingFrames = 200_000;

    private const string Unfinished = ".partial";

    /// <summary>Does all of it, on all processors.</summary>
    /// <param name="cancellationToken">Stops it; the folder then has no data, or the data that it had.</param>
    /// <exception cref="SynthesisException">A program or its data is missing, or does something else than it should.</exception>
    public void Make(CancellationToken cancellationToken)
    {
        string version = Flite.CheckVersion();
        var plan = SpeechPlan.Create(Sentences.ReadAll(), settings);
        var utterances = Speak(plan, cancellationToken);
        string[] splits = [SpeechFiles.Training, SpeechFiles.Validation, SpeechFiles.Test];
        var parts = splits.ToDictionary(split => split, split => Part(plan, utterances, split));
        Write(parts, new Manifest
        {
            Recipe = Manifest.CurrentRecipe,
            Seed = settings.Seed,
            Sentences = settings.Sentences,
            Flite = version,
            Voices = Flite.Voices,
            Phones = SpeechData.Phones,
            Splits = parts.ToDictionary(part => part.Key, part => new SplitSize(part.Value.Length, part.Value.Sum(utterance => utterance.Labels.Length))),
        });
    }

    private static Utterance[] Part(PlannedUtterance[] plan, Utterance[] utterances, string split)
    {
        var part = utterances.Where((_, i) => plan[i].Split == split);
        if (split != SpeechFiles.Training) return [.. part];

        int frames = 0;
        return [.. part.TakeWhile(utterance => (frames += utterance.Labels.Length) <= MostTrainingFrames)];
    }

    private Utterance[] Speak(PlannedUtterance[] plan, CancellationToken cancellationToken)
    {
        using var flite = new Flite();
        var utterances = new Utterance[plan.Length];
        int done = 0;
        try
        {
            Parallel.For(0, plan.Length, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            {
                utterances[i] = Utterance.From(flite.Speak(plan[i].Voice, plan[i].Text), plan[i].Noise);
                progress.Report(Interlocked.Increment(ref done));
            });
        }
        catch (AggregateException errors)
        {
            // Ctrl+C stops flite too, so that it fails.
            cancellationToken.ThrowIfCancellationRequested();
            ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
        }

        return utterances;
    }

    /// <summary>Writes the files beside where they belong, and moves them there; the manifest, without which nobody reads them, goes first and comes last.</summary>
    private void Write(Dictionary<string, Utterance[]> parts, Manifest manifest)
    {
        Directory.CreateDirectory(folder);
        string[] files = [.. parts.SelectMany(part => Write(new SpeechFiles(folder, part.Key), part.Value))];
        manifest.Write(SpeechFiles.Manifest(folder) + Unfinished);
        File.Delete(SpeechFiles.Manifest(folder));
        foreach (string file in (string[])[.. files, SpeechFiles.Manifest(folder)]) File.Move(file + Unfinished, file, overwrite: true);
    }

    private static string[] Write(SpeechFiles files, Utterance[] utterances)
    {
        NpyFile.Write(files.Features + Unfinished, [.. utterances.SelectMany(utterance => utterance.Features)], SpeechData.Features);
        NpyFile.Write(files.Labels + Unfinished, [.. utterances.SelectMany(utterance => utterance.Labels)]);
        NpyFile.Write(files.Lengths + Unfinished, [.. utterances.Select(utterance => utterance.Labels.Length)]);
        return [files.Features, files.Labels, files.Lengths];
    }
}
