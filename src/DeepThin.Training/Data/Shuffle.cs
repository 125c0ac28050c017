using DeepThin.Runtime;

namespace DeepThin.Training;

/// <summary>
/// The order of the samples in an epoch: a function of the seed and the epoch alone, so that a checkpoint needs no generator state.
/// Fisher–Yates (Knuth's algorithm P) from the identity, drawing from SplitMix64, whose stream starts at the first number of the seed's + epoch.
/// </summary>
internal static class Shuffle
{
    /// <summary>Writes the order.</summary>
    /// <param name="order">Receives 0 to its length − 1, each once.</param>
    /// <param name="seed">The seed of the training.</param>
    /// <param name="epoch">The epoch.</param>
    public static void Fill(Span<int> order, int seed, int epoch)
    {
        var seeds = new SplitMix64(unchecked((ulong)seed));
        var random = new SplitMix64(unchecked(seeds.Next() + (ulong)epoch));
        for (int i = 0; i < order.Length; i++) order[i] = i;
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = random.NextBelow(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
