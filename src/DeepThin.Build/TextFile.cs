using System.Text;

namespace DeepThin.Build;

/// <summary>Files that a build writes and others read.</summary>
internal static class TextFile
{
    /// <summary>Writes a file whole or not at all, and only where its bytes change, so that nothing is built again for it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its text.</param>
    public static void Write(string path, string text)
    {
        byte[] bytes = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
        {
            return;
        }

        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        File.WriteAllBytes(temporary, bytes);
        File.Delete(path);
        File.Move(temporary, path);
    }
}
