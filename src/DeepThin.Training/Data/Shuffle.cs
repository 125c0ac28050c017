namespace DeepThin.Training;

/// <summary>
/// The order of the samples in an epoch: a function of the seed and the epoch alone, so that a checkpoint needs no generator state.
/// Fisher–Yates (Knuth's algorithm P) from the identity, drawing from SplitMix64 (Steele, Lea and Flood, 2014), whose stream starts at mix(seed) + epoch.
/// </summary>
internal struct Shuffle
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    private ulong _state;

    private Shuffle(int seed, int epoch) => _state = Mix(unchecked((ulong)seed + Gamma)) + (ulong)epoch;

    /// <summary>Writes the order.</summary>
    /// <param name="order">Receives 0 to its length − 1, each once.</param>
    /// <param name="seed">The seed of the training.</param>
    /// <param name="epoch">The epoch.</param>
    public static void Fill(Span<int> order, int seed, int epoch)
    {
        var random = new Shuffle(seed, epoch);
        for (int i = 0; i < order.Length; i++) order[i] = i;
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = random.Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }

    /// <summary>The next number of the generator that starts at a state.</summary>
    internal static ulong Next(ref ulong state) => Mix(unchecked(state += Gamma));

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>A number from 0 to bound − 1, all equally probable (Lemire, 2019: the upper half of a product, and rejection).</summary>
    private int Below(int bound)
    {
        uint rejected = (uint)(-bound) % (uint)bound;
        while (true)
        {
            ulong product = (Next(ref _state) >> 32) * (uint)bound;
            if ((uint)product >= rejected) return (int)(product >> 32);
        }
    }
}
