namespace Listen.Synthesis;

/// <summary>A sentence before it is spoken.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Manner">How it is spoken.</param>
/// <param name="Pause">The seconds before it.</param>
internal sealed record PlannedSentence(string Text, Manner Manner, double Pause);
