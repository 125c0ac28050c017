using DeepThin.Exporting.Declarations;
using DeepThin.Onnx.Importing;
using DeepThin.Onnx.Layers;

namespace DeepThin.Tool.Originals;

/// <summary>How far the outputs of compressed layers are from those of the original ones: each layer is given what the original gives it for samples of the user.</summary>
internal static class LayerErrors
{
    /// <summary>Computes the errors.</summary>
    /// <param name="original">The original.</param>
    /// <param name="compressed">The compressed network, with the same layers.</param>
    /// <param name="layers">The places of the layers that are asked for.</param>
    /// <param name="samples">The samples one behind the other, in the order of the network.</param>
    /// <returns>For each layer the root of the mean square of the errors, as a share of that of the outputs.</returns>
    public static IReadOnlyDictionary<int, double> Of(ImportedNetwork original, ImportedNetwork compressed, IReadOnlyList<int> layers, float[] samples) =>
        layers.GroupBy(layer => IsOfEachStep(original.Layers[layer])).SelectMany(group => OfGroup(original, compressed, [.. group], samples)).ToDictionary();

    // Values of each step, and values behind the end of a sequence, are not seen at once.
    private static Dictionary<int, double> OfGroup(ImportedNetwork original, ImportedNetwork compressed, int[] asked, float[] samples)
    {
        NetworkValue[] values = [.. asked.SelectMany(layer => original.Layers[layer].Inputs.Append(original.Layers[layer].Output)).Where(value => value.Writer is not null).Distinct()];
        var watched = original with { Layers = Needed(original, values), Outputs = [.. values.Select(End)] };
        var networks = asked.ToDictionary(layer => $"Layer{layer}", layer => Alone(original, compressed.Layers[layer]));
        var predictors = CompiledNetworks.Of(networks.Append(new("Watched", watched)).ToDictionary(pair => pair.Key, pair => pair.Value));
        var squares = asked.ToDictionary(layer => layer, _ => (Error: 0.0, Output: 0.0));
        int length = watched.Inputs.Sum(input => input.Value.Length), call = length * (original.TakesSequences ? original.Steps : 1), width = values.Sum(value => value.Length);
        for (int start = 0; start < samples.Length; start += call)
        {
            float[] given = samples[start..(start + call)], seen = predictors["Watched"](given);
            foreach (int layer in asked)
            {
                float[] wanted = Part(original.Layers[layer].Output), read = Part(original.Layers[layer].Inputs[0]);
                int each = IsRecurrent(original.Layers[layer]) ? read.Length : original.Layers[layer].Inputs[0].Length;
                float[] found = [.. Enumerable.Range(0, read.Length / each).SelectMany(step => predictors[$"Layer{layer}"](read[(step * each)..((step + 1) * each)]))];
                var (error, output) = squares[layer];
                for (int i = 0; i < wanted.Length; i++) (error, output) = (error + Math.Pow(found[i] - wanted[i], 2), output + Math.Pow(wanted[i], 2));
                squares[layer] = (error, output);
            }

            // The values of all steps, one step behind the other.
            float[] Part(NetworkValue value)
            {
                var (from, each, offset) = value.Writer is null
                    ? (given, length, watched.Inputs.TakeWhile(input => input.Value != value).Sum(input => input.Value.Length))
                    : (seen, width, values.TakeWhile(other => other != value).Sum(other => other.Length));
                return [.. Enumerable.Range(0, from.Length / each).SelectMany(step => from.AsSpan(step * each + offset, value.Length).ToArray())];
            }
        }

        return squares.ToDictionary(pair => pair.Key, pair => pair.Value.Output > 0 ? Math.Sqrt(pair.Value.Error / pair.Value.Output) : 0);
    }

    private static NetworkEnd End(NetworkValue value) => new($"value{value.Id}", value, [value.Length], null);

    // A network of one layer.
    private static ImportedNetwork Alone(ImportedNetwork network, ImportedLayer layer)
    {
        var given = layer.Inputs[0];
        var input = new NetworkValue(0, given.Length, given.Steps) { Shape = given.Shape };
        var alone = layer.WithInputs(input);
        return network with { Layers = [alone], Inputs = [new("x", input, [input.Length], null)], Outputs = [End(alone.Output)], States = IsRecurrent(layer) ? network.States : [], Classes = [] };
    }

    // What the values follow from, in the same order.
    private static List<ImportedLayer> Needed(ImportedNetwork network, IEnumerable<NetworkValue> values)
    {
        var needed = new HashSet<NetworkValue>(values);
        for (int i = network.Layers.Count - 1; i >= 0; i--)
        {
            if (needed.Contains(network.Layers[i].Output)) needed.UnionWith(network.Layers[i].Inputs);
        }

        return [.. network.Layers.Where(layer => needed.Contains(layer.Output))];
    }

    private static bool IsRecurrent(ImportedLayer layer) => layer.Kind is "Lstm" or "Gru" or "Rnn";

    private static bool IsOfEachStep(ImportedLayer layer) => layer.Kind is not ("LastStep" or "MeanOverTime" or "MaxOverTime") && layer.Inputs.All(input => input.Writer is not { } writer || IsOfEachStep(writer));
}
