namespace Acoustic.Synthesis;

/// <summary>An utterance before it is spoken.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Voice">The voice that speaks it.</param>
/// <param name="Split">What its frames are for; see <see cref="Data.SpeechFiles"/>.</param>
/// <param name="Noise">The noise that it gets.</param>
internal sealed record PlannedUtterance(string Text, string Voice, string Split, Noise Noise);
