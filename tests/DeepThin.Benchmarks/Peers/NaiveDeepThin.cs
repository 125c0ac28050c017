using System.Numerics.Tensors;
using DeepThin.Benchmarks.Models;
using DeepThin.Runtime;

namespace DeepThin.Benchmarks.Peers;

/// <summary>DeepThin as a port that rebuilds W for every call: W_aux = X_f·W_f row by row, then the dense product.</summary>
internal sealed class NaiveDeepThin
{
    private readonly LayerInfo _layer;
    private readonly float[] _xf, _wf;
    private readonly AlignedBuffer _weights, _bias;

    /// <summary>Takes the factors of a generated model of one layer.</summary>
    public NaiveDeepThin(BenchModel model)
    {
        _layer = model.Info.Layers[0];
        _xf = model.Tensor("layers.0.xf").ToArray();
        _wf = model.Tensor("layers.0.wf").ToArray();
        _weights = new AlignedBuffer(_layer.Inputs * _layer.Outputs);
        _bias = new AlignedBuffer(_layer.Outputs);
        model.Tensor("layers.0.bias").CopyTo(_bias.Span);
    }

    /// <summary>Predicts all samples.</summary>
    public void Run(Samples samples)
    {
        Rebuild();
        if (OpenBlas.IsInstalled) OpenBlas.Dense(_weights, _bias, samples);
        else TensorProducts.Dense(_weights, _bias, samples);
    }

    // W transposed, row-major, is W_aux row-major: ReLayout copies nothing.
    private void Rebuild()
    {
        int n = _layer.Maps[0].N, rank = _layer.Maps[0].Rank;
        for (int j = 0; j < _layer.Maps[0].M; j++)
        {
            var row = _weights.Span[(j * n)..];
            if (row.Length > n) row = row[..n];
            TensorPrimitives.Multiply(_wf.AsSpan(0, row.Length), _xf[j * rank], row);
            for (int k = 1; k < rank; k++) TensorPrimitives.MultiplyAdd(_wf.AsSpan(k * n, row.Length), _xf[j * rank + k], row, row);
        }
    }
}
