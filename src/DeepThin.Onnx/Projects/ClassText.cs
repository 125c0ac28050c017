using System.Globalization;
using System.Text;
using DeepThin.Onnx.Importing;
using DeepThin.Onnx.Layers;
using DeepThin.Planning;

namespace DeepThin.Onnx.Projects;

/// <summary>Writes the class that declares a network, and the file of its weights.</summary>
internal static class ClassText
{
    /// <summary>The C# text of the class.</summary>
    /// <param name="network">The network.</param>
    /// <param name="space">The namespace.</param>
    /// <param name="name">The name of the class.</param>
    /// <param name="source">The file that the network came from, for the comment.</param>
    /// <param name="tuned">Whether a program with the symbol TUNING trains the class.</param>
    public static string Of(ImportedNetwork network, string space, string name, string source, bool tuned = false)
    {
        var names = new Names(network);
        var text = new StringBuilder();
        text.Append("using DeepThin;\n\n");
        text.Append(CultureInfo.InvariantCulture, $"namespace {space};\n\n");
        text.Append(CultureInfo.InvariantCulture, $"/// <summary>The network of {Escaped(source)}.</summary>\n");
        text.Append(tuned ? "#if TUNING\n[DeepThinModel(Training = true)]\n#else\n[DeepThinModel]\n#endif\n" : "[DeepThinModel]\n");
        foreach (var input in network.Inputs)
        {
            var shape = input.Value.Shape!.Value;
            string name0 = network.Inputs.Count > 1 ? $", Name = \"{names.Of(input.Value)}\"" : "";
            // A layer of matrices says itself how long its vector is.
            if (!shape.IsVector || network.Inputs.Count > 1 || network.Layers[0].Kind is not ("Dense" or "Lstm" or "Gru" or "Rnn")) text.Append(CultureInfo.InvariantCulture, $"[Input({Sizes(shape)}{name0})]\n");
        }

        for (int i = 0; i < network.Layers.Count; i++)
        {
            string layer = Declaration(network, i, names), trained = layer.Replace("Activation.Softmax", "Activation.LogSoftmax", StringComparison.Ordinal);
            // A loss takes the logarithms of probabilities.
            text.Append(tuned && layer != trained ? $"#if TUNING\n[{trained}]\n#else\n[{layer}]\n#endif\n" : $"[{layer}]\n");
        }

        if (network.Outputs.Count > 1 || network.Outputs[0].Value != network.Layers[^1].Output)
        {
            foreach (var output in network.Outputs) text.Append(CultureInfo.InvariantCulture, $"[Output(\"{names.OfOutput(output)}\", from: \"{names.Of(output.Value)}\")]\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"public sealed partial class {name};\n");
        return text.ToString();
    }

    /// <summary>The weights.</summary>
    /// <param name="network">The network.</param>
    public static SafetensorsWriter Weights(ImportedNetwork network)
    {
        var writer = new SafetensorsWriter();
        for (int i = 0; i < network.Layers.Count; i++)
        {
            foreach (var tensor in network.Layers[i].Tensors)
                writer.Add(string.Create(CultureInfo.InvariantCulture, $"layers.{i}.{tensor.Name}"), tensor.Values, [.. tensor.Dims.Select(length => (long)length)]);
        }

        foreach (var (key, text) in StoredNames.Texts(MetadataKeys.ClassName, network.Classes)) writer.AddMetadata(key, text);
        return writer;
    }

    private static string Declaration(ImportedNetwork network, int index, Names names)
    {
        var layer = network.Layers[index];
        var before = index == 0 ? network.Inputs[0].Value : network.Layers[index - 1].Output;
        List<string> arguments = [.. layer.Arguments];
        if (layer.Kind is "Residual" or "Multiply") arguments.Add($"\"{names.Of(layer.Inputs[0] == before ? layer.Inputs[1] : layer.Inputs[0])}\"");
        if (layer.Kind == "Concat") arguments.AddRange(layer.Inputs.Select(input => $"\"{names.Of(input)}\""));
        arguments.AddRange(layer.Options.Select(option => $"{option.Name} = {option.Value}"));
        if (layer.Inputs.Length == 1 && layer.Inputs[0] != before) arguments.Add($"From = \"{names.Of(layer.Inputs[0])}\"");
        if (names.IsNamed(layer.Output)) arguments.Add($"Name = \"{names.Of(layer.Output)}\"");
        return arguments.Count == 0 ? layer.Kind : $"{layer.Kind}({string.Join(", ", arguments)})";
    }

    private static string Sizes(Shape shape) => string.Join(", ", (shape.IsVector ? [shape.Channels] : shape.Height == 1 ? [shape.Channels, shape.Width] : (int[])[shape.Channels, shape.Height, shape.Width]).Select(size => size.ToString(CultureInfo.InvariantCulture)));

    /// <summary>A text as XML comments have it, on one line.</summary>
    /// <param name="text">The text.</param>
    public static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).ReplaceLineEndings(" ");

    /// <summary>The names of the values that are read from elsewhere than the next layer.</summary>
    private sealed class Names
    {
        private readonly Dictionary<NetworkValue, string> _names = [];
        private readonly Dictionary<NetworkEnd, string> _outputs = [];

        public Names(ImportedNetwork network)
        {
            HashSet<string> taken = [];
            foreach (var input in network.Inputs) _names[input.Value] = network.Inputs.Count == 1 ? "input" : Identifiers.Of(input.Name, taken);
            taken.Add("input");
            bool namesOutputs = network.Outputs.Count > 1 || network.Outputs[0].Value != network.Layers[^1].Output;
            for (int i = 0; i < network.Layers.Count; i++)
            {
                var layer = network.Layers[i];
                var before = i == 0 ? network.Inputs[0].Value : network.Layers[i - 1].Output;
                foreach (var input in layer.Inputs.Where(input => input != before || layer.Kind == "Concat")) Name(input);
            }

            foreach (var output in network.Outputs.Where(_ => namesOutputs)) Name(output.Value);
            HashSet<string> ends = [];
            foreach (var output in network.Outputs) _outputs[output] = Identifiers.Of(output.Name, ends);

            void Name(NetworkValue value)
            {
                if (_names.ContainsKey(value)) return;
                int index = network.Layers.ToList().FindIndex(layer => layer.Output == value);
                string name = string.Create(CultureInfo.InvariantCulture, $"{char.ToLowerInvariant(network.Layers[index].Kind[0])}{network.Layers[index].Kind[1..]}{index}");
                while (!taken.Add(name)) name += "_";
                _names[value] = name;
            }
        }

        public bool IsNamed(NetworkValue value) => _names.ContainsKey(value);

        public string Of(NetworkValue value) => _names[value];

        public string OfOutput(NetworkEnd end) => _outputs[end];
    }
}
