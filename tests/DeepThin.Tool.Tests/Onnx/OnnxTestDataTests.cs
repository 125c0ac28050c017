using DeepThin.Exporting.Declarations;
using DeepThin.Onnx;
using DeepThin.Onnx.Graphs;
using DeepThin.Onnx.Importing;
using DeepThin.Onnx.Operators;
using DeepThin.Onnx.Schema;
using DeepThin.Tests;

namespace DeepThin.Tool.Tests.Onnx;

/// <summary>
/// The test data of ONNX itself (Debian's libonnx-testdata): what is imported of an operator gives the outputs that ONNX gives, or the operator is refused. The first input is the network's, all others are constants.
/// </summary>
public sealed class OnnxTestDataTests
{
    private const string Folder = "/usr/share/libonnx-testdata/data/node";

    [DataFact]
    public void An_operator_is_right_or_refused()
    {
        HashSet<string> claimed = [.. Movement.Operators, .. Arithmetic.ElementwiseOperators, .. Arithmetic.Reductions, .. Importer.LayerOperators];
        var cases = new Dictionary<string, (ImportedNetwork Network, float[] Input, Constant[] Outputs)>();
        int count = 0;
        foreach (string folder in Directory.EnumerateDirectories(Folder).Order(StringComparer.Ordinal))
        {
            if (Read(folder, claimed) is not var (model, inputs, outputs)) continue;
            count++;
            try
            {
                var network = Importer.Import(GraphReader.Read(new MemoryStream(model), null), new());
                cases[Path.GetFileName(folder)] = (network, inputs[0].Floats(), outputs);
            }
            catch (OnnxException)
            {
            }
        }

        var predictors = CompiledNetworks.Of(cases.ToDictionary(pair => pair.Key, pair => pair.Value.Network));
        var wrong = new List<string>();
        foreach (var (name, (network, input, outputs)) in cases)
        {
            try
            {
                float[] found = Comparison.Back(network, predictors[name](Originals.Samples.Arranged(network, input)));
                float[] wanted = [.. network.Outputs.SelectMany(output => outputs[Array.IndexOf(OutputNames(name), output.Name)].Floats())];
                double largest = Math.Max(1, wanted.Select(Math.Abs).DefaultIfEmpty().Max());
                if (found.Length != wanted.Length || wanted.Where((value, i) => !(Math.Abs(value - found[i]) <= 1e-4 * largest)).Any()) wrong.Add(name);
            }
            catch (ArgumentException error)
            {
                wrong.Add($"{name}: {error.Message}");
            }
        }

        Assert.Empty(wrong);
        Assert.Contains($"{cases.Count} of the {count} cases", File.ReadAllText(Path.Combine(Repository.Root, "docs", "onnx.md")).ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    private static string[] OutputNames(string name) => [.. ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(Folder, name, "model.onnx"))).Graph.Output.Select(output => output.Name)];

    // The model with all inputs but the first as constants, or null where it has other operators, or no numbers.
    private static (byte[] Model, Constant[] Inputs, Constant[] Outputs)? Read(string folder, HashSet<string> claimed)
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, "model.onnx")));
        var graph = model.Graph;
        if (graph.Node.Count == 0 || graph.Input.Count == 0 || graph.Node.Any(node => node.Domain.Length > 0 || !claimed.Contains(node.OpType))) return null;
        string data = Path.Combine(folder, "test_data_set_0");
        try
        {
            TensorProto[] inputs = [.. graph.Input.Select((_, i) => TensorProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(data, $"input_{i}.pb"))))];
            TensorProto[] outputs = [.. graph.Output.Select((_, i) => TensorProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(data, $"output_{i}.pb"))))];
            if (inputs[0].DataType != (int)ElementType.Float || inputs[0].Dims.Count == 0) return null;
            for (int i = graph.Input.Count - 1; i > 0; i--)
            {
                inputs[i].Name = graph.Input[i].Name;
                graph.Initializer.Add(inputs[i]);
                graph.Input.RemoveAt(i);
            }

            var reader = new TensorReader(null);
            return (Google.Protobuf.MessageExtensions.ToByteArray(model), [.. inputs.Select(input => reader.Read(input, "An input"))], [.. outputs.Select(output => reader.Read(output, "An output"))]);
        }
        catch (Exception error) when (error is OnnxException or FileNotFoundException or Google.Protobuf.InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private sealed class DataFactAttribute : FactAttribute
    {
        public DataFactAttribute() => Skip = Directory.Exists(Folder) ? null : "Needs Debian's libonnx-testdata.";
    }
}
