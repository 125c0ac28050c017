using System.Text.Json;
using DeepThin.Samples;

namespace Pronounce;

/// <summary>What the sample writes into its output folder.</summary>
/// <param name="Folder">The folder.</param>
internal sealed record OutputFiles(string Folder)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary><c>artifacts/pronounce</c> in the repository that the program was built in, or else in the current folder.</summary>
    public static string DefaultFolder => Artifacts.Folder("pronounce");

    /// <summary>The words that networks are judged by, one in a line.</summary>
    public string Test => Path.Combine(Folder, "test.txt");

    /// <summary>The weights that the program takes with it.</summary>
    public string Weights => Path.Combine(Folder, "pronouncer.safetensors");

    public string Report => Path.Combine(Folder, "report.json");

    public string MarkdownReport => Path.Combine(Folder, "report.md");

    /// <summary>The folder of what has ended, and of checkpoints.</summary>
    public string Results => Path.Combine(Folder, "results");

    /// <summary>The weights of a training that has ended.</summary>
    public string WeightsOf(string key, string recipe) => PathOf(key, recipe, ".safetensors");

    /// <summary>The checkpoint of a training that goes on.</summary>
    public string CheckpointOf(string key, string recipe) => PathOf(key, recipe, ".checkpoint");

    /// <summary>The result of a training that has ended.</summary>
    /// <param name="key">The network.</param>
    /// <param name="recipe">How it was trained.</param>
    /// <returns>Null if there is none, or its weights are missing.</returns>
    /// <exception cref="SampleException">The file is no result.</exception>
    public Result? Find(string key, string recipe)
    {
        string path = PathOf(key, recipe, ".result.json");
        if (!File.Exists(path) || !File.Exists(WeightsOf(key, recipe))) return null;
        try
        {
            var result = JsonSerializer.Deserialize<Result>(File.ReadAllText(path), Json);
            return result?.Recipe == recipe ? result : null;
        }
        catch (JsonException error)
        {
            throw new SampleException($"{path} is no result of this program: {error.Message} Delete it, and the network is trained again.", error);
        }
    }

    /// <summary>Keeps the result of a training; the file is complete or not there.</summary>
    /// <param name="result">The result.</param>
    public void Keep(Result result)
    {
        string path = PathOf(result.Key, result.Recipe, ".result.json");
        File.WriteAllText(path + ".tmp", JsonSerializer.Serialize(result, Json));
        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <summary>Writes all results as one file.</summary>
    public void WriteReport(IReadOnlyList<Result> results) => File.WriteAllText(Report, JsonSerializer.Serialize(results, Json) + "\n");

    private string PathOf(string key, string recipe, string extension) => Path.Combine(Results, $"{key}-{Words.Hash(recipe)}{extension}");
}
