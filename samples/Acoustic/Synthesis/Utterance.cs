namespace Acoustic.Synthesis;

/// <summary>An utterance as it is stored.</summary>
/// <param name="Features">Frames × 40 normalised log-mel values.</param>
/// <param name="Labels">The phone of each frame.</param>
internal sealed record Utterance(float[] Features, int[] Labels)
{
    /// <summary>Adds the noise to speech, and takes features and labels.</summary>
    public static Utterance From(Speech speech, Noise noise)
    {
        double[] signal = [.. speech.Signal];
        noise.AddTo(signal);
        float[] features = LogMel.Compute(signal);
        LogMel.Normalise(features);
        return new Utterance(features, PhoneTime.Labels(speech.Phones, LogMel.FrameCount(signal.Length)));
    }
}
