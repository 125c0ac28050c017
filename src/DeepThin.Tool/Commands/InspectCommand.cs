using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using DeepThin.Onnx;
using DeepThin.Onnx.Graphs;
using DeepThin.Onnx.Importing;
using DeepThin.Planning;
using DeepThin.Training;
using Spectre.Console;

namespace DeepThin.Tool.Commands;

/// <summary>Shows what a file holds.</summary>
internal static class InspectCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var graph = new GraphOptions(takesWeights: true);
        var json = Output.JsonOption();
        var command = new Command("inspect", "Shows what a file holds. Of an ONNX file, and of weights with their class, the operators and the layers that they become, or why they become none; of weights alone, packed or not, and of a checkpoint of a training the tensors, their shapes, types, bytes and norms.\n\nExample: deepthin inspect model.onnx") { json };
        graph.AddTo(command);
        command.SetAction((result, cancellation) => Running.Run(() => Inspect(graph, result, result.GetValue(json), cancellation), cancellation));
        return command;
    }

    private static int Inspect(GraphOptions graph, ParseResult result, bool json, CancellationToken cancellation)
    {
        string file = graph.FileOf(result);
        if (!File.Exists(file)) throw new ToolException($"There is no file {file}.");
        var inspection = Path.GetExtension(file).Equals(".onnx", StringComparison.OrdinalIgnoreCase) || graph.HasModel(result) ? OfGraph(graph.NetworkOf(result, cancellation))
            : CheckpointContents.IsOne(file) ? OfCheckpoint(file)
            : OfTensors(file);
        if (json)
        {
            Output.Json(inspection, InspectionContext.Default.Inspection);
            return ExitCodes.Done;
        }

        AnsiConsole.WriteLine(inspection.Summary);
        if (inspection.Operators.Count > 0) AnsiConsole.WriteLine($"operators: {string.Join(", ", inspection.Operators.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value}")))}");
        if (inspection.Layers.Count > 0) PrintLayers(inspection.Layers);
        else if (inspection.Tensors.Count > 0) PrintTensors(inspection.Tensors);
        foreach (string problem in inspection.Problems) AnsiConsole.WriteLine(problem);
        return ExitCodes.Done;
    }

    private static Inspection OfGraph(GivenNetwork given)
    {
        var graph = given.Graph;
        long bytes = graph.Constants.Values.Sum(constant => (long)constant.Length * constant.Type.Bytes());
        var inspection = new Inspection
        {
            Summary = $"{Path.GetFileName(given.File)}: {graph.Nodes.Count} operators of set {graph.OperatorSet}, {NetworkTable.Count(bytes)} bytes of tensors{(graph.Producer.Length > 0 ? $", written by {graph.Producer}" : "")}",
            Operators = graph.Nodes.GroupBy(node => node.Operator).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count()),
            Tensors = [.. graph.Constants.OrderByDescending(pair => pair.Value.Length).Select(pair => new TensorEntry(pair.Key, pair.Value.Type.Text(), [.. pair.Value.Dims.Select(length => (long)length)], (long)pair.Value.Length * pair.Value.Type.Bytes(), Norm(pair.Value.Floats())))],
        };
        try
        {
            var network = Importer.Import(graph, given.Options);
            return inspection with { Layers = [.. network.Layers.Select((layer, i) => new LayerEntry(i, layer.Kind, layer.Output.Shape.ToString()!, layer.Tensors.Sum(tensor => (long)tensor.Values.Length), MultiplyAdds(layer), Smallest(layer), layer.Origin))] };
        }
        catch (OnnxException error)
        {
            return inspection with { Problems = error.Problems };
        }
    }

    private static Inspection OfTensors(string file)
    {
        SafetensorsFile found;
        try
        {
            found = SafetensorsFile.Parse(File.ReadAllBytes(file));
        }
        catch (WeightsException error)
        {
            throw new ToolException($"{file}: {error.Message}");
        }

        var tensors = found.Tensors.Select(tensor =>
        {
            float[] values = tensor.IsFloat ? new float[tensor.Length] : [];
            if (tensor.IsFloat) tensor.CopyTo(values);
            return new TensorEntry(tensor.Name, tensor.DType, tensor.Shape, tensor.Data.Length, tensor.IsFloat ? Norm(values) : null);
        }).ToList();
        return new() { Summary = $"{Path.GetFileName(file)}: {tensors.Count} tensors, {NetworkTable.Count(tensors.Sum(tensor => tensor.Bytes))} bytes{string.Concat(found.Metadata.Select(pair => $", {pair.Key} {(pair.Value.Length > 40 ? pair.Value[..39] + "…" : pair.Value)}"))}", Tensors = tensors };
    }

    private static Inspection OfCheckpoint(string file)
    {
        var checkpoint = CheckpointContents.Read(file);
        return new()
        {
            Summary = $"{Path.GetFileName(file)}: a checkpoint of a training of {checkpoint.Model}, {checkpoint.Tensors.Count} tensors, {NetworkTable.Count(checkpoint.Tensors.Sum(tensor => (long)tensor.Values.Length))} parameters",
            Tensors = [.. checkpoint.Tensors.Select(tensor => new TensorEntry(tensor.Name, "F32", tensor.Shape, sizeof(float) * tensor.Values.Length, Norm(tensor.Values)))],
        };
    }

    private static double Norm(float[] values) => Math.Sqrt(values.Sum(value => (double)value * value));

    // Each weight is multiplied once at each position.
    private static long MultiplyAdds(Onnx.Layers.ImportedLayer layer)
    {
        long weights = layer.Tensors.Where(tensor => tensor.Name.StartsWith("weight", StringComparison.Ordinal)).Sum(tensor => (long)tensor.Values.Length);
        return layer.Kind == "Embedding" ? 0 : layer.Kind.Contains("Conv", StringComparison.Ordinal) && layer.Output.Shape is { } shape ? weights * shape.Height * shape.Width : weights;
    }

    // The smallest share of its weights that a layer can keep at rank 1.
    private static double? Smallest(Onnx.Layers.ImportedLayer layer)
    {
        if (layer.Kind is not ("Dense" or "Conv1D" or "Conv2D" or "Lstm" or "Gru" or "Rnn" or "Embedding") || layer.Options.Exists(option => option.Name == "Groups")) return null;
        var weight = layer.Tensors[0];
        return ReLayoutPlanner.SmallestRatio(weight.Values.Length / weight.Dims[0], weight.Dims[0], 1);
    }

    private static void PrintLayers(IReadOnlyList<LayerEntry> layers)
    {
        var table = Output.Table();
        table.AddColumns(new TableColumn("").RightAligned(), new TableColumn("layer"), new TableColumn("writes").RightAligned(), new TableColumn("parameters").RightAligned(), new TableColumn("multiply-adds").RightAligned(), new TableColumn("keeps at least").RightAligned());
        foreach (var layer in layers)
            table.AddRow(layer.Index.ToString(CultureInfo.InvariantCulture), Markup.Escape(layer.Kind), Markup.Escape(layer.Writes), Some(layer.Parameters), Some(layer.MultiplyAdds), layer.SmallestShare is { } share ? $"{(100 * share).ToString("0.00", CultureInfo.InvariantCulture)} %" : "");
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"{NetworkTable.Count(layers.Sum(layer => layer.Parameters))} parameters, {NetworkTable.Count(layers.Sum(layer => layer.MultiplyAdds))} multiply-adds");

        static string Some(long value) => value > 0 ? NetworkTable.Count(value) : "";
    }

    private static void PrintTensors(IReadOnlyList<TensorEntry> tensors)
    {
        var table = Output.Table();
        table.AddColumns(new TableColumn("tensor"), new TableColumn("type"), new TableColumn("shape").RightAligned(), new TableColumn("bytes").RightAligned(), new TableColumn("norm").RightAligned());
        foreach (var tensor in tensors) table.AddRow(Markup.Escape(tensor.Name), tensor.Type, string.Join('×', tensor.Shape), NetworkTable.Count(tensor.Bytes), tensor.Norm?.ToString("G4", CultureInfo.InvariantCulture) ?? "");
        AnsiConsole.Write(table);
    }
}

/// <summary>What a file holds.</summary>
internal sealed record Inspection
{
    /// <summary>The file in a line.</summary>
    public required string Summary { get; init; }

    /// <summary>How often each operator is there.</summary>
    public IReadOnlyDictionary<string, int> Operators { get; init; } = new Dictionary<string, int>();

    /// <summary>The layers that the operators become.</summary>
    public IReadOnlyList<LayerEntry> Layers { get; init; } = [];

    /// <summary>Why they become none.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>The tensors of the file.</summary>
    public IReadOnlyList<TensorEntry> Tensors { get; init; } = [];
}

/// <summary>A layer.</summary>
/// <param name="Index">Its place.</param>
/// <param name="Kind">Its attribute.</param>
/// <param name="Writes">The shape of what it writes.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="MultiplyAdds">What it computes for a sample.</param>
/// <param name="SmallestShare">The smallest share of its weights that it can keep; null where it cannot be compressed.</param>
/// <param name="Origin">The node that it was made of.</param>
internal sealed record LayerEntry(int Index, string Kind, string Writes, long Parameters, long MultiplyAdds, double? SmallestShare, string Origin);

/// <summary>A tensor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Norm">The root of the sum of its squares; null where its values are no real numbers.</param>
internal sealed record TensorEntry(string Name, string Type, IReadOnlyList<long> Shape, long Bytes, double? Norm);

/// <summary>An inspection as JSON.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(Inspection))]
internal sealed partial class InspectionContext : JsonSerializerContext;
