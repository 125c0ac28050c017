using DeepThin.Samples.Sound;
using Listen.Data;

namespace Listen.Synthesis;

/// <summary>Draws everything that is left to chance, before anything is spoken.</summary>
internal static class ScenePlan
{
    /// <summary>The powers of speech over that of the noise, in dB.</summary>
    public static IReadOnlyList<double> Decibels { get; } = [-5, 0, 5, 10, 20];

    private const int FewestSentences = 3, MostSentences = 6;

    // In one of so many scenes nobody speaks. It has no divisor with the kinds of noise and the decibels.
    private const int Silence = 11;
    private const double SecondsOfSilence = 20;

    /// <summary>Plans all scenes. No sentence is in two of them; kinds of noise and decibels take turns, so that each meets each.</summary>
    /// <param name="sentences">All sentences, each once.</param>
    /// <param name="settings">How many scenes, and the seed.</param>
    /// <exception cref="SynthesisException">There are too few sentences.</exception>
    public static PlannedScene[] Create(IReadOnlyList<string> sentences, DataSettings settings)
    {
        string[] order = [.. sentences];
        var random = new Random(settings.Seed);
        random.Shuffle(order);
        var rest = new Queue<string>(order);
        return [.. Enum.GetValues<Part>().SelectMany(part => Enumerable.Range(0, settings.Of(part)).Select(i => Plan(part, i, rest, random)))];
    }

    private static PlannedScene Plan(Part part, int index, Queue<string> sentences, Random random)
    {
        var voice = index % Silence == Silence - 1 ? null : DrawVoice(part, random);
        var kinds = part == Part.Test ? SceneNoise.All : SceneNoise.Known;
        return new(
            FormattableString.Invariant($"{part.ToString().ToLowerInvariant()}-{index:000}.wav"),
            part,
            voice,
            voice == null ? [] : [.. Enumerable.Range(0, random.Next(FewestSentences, MostSentences + 1)).Select(_ => new PlannedSentence(Take(sentences), Manner.Draw(random), DrawPause(random)))],
            voice == null ? SecondsOfSilence : DrawPause(random),
            Level: -38 + 24 * random.NextDouble(),
            kinds[index % kinds.Count],
            random.Next(),
            voice == null ? null : Decibels[index % Decibels.Count]);
    }

    // Half of the scenes have flite, whose voices are fewer and more like those of people.
    private static Voice DrawVoice(Part part, Random random)
    {
        var program = random.Next(2) == 0 ? SpeechProgram.Flite : SpeechProgram.Espeak;
        Voice[] voices = [.. Voices.Of(part).Where(voice => voice.Program == program)];
        return voices[random.Next(voices.Length)];
    }

    private static double DrawPause(Random random) => 0.2 + 2.8 * Math.Pow(random.NextDouble(), 2);

    private static string Take(Queue<string> sentences) =>
        sentences.TryDequeue(out string? sentence) ? sentence : throw new SynthesisException("There are too few sentences for so many scenes; use fewer: --scenes N");
}
