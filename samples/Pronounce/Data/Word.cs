namespace Pronounce.Data;

/// <summary>A word of a dictionary.</summary>
/// <param name="Spelling">How it is written, in small letters.</param>
/// <param name="Pronunciations">Its pronunciations, the classes of the phones; the first one is learned.</param>
internal sealed record Word(string Spelling, IReadOnlyList<int[]> Pronunciations);
