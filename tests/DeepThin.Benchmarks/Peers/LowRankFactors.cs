using DeepThin.Benchmarks.Models;
using DeepThin.Runtime;

namespace DeepThin.Benchmarks.Peers;

/// <summary>The factors of plain low rank, W ≈ L·U with L of Q×h and U of h×R, as BLAS and inner products want them.</summary>
internal sealed class LowRankFactors
{
    /// <summary>Takes the factors of a generated model of two dense layers.</summary>
    public LowRankFactors(BenchModel model)
    {
        var (first, second) = (model.Info.Layers[0], model.Info.Layers[1]);
        (Q, Rank, R) = (first.Inputs, first.Outputs, second.Outputs);
        Left = Copy(model.Tensor("layers.0.weight"));
        Right = Transpose(model.Tensor("layers.1.weight"), R, Rank);
        Bias = Copy(model.Tensor("layers.1.bias"));
    }

    /// <summary>Inputs.</summary>
    public int Q { get; }

    /// <summary>Outputs.</summary>
    public int R { get; }

    /// <summary>h.</summary>
    public int Rank { get; }

    /// <summary>L transposed, h×Q.</summary>
    public AlignedBuffer Left { get; }

    /// <summary>U, h×R.</summary>
    public AlignedBuffer Right { get; }

    /// <summary>b, R values.</summary>
    public AlignedBuffer Bias { get; }

    private static AlignedBuffer Copy(ReadOnlySpan<float> values)
    {
        var copy = new AlignedBuffer(values.Length);
        values.CopyTo(copy.Span);
        return copy;
    }

    private static AlignedBuffer Transpose(ReadOnlySpan<float> values, int rows, int columns)
    {
        var transposed = new AlignedBuffer(values.Length);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++) transposed.Span[j * rows + i] = values[i * columns + j];
        }

        return transposed;
    }
}
