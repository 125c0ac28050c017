namespace DeepThin.Planning;

/// <summary>Where values lie in the memory of one mode, in floats. What is worked in lies behind them, or for a trace in a block of its own.</summary>
/// <param name="Values">The place of each value; in the backward half, of its gradients.</param>
/// <param name="Kept">The place of what each layer keeps.</param>
/// <param name="Length">The length of all values and of all that is kept.</param>
/// <param name="Scratch">The length of what layers work in, one after the other.</param>
internal sealed record MemoryPlan(long[] Values, long[] Kept, long Length, long Scratch)
{
    /// <summary>The length of one block with all of it.</summary>
    public long Total => Length + Scratch;
}
