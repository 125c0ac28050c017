using Acoustic.Data;
using Acoustic.Synthesis;
using DeepThin.Samples.Sound;

namespace DeepThin.Samples.Tests.Acoustic;

/// <summary>What the tests say that data was made of.</summary>
internal static class Manifests
{
    /// <summary>90 sentences with the seed 4.</summary>
    public static Manifest Some { get; } = new()
    {
        Recipe = Manifest.CurrentRecipe,
        Seed = 4,
        Sentences = 90,
        Flite = "flite-2.2",
        Voices = Flite.Voices,
        Phones = SpeechData.Phones,
        Splits = new Dictionary<string, SplitSize> { [SpeechFiles.Training] = new(70, 7000) },
    };
}
