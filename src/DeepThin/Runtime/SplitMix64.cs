namespace DeepThin.Runtime;

/// <summary>SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): the same numbers on every machine and in every version.</summary>
/// <param name="state">The state that it starts at.</param>
internal struct SplitMix64(ulong state)
{
    private ulong _state = state;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        unchecked
        {
            ulong z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>The next number from 0 to 1, 1 not included, in steps of 2⁻⁵³.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1L << 53));

    /// <summary>The next whole number from 0 to bound − 1, all equally probable (Lemire, 2019: the upper half of a product, and rejection).</summary>
    /// <param name="bound">How many numbers there are; at least 1.</param>
    public int NextBelow(int bound)
    {
        uint rejected = (uint)(-bound) % (uint)bound;
        while (true)
        {
            ulong product = (Next() >> 32) * (uint)bound;
            if ((uint)product >= rejected) return (int)(product >> 32);
        }
    }
}
