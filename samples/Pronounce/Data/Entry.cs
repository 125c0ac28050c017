namespace Pronounce.Data;

/// <summary>A word and one pronunciation, as a dictionary has them.</summary>
/// <param name="Spelling">How it is written.</param>
/// <param name="Phones">The classes of its phones.</param>
internal readonly record struct Entry(string Spelling, int[] Phones);
