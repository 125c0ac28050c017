using Listen.Data;

namespace Listen.Synthesis;

/// <summary>A scene before it is made.</summary>
/// <param name="File">The name of its wave file.</param>
/// <param name="Part">What it is for.</param>
/// <param name="Voice">Who speaks; null where nobody does.</param>
/// <param name="Sentences">What is said.</param>
/// <param name="LastPause">The seconds behind the last sentence.</param>
/// <param name="Level">The power in dB, of which 0 is that of the loudest square wave: of the speech, or of the noise where nobody speaks.</param>
/// <param name="Noise">The noise.</param>
/// <param name="NoiseSeed">Decides its samples.</param>
/// <param name="Decibels">The power of the speech over that of the noise in dB; null where nobody speaks.</param>
internal sealed record PlannedScene(
    string File, Part Part, Voice? Voice, IReadOnlyList<PlannedSentence> Sentences, double LastPause, double Level, NoiseKind Noise, int NoiseSeed, double? Decibels);
