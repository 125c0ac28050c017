using DeepThin.Onnx.Layers;
using DeepThin.Onnx.Operators;

namespace DeepThin.Onnx.Importing;

/// <summary>Leaves layers out that nobody reads, and puts layers into those before them where that is exact.</summary>
internal static class Simplifier
{
    /// <summary>Simplifies a network.</summary>
    /// <param name="network">The network; its layers are changed.</param>
    public static ImportedNetwork Simplify(ImportedNetwork network)
    {
        var layers = Read(network);
        var readers = layers.SelectMany(layer => layer.Inputs).Concat(network.Outputs.Select(output => output.Value)).GroupBy(value => value).ToDictionary(group => group.Key, group => group.Count());
        var replaced = new Dictionary<NetworkValue, NetworkValue>();
        NetworkValue Now(NetworkValue value)
        {
            while (replaced.TryGetValue(value, out var other)) value = other;
            return value;
        }

        var kept = new List<ImportedLayer>();
        HashSet<ImportedLayer> gone = [];
        foreach (var layer in layers)
        {
            for (int k = 0; k < layer.Inputs.Length; k++) layer.Inputs[k] = Now(layer.Inputs[k]);
            if (layer.Inputs[0].Writer is { } before && readers[before.Output] == 1 && Into(before, layer))
            {
                replaced[layer.Output] = before.Output;
                readers[before.Output] = readers[layer.Output];
                continue;
            }

            // A sum pads channels by itself.
            if (layer.Kind == "Residual" && Array.FindIndex(layer.Inputs, input => input.Writer is { Kind: "Pad", Options: [("ChannelsAfter", _)] } && readers[input] == 1) is var padded and >= 0)
            {
                gone.Add(layer.Inputs[padded].Writer!);
                layer.Inputs[padded] = layer.Inputs[padded].Writer!.Inputs[0];
                layer.Options.Add(("PadChannels", "true"));
            }

            kept.Add(layer);
        }

        kept.RemoveAll(gone.Contains);
        return network with { Layers = Arranged(kept, network.Inputs[0].Value), Outputs = [.. network.Outputs.Select(output => output with { Value = Now(output.Value) })] };
    }

    // The layers on the way to an output.
    private static List<ImportedLayer> Read(ImportedNetwork network)
    {
        HashSet<NetworkValue> read = [.. network.Outputs.Select(output => output.Value)];
        var layers = new List<ImportedLayer>();
        for (int i = network.Layers.Count - 1; i >= 0; i--)
        {
            var layer = network.Layers[i];
            if (!read.Contains(layer.Output)) continue;
            read.UnionWith(layer.Inputs);
            layers.Add(layer);
        }

        layers.Reverse();
        return layers;
    }

    // Sums and joins read the layer before them: where none of their inputs is that, one is handed on.
    private static List<ImportedLayer> Arranged(List<ImportedLayer> layers, NetworkValue first)
    {
        var arranged = new List<ImportedLayer>();
        foreach (var layer in layers)
        {
            if (layer.Inputs.Length > 1 && !layer.Inputs.Contains(arranged.Count == 0 ? first : arranged[^1].Output))
            {
                var handed = new ImportedLayer("Activate", layer.Origin, [layer.Inputs[0]], "Activation.Identity");
                handed.Output = new(-1, layer.Inputs[0].Length, layer.Inputs[0].Steps) { Shape = layer.Inputs[0].Shape, Writer = handed };
                layer.Inputs[0] = handed.Output;
                arranged.Add(handed);
            }

            arranged.Add(layer);
        }

        return arranged;
    }

    // Whether a layer is now part of the one before it.
    private static bool Into(ImportedLayer before, ImportedLayer layer)
    {
        switch (layer.Kind)
        {
            // What is done to each value of a table may be done to the table.
            case "Activate" when before.Kind == "Embedding" && Functions.Of(layer.Arguments[0]["Activation.".Length..]) is { } function:
                before.Tensors[0] = before.Tensors[0] with { Values = Array.ConvertAll(before.Tensors[0].Values, value => (float)function(value)) };
                return true;
            case "Scale" when before.Kind == "Embedding":
                float[] factors = layer.Tensor("weight")!.Values, summands = layer.Tensor("bias")?.Values ?? new float[factors.Length];
                before.Tensors[0] = before.Tensors[0] with { Values = [.. before.Tensors[0].Values.Select((value, i) => value * factors[i % factors.Length] + summands[i % factors.Length])] };
                return true;
            case "Activate" when layer.Arguments[0]["Activation.".Length..] is var activation && before.TakesActivation(activation):
                before.Options.Add(("Activation", layer.Arguments[0]));
                before.Options.AddRange(layer.Options);
                return true;
            case "Scale" when before.IsWeighted && !before.Options.Exists(option => option.Name == "Activation"):
                Multiply(before, layer.Tensor("weight")!.Values, layer.Tensor("bias")?.Values);
                return true;
            default:
                return false;
        }
    }

    // f∘(xW + b) + s = x(W∘f) + (f∘b + s).
    private static void Multiply(ImportedLayer layer, float[] factors, float[]? summands)
    {
        var weight = layer.Tensor("weight")!;
        int row = weight.Values.Length / factors.Length;
        layer.Tensors[0] = weight with { Values = [.. weight.Values.Select((value, i) => value * factors[i / row])] };
        if (layer.Tensor("bias") is { } bias)
        {
            layer.Tensors[1] = bias with { Values = [.. bias.Values.Select((value, i) => value * factors[i] + (summands?[i] ?? 0))] };
        }
        else if (summands is not null)
        {
            layer.Options.RemoveAll(option => option.Name == "Bias");
            layer.Tensors.Add(new("bias", [factors.Length], summands));
        }
    }
}
