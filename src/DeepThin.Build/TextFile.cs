using System.Text;

namespace DeepThin.Build;

/// <summary>Files that a build writes and others read.</summary>
internal static class TextFile
{
    private const string Suffix = ".tmp";

    /// <summary>Writes a file whole or not at all, and only where its bytes change, so that nothing is built again for it. What builds that were killed have left beside it goes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its text.</param>
    public static void Write(string path, string text)
    {
        byte[] bytes = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text);
        string folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
        {
            return;
        }

        RemoveLeftovers(folder, Path.GetFileName(path));
        string temporary = $"{path}.{Guid.NewGuid():N}{Suffix}";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            Rename(temporary, path);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    // A file that is there is there at every moment; of two builds that write it for the first time, the second replaces it.
    private static void Rename(string temporary, string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                File.Move(temporary, path);
                return;
            }
        }
        catch (IOException) when (File.Exists(path))
        {
        }

        File.Replace(temporary, path, null);
    }

    // No build writes at one text for an hour.
    private static void RemoveLeftovers(string folder, string name)
    {
        foreach (string path in Directory.GetFiles(folder, $"{name}.*{Suffix}"))
        {
            if (File.GetLastWriteTimeUtc(path) < DateTime.UtcNow.AddHours(-1))
            {
                TryDelete(path);
            }
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }
}
