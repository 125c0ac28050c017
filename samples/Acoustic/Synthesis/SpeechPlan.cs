using Acoustic.Data;
using DeepThin.Samples.Sound;
using MathNet.Numerics;
using MathNet.Numerics.Random;

namespace Acoustic.Synthesis;

/// <summary>Draws everything that is left to chance, before anything is spoken.</summary>
internal static class SpeechPlan
{
    private const double TestShare = 0.10;
    private const double ValidationShare = 0.05;
    private const double LeastDecibels = 10;
    private const double MostDecibels = 25;

    /// <summary>Chooses sentences, and for each the voice, the split and the noise. Every voice has the same shares of the splits.</summary>
    /// <param name="sentences">All sentences, each once.</param>
    /// <param name="settings">How many of them, and the seed.</param>
    /// <exception cref="SynthesisException">There are not so many sentences.</exception>
    public static PlannedUtterance[] Create(string[] sentences, DataSettings settings)
    {
        if (settings.Sentences > sentences.Length)
        {
            throw new SynthesisException($"{settings.Sentences} sentences are wanted, and the text has {sentences.Length} of 5 to 15 words; use --sentences {sentences.Length} or fewer.");
        }

        var random = new MersenneTwister(settings.Seed, threadSafe: false);
        string[] order = [.. sentences];
        Combinatorics.SelectPermutationInplace(order, random);
        return [.. order.Take(settings.Sentences).Select((text, i) => Plan(text, i, settings.Sentences, random))];
    }

    private static PlannedUtterance Plan(string text, int index, int sentences, MersenneTwister random)
    {
        int voices = Flite.Voices.Count;
        int voice = index % voices;
        int sentencesOfVoice = (sentences - voice + voices - 1) / voices;
        var kind = random.NextBoolean() ? NoiseKind.Pink : NoiseKind.White;
        double decibels = LeastDecibels + random.NextDouble() * (MostDecibels - LeastDecibels);
        return new PlannedUtterance(text, Flite.Voices[voice], SplitOf(index / voices, sentencesOfVoice), new Noise(kind, decibels, random.Next()));
    }

    private static string SplitOf(int index, int count)
    {
        int test = (int)Math.Round(TestShare * count);
        int validation = (int)Math.Round(ValidationShare * count);
        return index < test ? SpeechFiles.Test : index < test + validation ? SpeechFiles.Validation : SpeechFiles.Training;
    }
}
