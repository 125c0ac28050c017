using DeepThin.Onnx.Layers;

namespace DeepThin.Onnx.Importing;

/// <summary>A value as a sum of matrices times the values that it comes from: what fully connected layers, additions, scales and joins make together.</summary>
internal sealed class LinearSum
{
    private readonly int _length;

    /// <summary>Finds the sum.</summary>
    /// <param name="value">The value.</param>
    public LinearSum(NetworkValue value)
    {
        _length = value.Length;
        Bias = new float[_length];
        float[] factors = new float[_length];
        Array.Fill(factors, 1);
        Add(value, factors);
    }

    /// <summary>The values that the sum comes from.</summary>
    public List<Source> Sources { get; } = [];

    /// <summary>What is added to all.</summary>
    public float[] Bias { get; }

    private void Add(NetworkValue value, float[] factors)
    {
        var layer = value.Writer;
        switch (layer?.Kind)
        {
            case "Residual":
                foreach (var input in layer.Inputs) Add(input, factors);
                break;
            case "Scale":
                AddBias(layer, factors);
                float[] weight = layer.Tensor("weight")!.Values;
                Add(layer.Inputs[0], [.. factors.Select((factor, i) => factor * weight[i])]);
                break;
            case "Dense":
                AddBias(layer, factors);
                AddProduct(layer.Inputs[0], layer.Tensor("weight")!.Values, layer.Columns, factors);
                break;
            default:
                float[] identity = new float[_length * _length];
                for (int i = 0; i < _length; i++) identity[i * _length + i] = factors[i];
                Sources.Add(new(value, identity, [.. Enumerable.Range(0, _length)]));
                break;
        }
    }

    private void AddBias(ImportedLayer layer, float[] factors)
    {
        if (layer.Tensor("bias")?.Values is not { } bias) return;
        for (int i = 0; i < bias.Length; i++) Bias[i] += factors[i] * bias[i];
    }

    private void AddProduct(NetworkValue input, float[] matrix, int[] columns, float[] factors)
    {
        NetworkValue[] parts = input.Writer is { Kind: "Concat" } joined ? joined.Inputs : [input];
        int width = input.Length, start = 0;
        foreach (var part in parts)
        {
            float[] own = new float[_length * part.Length];
            for (int i = 0; i < own.Length; i++) own[i] = factors[i / part.Length] * matrix[i / part.Length * width + start + i % part.Length];
            Sources.Add(new(part, own, [.. columns.Where(column => column >= start && column < start + part.Length).Select(column => column - start)]));
            start += part.Length;
        }
    }

    /// <summary>A value that a sum comes from.</summary>
    /// <param name="Value">The value.</param>
    /// <param name="Matrix">What it is multiplied with, row by row.</param>
    /// <param name="Columns">The places in the value that are read, in the order of the graph.</param>
    public sealed record Source(NetworkValue Value, float[] Matrix, int[] Columns);
}
