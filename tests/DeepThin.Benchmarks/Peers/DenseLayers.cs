using System.Numerics.Tensors;
using DeepThin.Runtime;

namespace DeepThin.Benchmarks.Peers;

/// <summary>Uncompressed layers with random weights and ReLU between them, for all dense peers, which share the weights where their formats allow it.</summary>
internal sealed class DenseLayers
{
    private readonly Samples[] _layerSamples;

    /// <summary>Draws the weights.</summary>
    /// <param name="sizes">The inputs of each layer, then the outputs of the last one.</param>
    /// <param name="samples">The samples that it predicts.</param>
    public DenseLayers(IReadOnlyList<int> sizes, Samples samples)
    {
        Layers = [.. sizes.Zip(sizes.Skip(1), (q, r) => new DenseLayer(q, r))];
        AlignedBuffer[] values = [samples.Inputs, .. Layers.SkipLast(1).Select(layer => new AlignedBuffer(layer.R * samples.Count)), samples.Outputs];
        _layerSamples = [.. values.Zip(values.Skip(1), (inputs, outputs) => new Samples(inputs, outputs, samples.Count))];
    }

    /// <summary>The layers.</summary>
    public IReadOnlyList<DenseLayer> Layers { get; }

    /// <summary>Predicts with the products of a library.</summary>
    /// <param name="dense">Computes one layer for all its samples: weights, bias, samples.</param>
    public void Run(Action<AlignedBuffer, AlignedBuffer, Samples> dense)
    {
        for (int i = 0; i < Layers.Count; i++)
        {
            dense(Layers[i].Weights, Layers[i].Bias, _layerSamples[i]);
            var outputs = _layerSamples[i].Outputs.Span;
            if (i < Layers.Count - 1) TensorPrimitives.Max(outputs, 0f, outputs);
        }
    }
}
