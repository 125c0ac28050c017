using System.Text.Json.Serialization;
using DeepThin.Onnx.Compressing;
using DeepThin.Onnx.Importing;

namespace DeepThin.Tool.Commands;

/// <summary>What <c>import</c> has written.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Project">The name of the project.</param>
/// <param name="Layers">The layers.</param>
/// <param name="Inputs">The inputs.</param>
/// <param name="Outputs">The outputs.</param>
/// <param name="States">What a session keeps.</param>
/// <param name="TakesSequences">Whether a caller gives whole sequences.</param>
internal sealed record ImportResult(
    string Folder, string Project, IReadOnlyList<ImportedLayerEntry> Layers, IReadOnlyList<EndEntry> Inputs, IReadOnlyList<EndEntry> Outputs, IReadOnlyList<NetworkState> States, bool TakesSequences)
{
    /// <summary>What was written of a network.</summary>
    public static ImportResult Of(string folder, string project, ImportedNetwork network) => new(
        folder, project,
        [.. network.Layers.Select(layer => new ImportedLayerEntry(layer.Kind, layer.Output.Shape?.ToString() ?? "", layer.Tensors.Sum(tensor => (long)tensor.Values.Length), layer.Origin))],
        [.. network.Inputs.Select(EndEntry.Of)], [.. network.Outputs.Select(EndEntry.Of)], network.States, network.TakesSequences);
}

/// <summary>A layer of an imported network.</summary>
/// <param name="Kind">Its attribute.</param>
/// <param name="Writes">The shape of what it writes.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Origin">The node that it was made of.</param>
internal sealed record ImportedLayerEntry(string Kind, string Writes, long Parameters, string Origin);

/// <summary>An input or an output of an imported network.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Dims">Its dimensions there.</param>
/// <param name="Shape">Its shape in the network.</param>
/// <param name="IsReordered">Whether its values have another order in the network.</param>
internal sealed record EndEntry(string Name, IReadOnlyList<int> Dims, string Shape, bool IsReordered)
{
    /// <summary>What is said of an input or an output.</summary>
    public static EndEntry Of(NetworkEnd end) => new(end.Name, end.Dims, end.Value.Shape?.ToString() ?? "", end.Order is not null);
}

/// <summary>What <c>compress</c> has written.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Project">The name of the project.</param>
/// <param name="Matrices">What became of each matrix.</param>
/// <param name="OutputErrors">The errors of the outputs of compressed layers by their places; null where no samples were given.</param>
/// <param name="ParametersBefore">The parameters of the original.</param>
/// <param name="Parameters">Those of the compressed network.</param>
internal sealed record CompressResult(string Folder, string Project, IReadOnlyList<CompressedMatrix> Matrices, IReadOnlyDictionary<int, double>? OutputErrors, long ParametersBefore, long Parameters);

/// <summary>What <c>bench</c> has measured.</summary>
/// <param name="Project">The name of the project.</param>
/// <param name="Steps">The steps that a call computes; 1 where it takes one sample or one step.</param>
/// <param name="Microseconds">The time of a call.</param>
/// <param name="OnnxRuntimeMicroseconds">The same of ONNX Runtime.</param>
internal sealed record BenchResult(string Project, int Steps, double Microseconds, double OnnxRuntimeMicroseconds);

/// <summary>What <c>export</c> has written.</summary>
/// <param name="File">The file.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Samples">The samples that were compared.</param>
/// <param name="WorstError">The largest error, as a share of the largest value, or of 1 where that is smaller.</param>
internal sealed record ExportResult(string File, long Bytes, int Samples, double WorstError);

/// <summary>Results as JSON.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ImportResult))]
[JsonSerializable(typeof(CompressResult))]
[JsonSerializable(typeof(BenchResult))]
[JsonSerializable(typeof(ExportResult))]
internal sealed partial class ResultContext : JsonSerializerContext;
