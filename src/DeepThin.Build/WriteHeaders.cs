using System.CodeDom.Compiler;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace DeepThin.Build;

/// <summary>
/// Writes the C headers of native functions. A generator writes no files, so it leaves each header in the assembly, as a constant, and here it is
/// read from there; nothing of the assembly is run. A header is written only when it changes.
/// </summary>
public sealed class WriteHeaders : Microsoft.Build.Utilities.Task
{
    private const string ClassName = "__Exports", ToolName = "DeepThin.Generators", PrefixName = "Prefix", HeaderName = "Header";

    /// <summary>The assembly that was compiled.</summary>
    [Required]
    public ITaskItem Assembly { get; set; } = null!;

    /// <summary>The folder for the headers.</summary>
    [Required]
    public ITaskItem Folder { get; set; } = null!;

    /// <summary>The headers.</summary>
    [Output]
    public ITaskItem[] Headers { get; set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            Headers = [.. ReadHeaders(Assembly.GetMetadata("FullPath")).Select(Write)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            Log.LogError($"The C headers of {Assembly.ItemSpec} cannot be written: {error.Message.TrimEnd('.')}");
        }

        return !Log.HasLoggedErrors;
    }

    private static List<(string Prefix, string Text)> ReadHeaders(string path)
    {
        using var file = new PEReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        if (!file.HasMetadata)
        {
            return [];
        }

        var reader = file.GetMetadataReader();
        return [.. reader.TypeDefinitions
            .Select(reader.GetTypeDefinition)
            .Where(type => type.IsNested && reader.StringComparer.Equals(type.Name, ClassName) && IsGenerated(reader, type))
            .Select(type => (Prefix: Constant(reader, type, PrefixName), Text: Constant(reader, type, HeaderName)))
            .Where(header => header.Prefix != null && header.Text != null)
            .Select(header => (header.Prefix!, header.Text!))];
    }

    // A user may have a type of that name, with constants of these names.
    private static bool IsGenerated(MetadataReader reader, TypeDefinition type) =>
        type.GetCustomAttributes().Select(reader.GetCustomAttribute).Any(attribute => ToolOf(reader, attribute) == ToolName);

    // The first argument of [GeneratedCode(tool, version)]; null for another attribute.
    private static string? ToolOf(MetadataReader reader, CustomAttribute attribute)
    {
        var type = attribute.Constructor.Kind == HandleKind.MemberReference ? reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent : default;
        if (type.Kind != HandleKind.TypeReference || !reader.StringComparer.Equals(reader.GetTypeReference((TypeReferenceHandle)type).Name, nameof(GeneratedCodeAttribute)))
        {
            return null;
        }

        var arguments = reader.GetBlobReader(attribute.Value);
        arguments.ReadUInt16();
        return arguments.ReadSerializedString();
    }

    private static string? Constant(MetadataReader reader, TypeDefinition type, string name) => type.GetFields()
        .Select(reader.GetFieldDefinition)
        .Where(field => reader.StringComparer.Equals(field.Name, name) && !field.GetDefaultValue().IsNil)
        .Select(field => reader.GetConstant(field.GetDefaultValue()))
        .Select(constant => reader.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode) as string)
        .FirstOrDefault();

    private TaskItem Write((string Prefix, string Text) header)
    {
        string name = header.Prefix + ".h", path = Path.Combine(Folder.GetMetadata("FullPath"), name);
        TextFile.Write(path, header.Text);
        var item = new TaskItem(path.Replace("%", "%25"));
        item.SetMetadata("TargetPath", name);
        return item;
    }
}
