using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace DeepThin.Samples;

/// <summary>The folder of trainings that have ended, with their weights, and of checkpoints of those that go on.</summary>
/// <param name="Path">The folder.</param>
internal sealed record ResultFolder(string Path)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>A short text that is another one for another text.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 6));

    /// <summary>The weights of a training that has ended.</summary>
    /// <param name="key">The network.</param>
    /// <param name="recipe">How it was trained.</param>
    public string WeightsOf(string key, string recipe) => PathOf(key, recipe, ".safetensors");

    /// <summary>The checkpoint of a training that goes on.</summary>
    /// <param name="key">The network.</param>
    /// <param name="recipe">How it is trained.</param>
    public string CheckpointOf(string key, string recipe) => PathOf(key, recipe, ".checkpoint");

    /// <summary>The result of a training that has ended.</summary>
    /// <param name="key">The network.</param>
    /// <param name="recipe">How it was trained.</param>
    /// <returns>Null if there is none, or its weights are missing.</returns>
    /// <exception cref="SampleException">The file is no result.</exception>
    public TResult? Find<TResult>(string key, string recipe)
        where TResult : class, ITrainingOutcome
    {
        string path = ResultOf(key, recipe);
        if (!File.Exists(path) || !File.Exists(WeightsOf(key, recipe))) return null;
        try
        {
            var result = JsonSerializer.Deserialize<TResult>(File.ReadAllText(path), Json);
            return result?.Recipe == recipe ? result : null;
        }
        catch (JsonException error)
        {
            throw new SampleException($"{path} is no result of this program: {error.Message} Delete it, and the network is trained again.", error);
        }
    }

    /// <summary>Keeps the result of a training; the file is complete or not there.</summary>
    /// <param name="result">The result.</param>
    public void Keep<TResult>(TResult result)
        where TResult : class, ITrainingOutcome
    {
        string path = ResultOf(result.Key, result.Recipe);
        File.WriteAllText(path + ".tmp", JsonSerializer.Serialize(result, Json));
        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <summary>Writes results as one file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="results">The results.</param>
    public static void WriteReport<TResult>(string path, TResult results) => File.WriteAllText(path, JsonSerializer.Serialize(results, Json) + "\n");

    private string ResultOf(string key, string recipe) => PathOf(key, recipe, ".result.json");

    private string PathOf(string key, string recipe, string extension) => System.IO.Path.Combine(Path, $"{key}-{Hash(recipe)}{extension}");
}
