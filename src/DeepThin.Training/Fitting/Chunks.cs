namespace DeepThin.Training;

/// <summary>The parts of a parameter block that threads take at a time: the gradients of all slots and the optimiser's state fit the L2 cache.</summary>
internal static class Chunks
{
    /// <summary>The floats of a chunk; the last one may have fewer.</summary>
    public const int Length = 1 << 14;

    public static int Count(int blockLength) => (blockLength + Length - 1) / Length;

    public static Span<float> Of(Span<float> block, int chunk)
    {
        int start = chunk * Length;
        return block.Slice(start, Math.Min(Length, block.Length - start));
    }
}
