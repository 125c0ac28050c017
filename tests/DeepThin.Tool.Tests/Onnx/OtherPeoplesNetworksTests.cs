using DeepThin.Exporting.Declarations;
using DeepThin.Onnx.Graphs;
using DeepThin.Onnx.Importing;

namespace DeepThin.Tool.Tests.Onnx;

/// <summary>Networks that other people trained and exported, in the folder that DEEPTHIN_MODELS names: what is imported predicts what ONNX Runtime predicts.</summary>
public sealed class OtherPeoplesNetworksTests
{
    private static readonly ImportOptions Rate = new()
    {
        Shapes = new Dictionary<string, int[]> { ["input"] = [1, 576], ["state"] = [2, 1, 128] },
        Values = new Dictionary<string, double> { ["sr"] = 16000 },
    };

    [FileFact("silero_vad_openvino_16k.onnx")]
    public void A_voice_detector_with_a_state() => Check("silero_vad_openvino_16k.onnx", new(), "Pad,Conv1D,Magnitude,Conv1D,Conv1D,Conv1D,Conv1D,Lstm,Activate,Dense", states: 1);

    [FileFact("silero_vad_op18_ifless.onnx")]
    public void A_voice_detector_whose_cell_is_written_out() => Check("silero_vad_op18_ifless.onnx", Rate, "Pad,Conv1D,Magnitude,Conv1D,Conv1D,Conv1D,Conv1D,Lstm,Activate,Dense", states: 1);

    [FileFact("dtln_model_1.onnx")]
    public void A_noise_suppression_whose_states_lie_in_one_tensor() => Check("dtln_model_1.onnx", new(), "Lstm,Lstm,Dense", states: 1);

    [FileFact("dtln_model_2.onnx")]
    public void A_noise_suppression_whose_cells_are_written_out() => Check("dtln_model_2.onnx", new(), "Dense,LayerNorm,Lstm,Lstm,Dense,Multiply,Dense", states: 1);

    [FileFact("magika_standard_v3_3.onnx")]
    public void A_network_that_tells_files_apart_by_their_bytes() => Check("magika_standard_v3_3.onnx", new(), "Embedding,Transpose,Reshape,LayerNorm,Transpose,Conv1D,GlobalMaxPool,LayerNorm,Dense", states: 0);

    [FileFact("blazeface_front_128.onnx")]
    public void A_face_detector_with_channels_last()
    {
        var network = Import("blazeface_front_128.onnx", new());
        Assert.Equal(37, network.Layers.Count(layer => layer.Kind.Contains("Conv", StringComparison.Ordinal)));
        Assert.Equal(16, network.Layers.Count(layer => layer.Kind == "Residual"));
        Assert.DoesNotContain(network.Layers, layer => layer.Kind is "Pad" or "Activate");
        Compare("blazeface_front_128.onnx", network, new());
    }

    private static void Check(string name, ImportOptions options, string layers, int states)
    {
        var network = Import(name, options);
        Assert.Equal(layers, string.Join(',', network.Layers.Select(layer => layer.Kind)));
        Assert.Equal(states, network.States.Count);
        Compare(name, network, options);
    }

    private static ImportedNetwork Import(string name, ImportOptions options) => Importer.Import(GraphReader.Read(FileFactAttribute.PathOf(name)!), options);

    private static void Compare(string name, ImportedNetwork network, ImportOptions options) =>
        Comparison.Check(FileFactAttribute.PathOf(name)!, network, options, CompiledNetworks.Of(new Dictionary<string, ImportedNetwork> { ["Network"] = network })["Network"]);

    private sealed class FileFactAttribute : FactAttribute
    {
        public FileFactAttribute(string name) => Skip = PathOf(name) is { } path && File.Exists(path) ? null : $"Needs {name} in the folder that DEEPTHIN_MODELS names.";

        public static string? PathOf(string name) => Environment.GetEnvironmentVariable("DEEPTHIN_MODELS") is { Length: > 0 } folder ? Path.Combine(folder, name) : null;
    }
}
