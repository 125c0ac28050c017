using Acoustic.Data;

namespace Acoustic.Synthesis;

/// <summary>Writes the files of the data, so that nobody reads a half of them.</summary>
internal static class SpeechWriter
{
    private const string Unfinished = ".partial";

    /// <summary>
    /// Writes the files beside where they belong, and moves them there. The manifest, without which nobody reads the others, goes first and
    /// comes last.
    /// </summary>
    /// <param name="folder">The folder; it exists.</param>
    /// <param name="splits">The utterances of each split.</param>
    /// <param name="manifest">What the data was made of.</param>
    public static void Write(string folder, IReadOnlyDictionary<string, Utterance[]> splits, Manifest manifest)
    {
        string[] files = [.. splits.SelectMany(split => WriteBeside(new SpeechFiles(folder, split.Key), split.Value))];
        string last = SpeechFiles.Manifest(folder);
        manifest.Write(last + Unfinished);
        File.Delete(last);
        foreach (string file in (string[])[.. files, last]) File.Move(file + Unfinished, file, overwrite: true);
    }

    private static string[] WriteBeside(SpeechFiles files, Utterance[] utterances)
    {
        NpyFile.Write(files.Features + Unfinished, [.. utterances.SelectMany(utterance => utterance.Features)], SpeechData.Features);
        NpyFile.Write(files.Labels + Unfinished, [.. utterances.SelectMany(utterance => utterance.Labels)]);
        NpyFile.Write(files.Lengths + Unfinished, [.. utterances.Select(utterance => utterance.Labels.Length)]);
        return [files.Features, files.Labels, files.Lengths];
    }
}
