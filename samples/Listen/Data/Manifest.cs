using System.Text.Json;
using System.Text.Json.Serialization;

namespace Listen.Data;

/// <summary>What the data was made of and what came out, as it stands in <c>scenes.json</c>. It is written last, so that data with it is complete.</summary>
internal sealed record Manifest
{
    /// <summary>The number of the way in which data is made. It rises when the same settings give other data.</summary>
    public const int CurrentRecipe = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    public required int Recipe { get; init; }

    public required int Seed { get; init; }

    /// <summary>The scenes that networks are trained with.</summary>
    public required int TrainingScenes { get; init; }

    /// <summary>The versions of the programs that spoke.</summary>
    public required IReadOnlyList<string> Programs { get; init; }

    public required IReadOnlyList<Scene> Scenes { get; init; }

    /// <summary>Reads what stands in a folder.</summary>
    /// <param name="folder">The folder of the data.</param>
    /// <returns>Null where nothing stands, or something else.</returns>
    public static Manifest? Find(string folder)
    {
        try
        {
            return File.Exists(PathIn(folder)) ? JsonSerializer.Deserialize<Manifest>(File.ReadAllText(PathIn(folder)), Json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether the data was made in this way.</summary>
    /// <param name="settings">What decides it.</param>
    public bool Fits(DataSettings settings) => Recipe == CurrentRecipe && Seed == settings.Seed && TrainingScenes == settings.Scenes;

    /// <summary>Writes it; the file is complete or not there.</summary>
    /// <param name="folder">The folder of the data.</param>
    public void Write(string folder)
    {
        string path = PathIn(folder);
        File.WriteAllText(path + ".tmp", JsonSerializer.Serialize(this, Json) + "\n");
        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <summary>Says that the data of a folder is no more.</summary>
    /// <param name="folder">The folder of the data.</param>
    public static void Remove(string folder) => File.Delete(PathIn(folder));

    private static string PathIn(string folder) => Path.Combine(folder, "scenes.json");
}
