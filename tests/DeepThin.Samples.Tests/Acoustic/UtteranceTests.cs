using Acoustic.Data;
using Acoustic.Synthesis;

namespace DeepThin.Samples.Tests.Acoustic;

public sealed class UtteranceTests
{
    [Fact]
    public void EveryFrameHasItsFeaturesAndItsLabel()
    {
        double[] signal = [.. Enumerable.Range(0, 4000).Select(i => 0.3 * Math.Sin(0.002 * i * i))];
        var speech = new Speech(signal, PhoneTime.Parse("pau:0.1 aa:0.25"));

        var utterance = Utterance.From(speech, new Noise(NoiseKind.White, 20, 1));

        Assert.Equal(23, utterance.Labels.Length);
        Assert.Equal(23 * 40, utterance.Features.Length);
        Assert.Equal(9, utterance.Labels.Count(label => SpeechData.Phones[label] == "pau"));
        Assert.Equal(0, utterance.Features.Where((_, i) => i % 40 == 7).Average(), 4);
        Assert.Equal(0.3 * Math.Sin(0.002), speech.Signal[1]);
    }
}
