using System;
using System.Globalization;
using System.Linq;
using System.Text;
using DeepThin.Planning;

namespace DeepThin.Generators.Weights;

/// <summary>
/// A weights file as an analyzer can know it, which reads no files: the build's task reads it, checks it, and writes this as a text of lines. Of the values
/// of the weights it has the checksum, by which a program knows that it carries the file that was checked.
/// </summary>
/// <param name="Model">The model as the project names it.</param>
/// <param name="File">The file as the project names it.</param>
/// <param name="Project">The full path of the project.</param>
/// <param name="Resource">The name of the embedded resource.</param>
/// <param name="Length">The length of the file in bytes; 0 where it is not valid.</param>
/// <param name="Checksum">Its CRC-32C; 0 where it is not valid.</param>
/// <param name="Tensors">The tensors in the order of their names, or null where the file is not valid, which the task has said.</param>
internal sealed record WeightsFile(string Model, string File, string Project, string Resource, long Length, uint Checksum, EquatableArray<WeightsTensor>? Tensors)
{
    /// <summary>How the names of these texts end.</summary>
    public const string Extension = ".deepthin-weights";

    private const string Title = "DeepThin weights, version 2";
    private const string Read = "tensors:", Unread = "not valid";
    private const int FirstTensor = 8;

    private static readonly string[] Labels = ["model: ", "file: ", "project: ", "resource: ", "length: ", "crc32c: "];

    /// <summary>Whether a path is that of such a text.</summary>
    public static bool IsPath(string path) => path.EndsWith(Extension, StringComparison.Ordinal);

    /// <summary>The text, which <see cref="Parse"/> reads.</summary>
    public string ToText()
    {
        var text = new StringBuilder(Title).Append('\n');
        string[] fields = [Model, File, Project, Resource, Length.ToString(CultureInfo.InvariantCulture), Checksum.ToString("x8", CultureInfo.InvariantCulture)];
        for (int i = 0; i < fields.Length; i++) text.Append(Labels[i]).Append(Escape(fields[i])).Append('\n');
        text.Append(Tensors == null ? Unread : Read).Append('\n');
        foreach (var tensor in Tensors ?? default) text.Append($"{tensor.DType} {tensor.Shape} {Escape(tensor.Name)}\n");
        return text.ToString();
    }

    /// <summary>Reads a text, or returns null for one that the task has not written.</summary>
    public static WeightsFile? Parse(string text)
    {
        string[] lines = text.Split('\n');
        if (lines.Length <= FirstTensor || lines[0] != Title || lines[lines.Length - 1].Length > 0) return null;
        string?[] fields = [.. Labels.Select((label, i) => After(label, lines[i + 1]))];
        var tensors = lines.Skip(FirstTensor).Take(lines.Length - FirstTensor - 1).Select(ParseTensor).ToArray();
        return fields.Contains(null) || tensors.Contains(null)
            || !long.TryParse(fields[4], NumberStyles.None, CultureInfo.InvariantCulture, out long length)
            || !uint.TryParse(fields[5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint checksum)
            ? null
            : new(fields[0]!, fields[1]!, fields[2]!, fields[3]!, length, checksum, lines[FirstTensor - 1] == Read ? new(tensors!) : null);
    }

    private static string? After(string label, string line) =>
        line.StartsWith(label, StringComparison.Ordinal) ? Unescape(line.Substring(label.Length)) : null;

    private static WeightsTensor? ParseTensor(string line)
    {
        int shape = line.IndexOf(' ') + 1;
        int name = line.IndexOf("] ", StringComparison.Ordinal) + 2;
        return shape < 1 || name < shape + 2 ? null : new(Unescape(line.Substring(name)), line.Substring(0, shape - 1), line.Substring(shape, name - shape - 1));
    }

    // A name may hold any character, and a line must not end in it.
    private static string Escape(string text) => text.Replace("\\", "\\\\").Replace("\n", "\\n").Replace("\r", "\\r");

    private static string Unescape(string text)
    {
        if (text.IndexOf('\\') < 0) return text;
        var plain = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i == text.Length - 1) plain.Append(text[i]);
            else plain.Append(text[++i] switch { 'n' => '\n', 'r' => '\r', var c => c });
        }

        return plain.ToString();
    }
}
