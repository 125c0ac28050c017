namespace Acoustic.Synthesis;

/// <summary>What decides the data.</summary>
/// <param name="Seed">Decides the sentences, who speaks them, which are for what, and the noise.</param>
/// <param name="Sentences">How many sentences are spoken.</param>
internal sealed record DataSettings(int Seed, int Sentences)
{
    /// <summary>The fewest sentences: less, and a voice would have none to validate with.</summary>
    public const int FewestSentences = 80;
}
