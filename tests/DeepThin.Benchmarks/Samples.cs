using DeepThin.Runtime;

namespace DeepThin.Benchmarks;

/// <summary>What a layer computes with: samples one after the other, and room for its outputs. All contenders of a layer share it.</summary>
internal sealed class Samples
{
    /// <summary>Draws samples.</summary>
    /// <param name="q">The inputs of the layer.</param>
    /// <param name="r">The outputs of the layer.</param>
    /// <param name="count">The number of samples.</param>
    public Samples(int q, int r, int count)
        : this(RandomBuffer(q * count, 1, seed: 2), new AlignedBuffer(r * count), count)
    {
    }

    /// <summary>Takes buffers, such as the outputs of one layer as the inputs of the next.</summary>
    /// <param name="inputs">Count × Q values.</param>
    /// <param name="outputs">Count × R values.</param>
    /// <param name="count">The number of samples.</param>
    public Samples(AlignedBuffer inputs, AlignedBuffer outputs, int count) => (Inputs, Outputs, Count) = (inputs, outputs, count);

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>Count × Q values.</summary>
    public AlignedBuffer Inputs { get; }

    /// <summary>Count × R values.</summary>
    public AlignedBuffer Outputs { get; }

    /// <summary>Uniform values of a variance.</summary>
    public static AlignedBuffer RandomBuffer(int length, double variance, int seed)
    {
        var random = new Random(seed);
        var buffer = new AlignedBuffer(length);
        double width = Math.Sqrt(12 * variance);
        foreach (ref float value in buffer.Span) value = (float)(width * (random.NextDouble() - 0.5));
        return buffer;
    }
}
