using System.Text.Json;
using System.Text.Json.Serialization;
using DeepThin.Onnx.Importing;

namespace DeepThin.Tool.Projects;

/// <summary>What a folder that this tool wrote was made of: <c>deepthin.json</c> in it.</summary>
internal sealed record Manifest
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "deepthin.json";

    /// <summary>The name of the project.</summary>
    public required string Name { get; init; }

    /// <summary>The file of the original, as it was when it was imported; relative to the folder where it is in it.</summary>
    public required string Original { get; init; }

    /// <summary>The dimensions of inputs that the file leaves open.</summary>
    public Dictionary<string, int[]> InputShapes { get; init; } = [];

    /// <summary>The values of inputs that never change.</summary>
    public Dictionary<string, double> Values { get; init; } = [];

    /// <summary>The input along which the steps of a sequence lie; null where there are none, or where they are found.</summary>
    public string? StepsOf { get; init; }

    /// <summary>The axis of that input.</summary>
    public int StepsAxis { get; init; }

    /// <summary>What the file of the original leaves open.</summary>
    [JsonIgnore]
    public ImportOptions Options => new() { Shapes = InputShapes, Values = Values, Steps = StepsOf is null ? null : (StepsOf, StepsAxis) };

    /// <summary>The manifest of a project.</summary>
    /// <param name="name">The name of the project.</param>
    /// <param name="file">The file of the original.</param>
    /// <param name="options">What the file leaves open.</param>
    public static Manifest Of(string name, string file, ImportOptions options) => new()
    {
        Name = name,
        Original = file,
        InputShapes = new(options.Shapes),
        Values = new(options.Values),
        StepsOf = options.Steps?.Input,
        StepsAxis = options.Steps?.Axis ?? 0,
    };

    /// <summary>Reads the manifest of a folder.</summary>
    /// <exception cref="ToolException">The folder has none.</exception>
    public static Manifest Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!Directory.Exists(folder)) throw new ToolException($"There is no folder {folder}.");
        if (!File.Exists(path)) throw new ToolException($"{folder} has no {FileName}; a folder that 'deepthin import' wrote is needed.");
        try
        {
            var manifest = JsonSerializer.Deserialize(File.ReadAllText(path), ManifestContext.Default.Manifest) ?? throw new ToolException($"{path} is empty.");
            return manifest with { Original = Path.GetFullPath(manifest.Original, Path.GetFullPath(folder)) };
        }
        catch (JsonException error)
        {
            throw new ToolException($"{path}: {error.Message}");
        }
    }

    /// <summary>Writes it into a folder.</summary>
    public void Write(string folder) => File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, ManifestContext.Default.Manifest) + "\n");
}

/// <summary>The manifest as JSON.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Manifest))]
internal sealed partial class ManifestContext : JsonSerializerContext;
