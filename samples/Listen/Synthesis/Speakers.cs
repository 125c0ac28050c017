using DeepThin.Samples.Sound;

namespace Listen.Synthesis;

/// <summary>Speaks with the program of a voice.</summary>
internal sealed class Speakers : IDisposable
{
    private readonly Flite _flite = new();
    private readonly Espeak _espeak = new();

    /// <summary>Speaks a sentence. May be called from many threads.</summary>
    /// <param name="voice">The voice.</param>
    /// <param name="sentence">The sentence.</param>
    /// <returns>The samples, 16 000 in a second.</returns>
    /// <exception cref="SynthesisException">The program fails.</exception>
    public double[] Speak(Voice voice, PlannedSentence sentence) => voice.Program == SpeechProgram.Flite
        ? _flite.Speak(voice.Name, sentence.Text).Signal
        : _espeak.Speak(voice.Name, sentence.Manner, sentence.Text);

    public void Dispose()
    {
        _flite.Dispose();
        _espeak.Dispose();
    }
}
