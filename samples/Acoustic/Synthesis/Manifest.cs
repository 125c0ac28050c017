using System.Text.Json;
using Acoustic.Data;

namespace Acoustic.Synthesis;

/// <summary>What the data was made of and what came out, as it stands in <c>data.json</c>.</summary>
internal sealed record Manifest
{
    /// <summary>The number of the way in which data is made. It rises when the same settings give other data.</summary>
    public const int CurrentRecipe = 1;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public required int Recipe { get; init; }

    public required int Seed { get; init; }

    public required int Sentences { get; init; }

    /// <summary>The version of the program that spoke.</summary>
    public required string Flite { get; init; }

    public required IReadOnlyList<string> Voices { get; init; }

    /// <summary>The names of the labels.</summary>
    public required IReadOnlyList<string> Phones { get; init; }

    /// <summary>The utterances and the frames of each split.</summary>
    public required IReadOnlyDictionary<string, SplitSize> Splits { get; init; }

    /// <summary>Whether the data in a folder is complete, and was made with these settings.</summary>
    public static bool Fits(string folder, DataSettings settings)
    {
        string path = SpeechFiles.Manifest(folder);
        if (!File.Exists(path) || !SpeechFiles.All(folder).All(File.Exists)) return false;

        try
        {
            var found = JsonSerializer.Deserialize<Manifest>(File.ReadAllText(path), Json);
            return found != null && found.Recipe == CurrentRecipe && found.Seed == settings.Seed && found.Sentences == settings.Sentences;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Writes the file.</summary>
    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Json) + "\n");
}
