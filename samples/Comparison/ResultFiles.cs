using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using DeepThin.Samples;

namespace Comparison;

/// <summary>The folder of an experiment: a file for each result, checkpoints of trainings that go on, and the weights that other trainings begin with.</summary>
/// <param name="folder">The folder; it is made if it is not there.</param>
internal sealed class ResultFiles(string folder)
{
    private readonly Dictionary<string, double> _chosen = [];

    /// <summary>How the files are written.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>The results of all trainings of a recipe that have ended.</summary>
    /// <param name="recipe">The recipe.</param>
    public IEnumerable<Result> Read(Recipe recipe)
    {
        Directory.CreateDirectory(folder);
        string words = recipe.ToString();
        return Directory.EnumerateFiles(folder, "*.result.json").Order(StringComparer.Ordinal).Select(ReadOne).Where(result => result.Recipe == words);
    }

    /// <summary>Writes a result; the file is complete or not there.</summary>
    /// <param name="result">The result.</param>
    public void Write(Result result)
    {
        string path = PathOf(result.DataSet, result.Variant, result.Seed, result.LearningRate, ".result.json");
        File.WriteAllText(path + ".tmp", JsonSerializer.Serialize(result, Json));
        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <summary>The checkpoint of a training.</summary>
    public string CheckpointOf(string dataSet, Variant variant, int seed, double learningRate) => PathOf(dataSet, variant, seed, learningRate, ".checkpoint");

    /// <summary>A file for weights that are read again at once.</summary>
    public string TemporaryWeights(string dataSet, Variant variant, int seed) => PathOf(dataSet, variant, seed, 0, ".tmp.safetensors");

    /// <summary>The weights of the uncompressed network that were trained with a learning rate.</summary>
    public string WeightsOf(string dataSet, int seed, double learningRate) =>
        PathOf(dataSet, new(Method.Uncompressed, null, 0, 1), seed, learningRate, ".safetensors");

    /// <summary>The weights of the uncompressed network that were trained with the learning rate chosen for it.</summary>
    public string WeightsOf(string dataSet, int seed) => WeightsOf(dataSet, seed, _chosen[dataSet]);

    /// <summary>Says which learning rate was chosen for the uncompressed network.</summary>
    public void Choose(string dataSet, double learningRate) => _chosen[dataSet] = learningRate;

    private static Result ReadOne(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Result>(File.ReadAllText(path), Json) ?? throw new JsonException("it is empty");
        }
        catch (JsonException error)
        {
            throw new SampleException($"{path} is not a result of this program: {error.Message}; delete it, and the training is done again.", error);
        }
    }

    private string PathOf(string dataSet, Variant variant, int seed, double learningRate, string extension) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{dataSet}-{variant.Key}-seed{seed}-rate{learningRate}{extension}"));
}
