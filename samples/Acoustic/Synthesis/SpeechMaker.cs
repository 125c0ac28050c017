using System.Runtime.ExceptionServices;
using Acoustic.Data;
using DeepThin.Samples.Sound;

namespace Acoustic.Synthesis;

/// <summary>Makes the data: chooses sentences, has them spoken, adds noise, takes features, and writes the files.</summary>
/// <param name="folder">The folder that receives the files.</param>
/// <param name="settings">What decides the data.</param>
/// <param name="progress">Is told after each utterance how many there are.</param>
internal sealed class SpeechMaker(string folder, DataSettings settings, IProgress<int> progress)
{
    private const int MostTrainingFrames = 200_000;

    /// <summary>Does all of it, on all processors.</summary>
    /// <param name="cancellationToken">Stops it; the folder then has no data, or the data that it had.</param>
    /// <exception cref="SynthesisException">The folder cannot be created, or a program or its data is missing, or does something else than it should.</exception>
    public void Make(CancellationToken cancellationToken)
    {
        CreateFolder();
        string version = Flite.CheckVersion();
        var plan = SpeechPlan.Create(Sentences.ReadAll(), settings);
        var utterances = Speak(plan, cancellationToken);
        var parts = SpeechFiles.Splits.ToDictionary(split => split, split => Part(plan, utterances, split, MostTrainingFrames));
        SpeechWriter.Write(folder, parts, new Manifest
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

    /// <summary>The utterances of a split, in order; those to train on as long as all their frames are within the most.</summary>
    /// <param name="plan">What the utterances are for.</param>
    /// <param name="utterances">All utterances.</param>
    /// <param name="split">The split.</param>
    /// <param name="mostTrainingFrames">The most frames to train on.</param>
    public static Utterance[] Part(PlannedUtterance[] plan, Utterance[] utterances, string split, int mostTrainingFrames)
    {
        var part = utterances.Where((_, i) => plan[i].Split == split);
        if (split != SpeechFiles.Training) return [.. part];

        int frames = 0;
        return [.. part.TakeWhile(utterance => (frames += utterance.Labels.Length) <= mostTrainingFrames)];
    }

    private void CreateFolder()
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SynthesisException($"The folder {folder} for the speech data cannot be created: {error.Message}", error);
        }
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
                utterances[i] = Utterance.From(Speech.Of(flite, plan[i].Voice, plan[i].Text), plan[i].Noise);
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
}
