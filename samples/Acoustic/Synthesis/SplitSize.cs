namespace Acoustic.Synthesis;

/// <summary>How large a split is.</summary>
internal sealed record SplitSize(int Utterances, int Frames);
