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
/// <param name="Header">What the header says, or null where the file is not valid, which the task has said.</param>
internal sealed record WeightsFile(string Model, string File, string Project, string Resource, long Length, uint Checksum, WeightsHeader? Header)
{
    /// <summary>How the names of these texts end.</summary>
    public const string Extension = ".deepthin-weights";

    private const string Title = "DeepThin weights, version 3";
    private const string Read = "tensors:", Unread = "not valid", Texts = "metadata:";
    private const int FirstTensor = 8;

    private static readonly string[] Labels = ["model: ", "file: ", "project: ", "resource: ", "length: ", "crc32c: "];

    /// <summary>Whether a path is that of such a text.</summary>
    public static bool IsPath(string path) => path.EndsWith(Extension, StringComparison.Ordinal);

    /// <summary>The text, which <see cref="Parse"/> reads.</summary>
    public string ToText()
    {
        var text = new StringBuilder(Title).Append('\n');
        string[] fields = [Model, File, Project, Resource, Number(Length), Checksum.ToString("x8", CultureInfo.InvariantCulture)];
        for (int i = 0; i < fields.Length; i++) text.Append(Labels[i]).Append(Escape(fields[i])).Append('\n');
        if (Header is not { } header) return text.Append(Unread).Append('\n').ToString();
        text.Append(Read).Append('\n');
        foreach (var tensor in header.Tensors)
        {
            text.Append(tensor.TypeAndShape).Append(' ').Append(Number(tensor.Begin)).Append(' ').Append(Number(tensor.End)).Append(' ').Append(Escape(tensor.Name)).Append('\n');
        }

        text.Append(Texts).Append('\n');
        foreach (var (key, value) in header.Metadata) text.Append(Escape(key)).Append('\n').Append(Escape(value)).Append('\n');
        return text.ToString();
    }

    /// <summary>Reads a text, or returns null for one that the task has not written.</summary>
    public static WeightsFile? Parse(string text)
    {
        string[] lines = text.Split('\n');
        if (lines.Length <= FirstTensor || lines[0] != Title || lines[lines.Length - 1].Length > 0) return null;
        string?[] fields = [.. Labels.Select((label, i) => After(label, lines[i + 1]))];
        bool isRead = lines[FirstTensor - 1] == Read;
        var header = isRead ? ParseHeader([.. lines.Skip(FirstTensor).Take(lines.Length - FirstTensor - 1)]) : null;
        return fields.Contains(null) || (header == null && (isRead || lines[FirstTensor - 1] != Unread))
            || !long.TryParse(fields[4], NumberStyles.None, CultureInfo.InvariantCulture, out long length)
            || !uint.TryParse(fields[5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint checksum)
            ? null
            : new(fields[0]!, fields[1]!, fields[2]!, fields[3]!, length, checksum, header);
    }

    // No line of a tensor is the one that divides them from the texts, because each has spaces.
    private static WeightsHeader? ParseHeader(string[] lines)
    {
        int texts = Array.IndexOf(lines, Texts);
        if (texts < 0 || (lines.Length - texts) % 2 == 0) return null;
        var tensors = lines.Take(texts).Select(ParseTensor).ToArray();
        var metadata = Enumerable.Range(0, (lines.Length - texts) / 2).Select(i => (Unescape(lines[texts + 1 + 2 * i]), Unescape(lines[texts + 2 + 2 * i])));
        return tensors.Contains(null) ? null : new(new(tensors!), new([.. metadata]));
    }

    private static string? After(string label, string line) =>
        line.StartsWith(label, StringComparison.Ordinal) ? Unescape(line.Substring(label.Length)) : null;

    // F32 [35, 1] 0 140 layers.0.xf
    private static FoundTensor? ParseTensor(string line)
    {
        int shape = line.IndexOf(" [", StringComparison.Ordinal), end = line.IndexOf("] ", StringComparison.Ordinal);
        if (shape < 0 || end < shape) return null;
        string?[] numbers = [.. line.Substring(shape + 2, end - shape - 2).Split([", "], StringSplitOptions.RemoveEmptyEntries)];
        string[] rest = line.Substring(end + 2).Split([' '], 3);
        long[] parsed = [.. numbers.Concat(rest.Take(2)).Select(text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : -1)];
        return rest.Length < 3 || parsed.Contains(-1)
            ? null
            : new(Unescape(rest[2]), line.Substring(0, shape), [.. parsed.Take(numbers.Length)], parsed[numbers.Length], parsed[numbers.Length + 1]);
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

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
