using System.Text;
using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Weights;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace DeepThin.Build;

/// <summary>
/// Reads weights files and writes what is in their headers, and the checksums of the files, as texts beside the other intermediate files, where the
/// generator and the analyzer see it. A text is written only when it changes. The compiler's turn comes when a text is newer than the assembly, and it embeds
/// the file that lies there: so the content of a file decides, and not its time.
/// </summary>
public sealed class ReadWeights : Microsoft.Build.Utilities.Task
{
    private const int LongestFileName = 60, LongestChunk = 1 << 20;

    /// <summary>The weights files, each with the metadata <c>Model</c>.</summary>
    [Required]
    public ITaskItem[] Weights { get; set; } = [];

    /// <summary>The project's file: where messages point that no other file is the place of.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <summary>The folder for the texts.</summary>
    [Required]
    public ITaskItem Folder { get; set; } = null!;

    /// <summary>The texts, one for each file that names a model.</summary>
    [Output]
    public ITaskItem[] Texts { get; set; } = [];

    /// <summary>The files to embed, with the names of their resources.</summary>
    [Output]
    public ITaskItem[] Resources { get; set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        var texts = new Dictionary<string, ITaskItem>();
        var resources = new Dictionary<string, ITaskItem>();
        foreach (var item in Weights)
        {
            string model = item.GetMetadata("Model").Trim();
            var content = Read(item);
            if (model.Length == 0)
            {
                Report(BuildRules.NoModelNamedId, BuildRules.NoModelNamedMessage, Project, item.ItemSpec);
                continue;
            }

            string resource = model + ".safetensors";
            string path = Path.Combine(Folder.GetMetadata("FullPath"), TextName(item, model));
            Write(path, new WeightsFile(model, item.ItemSpec, Project, resource, content.Length, content.Checksum, content.Header).ToText());
            texts[path] = new TaskItem(path.Replace("%", "%25"));

            // Two files of one model are the analyzer's to report; a second resource of the name would be an error of the compiler's besides.
            if (content.Header != null && !resources.ContainsKey(resource))
            {
                resources.Add(resource, Resource(item, resource));
            }
        }

        Texts = [.. texts.Values];
        Resources = [.. resources.Values];
        return !Log.HasLoggedErrors;
    }

    private Content Read(ITaskItem item)
    {
        string path = item.GetMetadata("FullPath");
        try
        {
            string? reason = Directory.Exists(path) ? "it is a folder"
                : item.ItemSpec.Contains("\"") ? "the compiler embeds no file whose name has a quotation mark; give it another name"
                : null;
            if (reason != null)
            {
                Report(BuildRules.UnreadableId, BuildRules.UnreadableMessage, Project, item.ItemSpec, reason);
                return default;
            }

            return ReadContent(path);
        }
        catch (WeightsException error)
        {
            Report(BuildRules.InvalidFileId, BuildRules.InvalidFileMessage, path, item.ItemSpec, error.Message.TrimEnd('.'));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            const string help = "there is no such file; train the model and save its weights there, or correct Include";
            Report(BuildRules.UnreadableId, BuildRules.UnreadableMessage, Project, item.ItemSpec, help);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            Report(BuildRules.UnreadableId, BuildRules.UnreadableMessage, Project, item.ItemSpec, error.Message.TrimEnd('.'));
        }

        return default;
    }

    private static Content ReadContent(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        byte[] beginning = ReadBytes(stream, (int)Math.Min(SafetensorsHeader.BeginningLength, stream.Length));
        int length = SafetensorsHeader.ReadLength(beginning, stream.Length, OtherFormats.Recognize);
        stream.Position = SafetensorsHeader.PrefixLength;
        byte[] json = ReadBytes(stream, length);
        var header = SafetensorsHeader.Parse(json);
        long dataLength = stream.Length - stream.Position;
        header.CheckLayout(dataLength);
        uint data = ReadChecksum(stream, dataLength);
        if (SafetensorsHeader.Damage(header.Metadata, data) is { } damage) throw new WeightsException($"It is damaged: {damage}");
        uint before = Crc32C.Of(json, Crc32C.Of(beginning.AsSpan(0, SafetensorsHeader.PrefixLength)));
        return new(stream.Length, Crc32C.Combine(before, data, dataLength), HeaderOf(header));
    }

    private static WeightsHeader HeaderOf(SafetensorsHeader header) => new(
        new([.. header.Entries]),
        new([.. header.Metadata.Select(text => (text.Key, text.Value)).OrderBy(text => text.Key, StringComparer.Ordinal)]));

    private static byte[] ReadBytes(Stream stream, int count)
    {
        byte[] bytes = new byte[count];
        for (int position = 0; position < count;) position += Read(stream, bytes, position, count - position);
        return bytes;
    }

    private static uint ReadChecksum(Stream stream, long length)
    {
        byte[] chunk = new byte[Math.Min(length, LongestChunk)];
        uint checksum = 0;
        while (length > 0)
        {
            int read = Read(stream, chunk, 0, (int)Math.Min(length, chunk.Length));
            checksum = Crc32C.Of(chunk.AsSpan(0, read), checksum);
            length -= read;
        }

        return checksum;
    }

    private static int Read(Stream stream, byte[] bytes, int position, int count)
    {
        int read = stream.Read(bytes, position, count);
        return read > 0 ? read : throw new EndOfStreamException("the file became shorter while it was read");
    }

    private void Write(string path, string text)
    {
        try
        {
            TextFile.Write(path, text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.LogError($"{path} cannot be written: {error.Message}");
        }
    }

    private void Report(string id, string message, string file, params object[] arguments) =>
        Log.LogError(null, id, null, $"{BuildRules.Pages}{id}.md", file, 0, 0, 0, 0, message, arguments);

    // Two items may have one file name or one model; only the model is worth reading in a folder.
    private static string TextName(ITaskItem item, string model)
    {
        string name = string.Concat(model.Take(LongestFileName).Select(c => c is >= '0' and <= '9' or >= 'A' and <= 'Z' or >= 'a' and <= 'z' or '.' or '_' ? c : '-'));
        return $"{name}.{Hash($"{model}\n{item.GetMetadata("FullPath")}"):x8}{WeightsFile.Extension}";
    }

    // FNV-1a: the same in every process, which string.GetHashCode is not.
    private static uint Hash(string text)
    {
        uint hash = 2166136261;
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ b) * 16777619);
        }

        return hash;
    }

    private static TaskItem Resource(ITaskItem file, string name)
    {
        var resource = new TaskItem(file);
        resource.SetMetadata("LogicalName", name);
        resource.SetMetadata("WithCulture", "false");
        return resource;
    }

    /// <summary>What a file has; without a header where it is not valid, which was said.</summary>
    private readonly record struct Content(long Length, uint Checksum, WeightsHeader? Header);
}
