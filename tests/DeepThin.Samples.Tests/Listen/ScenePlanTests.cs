using System.Text.Json;
using DeepThin.Samples.Sound;
using Listen.Data;
using Listen.Synthesis;

namespace DeepThin.Samples.Tests.Listen;

public sealed class ScenePlanTests
{
    private static readonly string[] Sentences = [.. Enumerable.Range(0, 2000).Select(i => $"Sentence {i}.")];

    [Fact]
    public void The_seed_decides_the_plan()
    {
        Assert.Equal(Text(Plan(seed: 1)), Text(Plan(seed: 1)));
        Assert.NotEqual(Text(Plan(seed: 1)), Text(Plan(seed: 2)));
    }

    [Fact]
    public void Parts_have_their_shares_and_files_of_their_own()
    {
        var plan = Plan(scenes: 100);
        Assert.Equal([100, 20, 50], Enum.GetValues<Part>().Select(part => plan.Count(scene => scene.Part == part)));
        Assert.Equal(plan.Length, plan.Select(scene => scene.File).Distinct().Count());
        Assert.Equal("training-000.wav", plan[0].File);
    }

    [Fact]
    public void No_voice_and_no_sentence_is_in_two_parts()
    {
        var plan = Plan();
        foreach (var voice in Voices.All) Assert.Single(plan.Where(scene => scene.Voice == voice).Select(scene => scene.Part).Distinct());
        string[] sentences = [.. plan.SelectMany(scene => scene.Sentences).Select(sentence => sentence.Text)];
        Assert.Equal(sentences.Length, sentences.Distinct().Count());
    }

    [Fact]
    public void No_variant_of_espeak_and_no_accent_but_one_is_in_two_parts()
    {
        var names = Enum.GetValues<Part>().SelectMany(part => Voices.Of(part).Where(voice => voice.Program == SpeechProgram.Espeak).Select(voice => (Part: part, Names: voice.Name.Split('+')))).ToArray();
        Assert.All(names.GroupBy(name => name.Names[1]), variant => Assert.Single(variant.Select(name => name.Part).Distinct()));
        Assert.All(names.Where(name => name.Names[0] != "en-us").GroupBy(name => name.Names[0]), accent => Assert.Single(accent.Select(name => name.Part).Distinct()));
    }

    [Fact]
    public void Some_noises_are_in_the_test_alone()
    {
        var plan = Plan();
        Assert.Equal(SceneNoise.Known, Kinds(Part.Training));
        Assert.Equal(SceneNoise.Known, Kinds(Part.Validation));
        Assert.Equal(Enum.GetValues<NoiseKind>(), Kinds(Part.Test));

        IEnumerable<NoiseKind> Kinds(Part part) => plan.Where(scene => scene.Part == part).Select(scene => scene.Noise).Distinct().Order();
    }

    [Fact]
    public void Each_noise_meets_each_loudness_and_in_some_scenes_nobody_speaks()
    {
        var test = Plan().Where(scene => scene.Part == Part.Test).ToArray();
        Assert.Equal(8 * 5, test.Where(scene => scene.Voice != null).Select(scene => (scene.Noise, scene.Decibels)).Distinct().Count());
        Assert.Equal(7, test.Count(scene => scene.Voice == null));
        Assert.All(test, scene => Assert.Equal(scene.Voice == null, scene.Decibels == null && scene.Sentences.Count == 0));
    }

    [Fact]
    public void Too_few_sentences_are_named()
    {
        var error = Assert.Throws<SynthesisException>(() => ScenePlan.Create(["Only one."], new(1, 10)));
        Assert.Equal("There are too few sentences for so many scenes; use fewer: --scenes N", error.Message);
    }

    private static PlannedScene[] Plan(int seed = 1, int scenes = 160) => ScenePlan.Create(Sentences, new DataSettings(seed, scenes));

    private static string Text(PlannedScene[] plan) => JsonSerializer.Serialize(plan);
}
