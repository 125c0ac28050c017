namespace DeepThin.Runtime;

/// <summary>Numbers that random layers draw from: they follow from a seed and a place, whatever was drawn before.</summary>
internal static class Noise
{
    /// <summary>The number at a place, never 0.</summary>
    /// <param name="seed">The seed, or the number of something larger.</param>
    /// <param name="place">The step of a training, or the panel of a minibatch.</param>
    public static ulong Of(ulong seed, long place) => new SplitMix64(unchecked(seed ^ (0xD1342543DE82EF95UL * ((ulong)place + 1)))).Next() | 1;
}
