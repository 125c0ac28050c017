using DeepThin.Runtime;

namespace DeepThin.Benchmarks.Peers;

/// <summary>An uncompressed layer y = xW + b with random weights, for all dense peers.</summary>
/// <param name="q">Inputs.</param>
/// <param name="r">Outputs.</param>
internal sealed class DenseLayer(int q, int r)
{
    /// <summary>Inputs.</summary>
    public int Q { get; } = q;

    /// <summary>Outputs.</summary>
    public int R { get; } = r;

    /// <summary>W transposed, R×Q row-major: the weights of an output lie together.</summary>
    public AlignedBuffer Weights { get; } = Samples.RandomBuffer(q * r, 1.0 / q, seed: 3);

    /// <summary>b, R values.</summary>
    public AlignedBuffer Bias { get; } = Samples.RandomBuffer(r, 0.1, seed: 4);
}
