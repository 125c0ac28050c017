using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DeepThin.Exporting;
using DeepThin.Onnx;
using DeepThin.Onnx.Graphs;
using DeepThin.Onnx.Importing;
using Google.Protobuf;

namespace DeepThin.Tool.Commands;

/// <summary>A network that a command is given.</summary>
/// <param name="File">The file that a user named.</param>
/// <param name="Graph">The graph.</param>
/// <param name="Options">What the graph leaves open.</param>
/// <param name="Exported">The graph as a file, where a class and its weights were exported for the command; null of an ONNX file.</param>
internal sealed record GivenNetwork(string File, Graph Graph, ImportOptions Options, byte[]? Exported);

/// <summary>The file of a network, and what it leaves open.</summary>
/// <param name="takesWeights">Whether weights are taken as well, with the project whose class declares their network.</param>
internal sealed class GraphOptions(bool takesWeights = false)
{
    // The steps of a sequence that is exported where a user names none.
    private const int Steps = 16;

    private readonly Argument<string> _file = new("FILE") { Description = takesWeights ? "An ONNX file; or weights, with the project whose class declares their network." : "An ONNX file." };

    private readonly ModelOptions _model = new(required: false);

    private readonly Option<string[]> _shapes = new("--input-shape")
    {
        Description = "The dimensions of an input that the file leaves open, such as image=1x3x128x128.",
        HelpName = "NAME=DIMS",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _values = new("--set")
    {
        Description = "The value of an input that never changes, such as sr=16000. It is no input of the network then.",
        HelpName = "NAME=VALUE",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _steps = new("--steps")
    {
        Description = "The input and the axis along which the steps of a sequence lie, such as x:0. Found by itself as a rule.",
        HelpName = "NAME:AXIS",
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_file);
        command.Add(_shapes);
        command.Add(_values);
        command.Add(_steps);
        if (takesWeights) _model.AddTo(command);
    }

    /// <summary>The file.</summary>
    public string FileOf(ParseResult result) => result.GetRequiredValue(_file);

    /// <summary>Whether a user says which class declares the network of the file.</summary>
    public bool HasModel(ParseResult result) => _model.IsGiven(result);

    /// <summary>What the file leaves open.</summary>
    /// <exception cref="ToolException">A value is none.</exception>
    public ImportOptions OptionsOf(ParseResult result)
    {
        var shapes = new Dictionary<string, int[]>();
        foreach (string text in result.GetRequiredValue(_shapes))
        {
            var (name, value) = Pair(text, '=', "--input-shape", "image=1x3x128x128");
            string[] parts = value.Split('x', ',', '×');
            shapes[name] = [.. parts.Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int length) && length > 0 ? length : throw new ToolException($"--input-shape {text}: '{part}' is no dimension; dimensions are whole numbers from 1 on, such as 1x3x128x128."))];
        }

        var values = new Dictionary<string, double>();
        foreach (string text in result.GetRequiredValue(_values))
        {
            var (name, value) = Pair(text, '=', "--set", "sr=16000");
            values[name] = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
                : bool.TryParse(value, out bool truth) ? truth ? 1 : 0
                : throw new ToolException($"--set {text}: '{value}' is no number; numbers are written like 16000 or 0.5, and true and false are taken.");
        }

        (string, int)? steps = null;
        if (result.GetValue(_steps) is { } along)
        {
            var (name, value) = Pair(along, ':', "--steps", "x:0");
            steps = int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int axis) ? (name, axis) : throw new ToolException($"--steps {along}: '{value}' is no axis; axes are numbers, such as 0.");
        }

        return new() { Shapes = shapes, Values = values, Steps = steps };
    }

    /// <summary>The network that a user names.</summary>
    /// <exception cref="OnnxException">The file is none.</exception>
    /// <exception cref="ToolException">There is no such file, or its class is not found.</exception>
    public GivenNetwork NetworkOf(ParseResult result, CancellationToken cancellation)
    {
        string file = FileOf(result);
        var options = OptionsOf(result);
        if (!takesWeights || _model.Read(result, file, cancellation) is not { } model)
        {
            if (takesWeights && Path.GetExtension(file).Equals(".safetensors", StringComparison.OrdinalIgnoreCase)) throw new ToolException($"{file} has weights; say with --project which class declares their network.");
            return new(file, Read(file), options, null);
        }

        var exported = Exporter.Export(model.Network, model.Weights, new());
        byte[] bytes = exported.ToByteArray();
        var graph = GraphReader.Read(new MemoryStream(bytes), folder: null);
        if (!model.Network.TakesSequences) return new(file, graph, options, bytes);
        var shapes = graph.Inputs.ToDictionary(input => input.Name, input => options.Shapes.GetValueOrDefault(input.Name) ?? [Steps, .. input.Dims[1..]]);
        return new(file, graph, options with { Shapes = shapes }, bytes);
    }

    /// <summary>Reads the graph.</summary>
    /// <exception cref="OnnxException">The file is none.</exception>
    /// <exception cref="ToolException">There is no such file.</exception>
    public static Graph Read(string file)
    {
        if (!File.Exists(file)) throw new ToolException(Directory.Exists(file) ? $"{file} is a folder; an ONNX file is needed." : $"There is no file {file}.");
        try
        {
            return GraphReader.Read(file);
        }
        catch (OnnxException error)
        {
            throw new ToolException($"{file}: {error.Message}");
        }
    }

    private static (string Name, string Value) Pair(string text, char separator, string option, string example)
    {
        // Names of inputs may have colons themselves.
        int at = text.LastIndexOf(separator);
        return at > 0 && at < text.Length - 1 ? (text[..at], text[(at + 1)..]) : throw new ToolException($"{option} {text}: a name and a value are needed, such as {option} {example}.");
    }
}
