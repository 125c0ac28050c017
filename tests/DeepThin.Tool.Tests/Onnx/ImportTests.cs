using DeepThin.Exporting.Declarations;
using DeepThin.Onnx.Importing;
using DeepThin.Onnx.Projects;

namespace DeepThin.Tool.Tests.Onnx;

/// <summary>Graphs that exporters write: what is imported predicts what ONNX Runtime predicts.</summary>
public sealed class ImportTests
{
    private static readonly Dictionary<string, Lazy<ImportedNetwork>> Networks = Graphs.All.ToDictionary(pair => pair.Key, pair => new Lazy<ImportedNetwork>(() => Importer.Import(pair.Value.Graph.Read(), pair.Value.Options)));

    // All are compiled at once: a compilation of its own for each would take minutes.
    private static readonly Lazy<IReadOnlyDictionary<string, Func<float[], float[]>>> Predictors = new(() => CompiledNetworks.Of(Imported()));

    // One that is not imported fails in its own test.
    private static Dictionary<string, ImportedNetwork> Imported()
    {
        var imported = new Dictionary<string, ImportedNetwork>();
        foreach (var (name, network) in Networks)
        {
            try
            {
                imported[name] = network.Value;
            }
            catch (DeepThin.Onnx.OnnxException)
            {
            }
        }

        return imported;
    }

    /// <summary>The names of the graphs.</summary>
    public static TheoryData<string> Names => [.. Graphs.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_predicts_what_the_original_predicts(string name)
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("deepthin-onnx-").FullName, "model.onnx");
        try
        {
            File.WriteAllBytes(file, Graphs.All[name].Graph.ToArray());
            Comparison.Check(file, Networks[name].Value, Graphs.All[name].Options, Predictors.Value[name]);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Named))]
    public void Its_layers_are_those_that_a_user_would_write(string name) => Assert.Equal(
        Graphs.Layers[name],
        string.Join(',', Networks[name].Value.Layers.Select(layer => layer.Kind + string.Concat(layer.Options.Where(option => option.Name == "Activation").Select(option => $"({option.Value})")))));

    /// <summary>The names of the graphs whose layers are told.</summary>
    public static TheoryData<string> Named => [.. Graphs.Layers.Keys];

    [Fact]
    public void The_names_of_classes_go_into_the_weights()
    {
        using var file = new MemoryStream();
        ClassText.Weights(Networks["ScikitClassifier"].Value).Save(file);
        Assert.Equal(["setosa", "versicolor", "virginica"], Networks["ScikitClassifier"].Value.Classes);
        Assert.Contains("versicolor", SafetensorsFile.Parse(file.ToArray()).Metadata.Values);
    }

    [Fact]
    public void A_state_is_no_input_and_no_output()
    {
        var network = Networks["StateOfSession"].Value;
        Assert.Equal([new NetworkState("state", "next", [1, 2, 4, 2])], network.States, (a, b) => a.Input == b.Input && a.Output == b.Output && a.Dims.SequenceEqual(b.Dims));
        Assert.Equal("x", Assert.Single(network.Inputs).Name);
        Assert.Equal("y", Assert.Single(network.Outputs).Name);
    }
}
