namespace Listen.Synthesis;

/// <summary>How a voice of espeak-ng speaks; those of flite have one manner each.</summary>
/// <param name="WordsPerMinute">How fast.</param>
/// <param name="Pitch">How high, 0 to 99.</param>
internal readonly record struct Manner(int WordsPerMinute, int Pitch)
{
    /// <summary>Draws a manner in which people speak.</summary>
    /// <param name="random">Where it is drawn from.</param>
    public static Manner Draw(Random random) => new(random.Next(130, 211), random.Next(30, 71));
}
