using Acoustic.Data;
using Acoustic.Synthesis;
using DeepThin.Samples.Sound;

namespace DeepThin.Samples.Tests.Acoustic;

public sealed class SpeechPlanTests
{
    private static readonly string[] AllSentences = [.. Enumerable.Range(0, 1000).Select(i => $"sentence {i}")];

    [Theory]
    [InlineData(760, 19, 10, 161)]
    [InlineData(80, 2, 1, 17)]
    public void EveryVoiceHasTheSameSharesOfTheSplits(int sentences, int test, int validation, int training)
    {
        var plan = SpeechPlan.Create(AllSentences, new DataSettings(1, sentences));

        Assert.Equal(sentences, plan.Select(utterance => utterance.Text).Distinct().Count());
        foreach (string voice in Flite.Voices)
        {
            Assert.Equal(test, Count(plan, voice, SpeechFiles.Test));
            Assert.Equal(validation, Count(plan, voice, SpeechFiles.Validation));
            Assert.Equal(training, Count(plan, voice, SpeechFiles.Training));
        }
    }

    [Fact]
    public void SentencesThatAreNoMultipleOfTheVoicesAreAllSpoken() => Assert.Equal(83, SpeechPlan.Create(AllSentences, new DataSettings(1, 83)).Length);

    [Fact]
    public void NoiseHas10To25DecibelsAndBothKinds()
    {
        var noises = SpeechPlan.Create(AllSentences, new DataSettings(1, 760)).Select(utterance => utterance.Noise).ToArray();

        Assert.All(noises, noise => Assert.InRange(noise.Decibels, 10, 25));
        Assert.InRange(noises.Average(noise => noise.Decibels), 16.5, 18.5);
        Assert.InRange(noises.Count(noise => noise.Kind == NoiseKind.Pink), 300, 460);
        Assert.Equal(760, noises.Select(noise => noise.Seed).Distinct().Count());
    }

    [Fact]
    public void TheSeedDecidesAll()
    {
        var plan = SpeechPlan.Create(AllSentences, new DataSettings(5, 100));

        Assert.Equal(plan, SpeechPlan.Create(AllSentences, new DataSettings(5, 100)));
        Assert.NotEqual(plan, SpeechPlan.Create(AllSentences, new DataSettings(6, 100)));
    }

    [Fact]
    public void NamesTooManySentences()
    {
        var error = Assert.Throws<SynthesisException>(() => SpeechPlan.Create(AllSentences, new DataSettings(1, 1001)));

        Assert.Contains("use --sentences 1000 or fewer", error.Message, StringComparison.Ordinal);
    }

    private static int Count(PlannedUtterance[] plan, string voice, string split) => plan.Count(utterance => utterance.Voice == voice && utterance.Split == split);
}
