using DeepThin.Exporting;
using DeepThin.Exporting.Declarations;
using DeepThin.Onnx.Graphs;
using DeepThin.Onnx.Importing;
using DeepThin.Onnx.Schema;
using DeepThin.Tool.Models;
using DeepThin.Tool.Originals;
using DeepThin.Tool.Projects;
using DeepThin.Tool.Tests.Onnx;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace DeepThin.Tool.Tests.Exporting;

/// <summary>What ONNX Runtime makes of an exported graph is what the model predicts.</summary>
public sealed class ExportTests(DeclaredAssembly declared) : IClassFixture<DeclaredAssembly>
{
    private const int Samples = 9;
    private const double Tolerance = 2e-5;

    /// <summary>The models, with matrices and with factors.</summary>
    public static TheoryData<string, bool> Models
    {
        get
        {
            var models = new TheoryData<string, bool>();
            foreach (string name in Declared.All.Keys)
            {
                models.Add(name, false);
                models.Add(name, true);
            }

            return models;
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void It_predicts_what_the_model_predicts(string name, bool factors)
    {
        var (network, weights, graph) = Export(name, new(factors));
        float[] samples = network.Samples(Samples, seed: 3);
        AssertClose(ModelRun.Predict(declared.Path, network, weights, samples), ExportedGraph.Run(graph, samples, Samples));
    }

    [OnnxFact]
    public void The_checker_of_ONNX_takes_all_of_them()
    {
        string folder = Directory.CreateTempSubdirectory("deepthin-checker-").FullName;
        try
        {
            foreach (string name in Declared.All.Keys)
            {
                File.WriteAllBytes(Path.Combine(folder, $"{name}.onnx"), Export(name, new()).Graph.ToByteArray());
                File.WriteAllBytes(Path.Combine(folder, $"{name}.factors.onnx"), Export(name, new(Factors: true)).Graph.ToByteArray());
                if (name is "Lstms" or "Delayed") File.WriteAllBytes(Path.Combine(folder, $"{name}.states.onnx"), Export(name, new(States: true)).Graph.ToByteArray());
            }

            var (code, _, errors) = ToolProcess.Run(OnnxFactAttribute.Python, ["-c", "import onnx, pathlib, sys\nfor file in sorted(pathlib.Path(sys.argv[1]).glob('*.onnx')): onnx.checker.check_model(str(file), full_check=True)", folder], [], default);
            Assert.True(code == 0, errors);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Names_of_classes_go_with_it()
    {
        var network = DeclaredNetwork.Read(declared.Path, "Words", default);
        string named = declared.Named("Words", ["a", "b", "c"]);
        var graph = Exporter.Export(network, StoredWeights.Read(named, network), new());
        Assert.Equal(["a", "b", "c"], Importer.Import(GraphReader.Read(new MemoryStream(graph.ToByteArray()), folder: null), new()).Classes);
    }

    /// <summary>The models that become layers again. A delay line is exported as what it computes, and import makes no layer of that.</summary>
    public static TheoryData<string> Imported => [.. Declared.All.Keys.Where(name => name != "Delayed")];

    [Theory]
    [MemberData(nameof(Imported))]
    public void It_is_imported_again(string name)
    {
        var (network, weights, graph) = Export(name, new(Factors: true));
        var shapes = graph.Graph.Input.ToDictionary(input => input.Name, input => (int[])[network.TakesSequences ? Samples : 1, .. input.Type.TensorType.Shape.Dim.Skip(1).Select(dim => (int)dim.DimValue)]);
        var imported = Importer.Import(GraphReader.Read(new MemoryStream(graph.ToByteArray()), folder: null), new() { Shapes = shapes });
        var predict = CompiledNetworks.Of(new Dictionary<string, ImportedNetwork> { [name] = imported })[name];
        float[] samples = network.Samples(Samples, seed: 3), wanted = ModelRun.Predict(declared.Path, network, weights, samples);
        int each = network.TakesSequences ? samples.Length : samples.Length / Samples;
        float[] found = [.. Enumerable.Range(0, samples.Length / each).SelectMany(i => Comparison.Back(imported, predict(Originals.Samples.Arranged(imported, samples[(i * each)..((i + 1) * each)]))))];
        AssertClose(wanted, found);
    }

    [Theory]
    [InlineData("Lstms", "lstm0_h lstm0_c lstm1_h lstm1_c")]
    [InlineData("Grus", "gru1_h gru2_h gru3_h rnn4_h rnn5_h")]
    [InlineData("Delayed", "delayline0_steps delayline2_steps gru4_h")]
    public void With_states_a_caller_goes_step_by_step(string name, string states)
    {
        var (network, weights, graph) = Export(name, new(States: true));
        string[] names = states.Split(' ');
        Assert.Equal(["input", .. names], graph.Graph.Input.Select(input => input.Name));
        Assert.Equal(["output", .. names.Select(state => state + "_next")], graph.Graph.Output.Select(output => output.Name));
        float[] samples = network.Samples(Samples, seed: 3);
        int length = samples.Length / Samples;
        using var session = new InferenceSession(graph.ToByteArray());
        var kept = names.ToDictionary(state => state, state => new float[session.InputMetadata[state].Dimensions.Aggregate(1, (product, dim) => product * dim)]);
        var found = new List<float>();
        for (int i = 0; i < Samples; i++)
        {
            var given = names.ToDictionary(state => state, state => OrtValue.CreateTensorValueFromMemory(kept[state], [.. session.InputMetadata[state].Dimensions.Select(dim => (long)dim)]));
            given["input"] = OrtValue.CreateTensorValueFromMemory(samples[(i * length)..((i + 1) * length)], [1, length]);
            using var options = new RunOptions();
            using var results = session.Run(options, given, [.. graph.Graph.Output.Select(output => output.Name)]);
            found.AddRange(results[0].GetTensorDataAsSpan<float>());
            for (int k = 0; k < names.Length; k++) kept[names[k]] = results[k + 1].GetTensorDataAsSpan<float>().ToArray();
        }

        AssertClose(ModelRun.Predict(declared.Path, network, weights, samples), [.. found]);
    }

    [Fact]
    public void Factors_take_few_bytes_and_matrices_the_bytes_of_a_whole_network()
    {
        Assert.InRange(Export("Large", new(Factors: true)).Graph.CalculateSize(), 1, 10_000);
        Assert.InRange(Export("Large", new()).Graph.CalculateSize(), 4 * 200 * 300, 4 * 200 * 300 + 2500);
        Assert.Contains("rnn.xf_ih_l0", Export("Lstms", new(Factors: true)).Graph.Graph.Initializer.Select(tensor => tensor.Name));
        Assert.Contains("rnn.weight_ih_l0", Export("Lstms", new()).Graph.Graph.Initializer.Select(tensor => tensor.Name));
    }

    [Fact]
    public void Names_are_those_of_the_class()
    {
        var graph = Export("Ends", new()).Graph.Graph;
        Assert.Equal(["left", "right"], graph.Input.Select(input => input.Name));
        // An output that is called as an input is has a name of its own.
        Assert.Equal(["classes", "shared", "again", "right_2"], graph.Output.Select(output => output.Name));
        Assert.All(graph.Input.Concat(graph.Output), value => Assert.Equal("batch", value.Type.TensorType.Shape.Dim[0].DimParam));
        Assert.Equal(graph.Node.Count, graph.Node.Select(node => node.Name).Distinct().Count());
    }

    [Fact]
    public void Weights_of_any_type_are_read()
    {
        var network = DeclaredNetwork.Read(declared.Path, "Chain", default);
        string narrow = declared.Narrow("Chain", WeightType.Int8);
        var graph = Exporter.Export(network, StoredWeights.Read(narrow, network), new());
        float[] samples = network.Samples(Samples, seed: 3);
        AssertClose(ModelRun.Predict(declared.Path, network, narrow, samples), ExportedGraph.Run(graph, samples, Samples));
    }

    [Theory]
    [InlineData("Nobody", "has no model Nobody; it has Declared.Activations, Declared.Chain,")]
    [InlineData(null, "has several models: Declared.Activations, Declared.Chain, ")]
    public void A_class_that_is_not_there_is_named(string? name, string message) =>
        Assert.Contains(message, Assert.Throws<ExportException>(() => DeclaredNetwork.Read(declared.Path, name, default)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_assembly_without_models_is_named() =>
        Assert.EndsWith("DeepThin.dll has no class with [DeepThinModel].", Assert.Throws<ExportException>(() => DeclaredNetwork.Read(typeof(DeepThinModelAttribute).Assembly.Location, null, default)).Message, StringComparison.Ordinal);

    [Fact]
    public void Weights_of_another_model_are_refused_as_Load_refuses_them() =>
        Assert.Contains("does not fit Declared.Chain", Assert.Throws<ExportException>(() => StoredWeights.Read(declared.Weights("Words"), DeclaredNetwork.Read(declared.Path, "Chain", default))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_packed_file_is_refused() =>
        Assert.EndsWith("is packed for the kernels of one build; give the file that Save wrote.", Assert.Throws<ExportException>(() => StoredWeights.Read(declared.Packed("Chain"), DeclaredNetwork.Read(declared.Path, "Chain", default))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Chain", "Declared.Chain has no state: every sample stands for itself. Leave out --states.")]
    [InlineData("Directions", "gru0 needs a whole sequence, so that the network cannot go step by step. Leave out --states.")]
    [InlineData("LargestOfSteps", "maxovertime1 needs a whole sequence, so that the network cannot go step by step. Leave out --states.")]
    public void States_that_are_none_are_refused(string name, string message) => Assert.Equal(message, Assert.Throws<ExportException>(() => Export(name, new(States: true))).Message);

    private (DeclaredNetwork Network, string Weights, ModelProto Graph) Export(string name, ExportOptions options)
    {
        var network = DeclaredNetwork.Read(declared.Path, name, default);
        string weights = declared.Weights(name);
        return (network, weights, Exporter.Export(network, StoredWeights.Read(weights, network), options));
    }

    private static void AssertClose(float[] wanted, float[] found)
    {
        Assert.Equal(wanted.Length, found.Length);
        double largest = Math.Max(1, wanted.Max(Math.Abs));
        for (int i = 0; i < wanted.Length; i++) Assert.True(Math.Abs(wanted[i] - found[i]) <= Tolerance * largest, $"Value {i}: {found[i]}, and that of the model {wanted[i]}.");
    }
}
