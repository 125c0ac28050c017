using DeepThin.Samples.Sound;

namespace Acoustic.Synthesis;

/// <summary>A spoken sentence.</summary>
/// <param name="Signal">The samples, −1 to 1, 16 000 in a second.</param>
/// <param name="Phones">The phones and when each ends.</param>
internal sealed record Speech(double[] Signal, PhoneTime[] Phones)
{
    // Phones and samples end together, but for the voice kal16, which leaves out a part of the last pause.
    private const double Tolerance = 0.02;

    /// <summary>Has a sentence spoken. May be called from many threads.</summary>
    /// <param name="flite">Speaks it.</param>
    /// <param name="voice">One of the voices.</param>
    /// <param name="text">The sentence.</param>
    /// <exception cref="SynthesisException">flite fails, or makes something else than it should.</exception>
    public static Speech Of(Flite flite, string voice, string text)
    {
        var (signal, phones) = flite.Speak(voice, text);
        var speech = new Speech(signal, PhoneTime.Parse(phones));
        speech.CheckEnd(voice, text);
        return speech;
    }

    private void CheckEnd(string voice, string text)
    {
        double end = (double)Signal.Length / LogMel.SampleRate;
        double earliest = (Phones.Length > 1 ? Phones[^2].End : 0) - Tolerance;
        double latest = Phones[^1].End + Tolerance;
        if (end < earliest || end > latest || LogMel.FrameCount(Signal.Length) == 0)
        {
            throw new SynthesisException(FormattableString.Invariant(
                $"The voice {voice} speaks '{text}' in {end:0.000} s, and by -psdur its last phone lasts from {earliest + Tolerance:0.000} to {Phones[^1].End:0.000} s."));
        }
    }
}
