using DeepThin.Onnx.Layers;

namespace DeepThin.Onnx.Importing;

/// <summary>Leaves layers out that nobody reads, and puts layers into those before them where that is exact.</summary>
internal static class Simplifier
{
    /// <summary>Simplifies a network.</summary>
    /// <param name="network">The network; its layers are changed.</param>
    public static ImportedNetwork Simplify(ImportedNetwork network)
    {
        var layers = network.Layers.ToList();
        var replaced = new Dictionary<NetworkValue, NetworkValue>();
        NetworkValue Now(NetworkValue value) => replaced.TryGetValue(value, out var other) ? Now(other) : value;
        RemoveUnread();
        for (int i = 0; i < layers.Count;)
        {
            var layer = layers[i];
            for (int k = 0; k < layer.Inputs.Length; k++) layer.Inputs[k] = Now(layer.Inputs[k]);
            if (layer.Inputs[0].Writer is { } before && Readers(layer.Inputs[0]) == 1 && Into(before, layer))
            {
                replaced[layer.Output] = before.Output;
                layers.RemoveAt(i);
                continue;
            }

            // A sum pads channels by itself.
            if (layer.Kind == "Residual" && Array.FindIndex(layer.Inputs, input => input.Writer is { Kind: "Pad", Options: [("ChannelsAfter", _)] } && Readers(input) == 1) is var padded and >= 0)
            {
                var pad = layer.Inputs[padded].Writer!;
                layer.Inputs[padded] = pad.Inputs[0];
                layer.Options.Add(("PadChannels", "true"));
                layers.Remove(pad);
                continue;
            }

            i++;
        }

        Arrange(layers, network.Inputs[0].Value);
        return network with { Layers = layers, Outputs = [.. network.Outputs.Select(output => output with { Value = Now(output.Value) })] };

        int Readers(NetworkValue value) => layers.Sum(layer => layer.Inputs.Count(input => Now(input) == value)) + network.Outputs.Count(output => Now(output.Value) == value);

        void RemoveUnread()
        {
            HashSet<NetworkValue> read = [.. network.Outputs.Select(output => output.Value)];
            for (int i = layers.Count - 1; i >= 0; i--)
            {
                if (read.Contains(layers[i].Output)) read.UnionWith(layers[i].Inputs);
                else layers.RemoveAt(i);
            }
        }
    }

    // Sums and joins read the layer before them: where none of their inputs is that, one is handed on.
    private static void Arrange(List<ImportedLayer> layers, NetworkValue first)
    {
        for (int i = 0; i < layers.Count; i++)
        {
            var layer = layers[i];
            if (layer.Inputs.Length < 2 || layer.Inputs.Contains(i == 0 ? first : layers[i - 1].Output)) continue;
            var handed = new ImportedLayer("Activate", layer.Origin, [layer.Inputs[0]], "Activation.Identity");
            handed.Output = new(-1, layer.Inputs[0].Length, layer.Inputs[0].Steps) { Shape = layer.Inputs[0].Shape, Writer = handed };
            layer.Inputs[0] = handed.Output;
            layers.Insert(i++, handed);
        }
    }

    // Whether a layer is now part of the one before it.
    private static bool Into(ImportedLayer before, ImportedLayer layer)
    {
        switch (layer.Kind)
        {
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
