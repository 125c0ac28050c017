using System.Globalization;
using System.Numerics;
using System.Text;
using DeepThin.Generators.Weights;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace DeepThin.Build.Tests;

/// <summary>What the task says of files, and what it writes for the compiler.</summary>
public sealed class ReadWeightsTests : IDisposable
{
    private const string Tensors = "layers.0.weight: F32 [3, 4]\nlayers.0.bias: F32 [3]\n";
    private const string Project = "/somewhere/App.csproj";

    private readonly WeightsFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_becomes_a_text_and_a_resource()
    {
        var run = Run((_folder.Write("a b.v1.de.safetensors", Tensors), " Edge.Outer+Model "));

        Assert.Empty(run.Errors);
        var text = WeightsFile.Parse(File.ReadAllText(Assert.Single(run.Texts).ItemSpec))!;
        Assert.Equal(("Edge.Outer+Model", _folder.PathOf("a b.v1.de.safetensors"), Project, "Edge.Outer+Model.safetensors"), (text.Model, text.File, text.Project, text.Resource));
        Assert.Equal(
            [("layers.0.weight", "F32 [3, 4]", 0, 48), ("layers.0.bias", "F32 [3]", 48, 60)],
            text.Header!.Tensors.Select(tensor => (tensor.Name, tensor.TypeAndShape, tensor.Begin, tensor.End)));
        Assert.Empty(text.Header.Metadata);
        byte[] file = File.ReadAllBytes(text.File);
        Assert.Equal((file.Length, Checksum(file)), (text.Length, text.Checksum));
        var resource = Assert.Single(run.Resources);
        Assert.Equal((_folder.PathOf("a b.v1.de.safetensors"), text.Resource, "false"), (resource.ItemSpec, resource.GetMetadata("LogicalName"), resource.GetMetadata("WithCulture")));
    }

    [Fact]
    public void The_texts_of_the_metadata_are_handed_over()
    {
        var run = Run((_folder.Write("a.safetensors", "__metadata__: layout = 1, format = pt\n" + Tensors), "Model"));
        Assert.Equal([("format", "pt"), ("layout", "1")], WeightsFile.Parse(File.ReadAllText(Assert.Single(run.Texts).ItemSpec))!.Header!.Metadata);
    }

    [Fact]
    public void A_text_is_written_where_the_content_changes_and_never_for_a_time()
    {
        string path = _folder.Write("a.safetensors", Tensors), text = Assert.Single(Run((path, "Model")).Texts).ItemSpec;
        var written = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        bool IsWritten()
        {
            File.SetLastWriteTimeUtc(text, written);
            Assert.Equal(text, Assert.Single(Run((path, "Model")).Texts).ItemSpec);
            return File.GetLastWriteTimeUtc(text) != written;
        }

        Assert.False(IsWritten());
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(1));
        Assert.False(IsWritten());
        _folder.Write("a.safetensors", Tensors, value: 7);
        File.SetLastWriteTimeUtc(path, written.AddYears(-1));
        Assert.True(IsWritten());
        const string header = """{"__metadata__":{"epoch":"7"},"layers.0.bias":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"layers.0.weight":{"dtype":"F32","shape":[3,4],"data_offsets":[12,60]}}""";
        _folder.Write("a.safetensors", header, new byte[60]);
        Assert.True(IsWritten());
        _folder.Write("a.safetensors", header.Replace('7', '8'), new byte[60]);
        Assert.True(IsWritten());
        _folder.Write("a.safetensors", "layers.0.bias: F32 [4]");
        Assert.True(IsWritten());
        File.WriteAllText(text, "by hand");
        Assert.True(IsWritten());
        Assert.False(IsWritten());
        Assert.Equal([Path.GetFileName(text)], Directory.GetFiles(_folder.PathOf("obj")).Select(file => Path.GetFileName(file)));
    }

    [Fact]
    public void A_file_of_several_pieces_has_the_checksum_of_all()
    {
        string path = _folder.Write("a.safetensors", "x: F32 [700000]", value: 3);
        byte[] file = File.ReadAllBytes(path);
        new Random(1).NextBytes(file.AsSpan(file.Length - 2_800_000));
        File.WriteAllBytes(path, file);
        var text = WeightsFile.Parse(File.ReadAllText(Assert.Single(Run((path, "Model")).Texts).ItemSpec))!;
        Assert.Equal((file.Length, Checksum(file)), (text.Length, text.Checksum));
    }

    [Fact]
    public void Data_without_the_checksum_of_its_header_is_damaged()
    {
        byte[] data = new byte[12];
        data[11] = 7;
        string header = $$$"""{"__metadata__":{"crc32c":"{{{Checksum(data):x8}}}"},"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""";
        string path = _folder.Write("a.safetensors", header, data);
        Assert.Empty(Run((path, "Model")).Errors);
        data[3] ^= 1;
        _folder.Write("a.safetensors", header, data);
        string found = Checksum(data).ToString("x8", CultureInfo.InvariantCulture), expected = header[27..35];
        CheckInvalid(
            path,
            $"It is damaged: its data has the CRC-32C {found}, and its header says {expected}. Copy it again from where it comes from; "
                + "a program that changes the data has to leave 'crc32c' out of __metadata__");
    }

    [Fact]
    public void Files_of_one_name_and_models_of_like_names_have_texts_of_their_own()
    {
        Directory.CreateDirectory(_folder.PathOf("x"));
        string one = _folder.Write("a.safetensors", Tensors), other = _folder.Write("x/a.safetensors", Tensors);
        var run = Run((one, "Größe"), (one, "Gr--e"), (other, "Größe"), (other, new string('M', 300)));

        Assert.Empty(run.Errors);
        Assert.Equal(4, run.Texts.Select(item => item.ItemSpec).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(3, run.Resources.Length);
    }

    [Theory]
    [InlineData("gone.safetensors", "there is no such file; train the model and save its weights there, or correct Include")]
    [InlineData("gone/gone.safetensors", "there is no such file; train the model and save its weights there, or correct Include")]
    [InlineData("", "it is a folder")]
    [InlineData("say \"a\".safetensors", "the compiler embeds no file whose name has a quotation mark; give it another name")]
    public void A_file_that_cannot_be_read(string name, string reason)
    {
        string path = _folder.PathOf(name);
        var run = Run((path, "Model"));

        CheckOne(run, "DT0701", Project, $"The weights file '{path}' cannot be read: {reason}");
        Assert.Null(WeightsFile.Parse(File.ReadAllText(Assert.Single(run.Texts).ItemSpec))!.Header);
        Assert.Empty(run.Resources);
    }

    [Fact]
    public void A_file_for_no_model()
    {
        string path = _folder.Write("a.safetensors", Tensors);
        var run = Run((path, " "));

        CheckOne(run, "DT0702", Project, $"The weights file '{path}' is for no model; add Model=\"Namespace.Type\", with the name of the class");
        Assert.Empty(run.Texts);
        Assert.Empty(run.Resources);
    }

    [Theory]
    [InlineData("", "The file is empty; was it being written, or did a download fail?")]
    [InlineData("abc", "The file has 3 bytes; a safetensors file begins with 8 bytes that hold the length of its header")]
    [InlineData("version https://git-lfs.github.com/spec/v1", "It is the pointer that Git LFS leaves in place of a file; fetch the file itself with 'git lfs pull'")]
    [InlineData("\n<!DOCTYPE html>", "It is a page of HTML or XML, which servers answer in place of a file that they do not give; download the file itself")]
    [InlineData("no format at all\0", "The header would be 7020393216920809326 bytes long; at most 100000000 are allowed. Is this a safetensors file?")]
    [InlineData("\x5\0\0\0\0\0\0\0{}", "The header would be 5 bytes long, but only 2 bytes follow; the file is cut off, or no safetensors file")]
    [InlineData("\x2\0\0\0\0\0\0\0[]", "The header begins with the byte 0x5B; it must begin with '{', 0x7B")]
    [InlineData("\x2\0\0\0\0\0\0\0{}!", "The tensors have 0 bytes of data, but the file has 1")]
    public void A_file_that_is_no_safetensors_file(string content, string reason)
    {
        string path = _folder.PathOf("a.safetensors");
        File.WriteAllText(path, content, Encoding.Latin1);
        CheckInvalid(path, reason);
    }

    [Fact]
    public void A_header_that_is_no_json()
    {
        string path = _folder.Write("a.safetensors", "{\"a\": {0}", []);
        CheckInvalid(path, "The header is not valid JSON: its byte 7 is '0', where a key in quotation marks must be");
    }

    [Fact]
    public void A_file_that_was_cut_off_anywhere()
    {
        byte[] whole = File.ReadAllBytes(_folder.Write("a.safetensors", Tensors));
        string path = _folder.PathOf("cut.safetensors");
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            var run = Run((path, "Model"));
            Assert.Equal(("DT0703", path), (Assert.Single(run.Errors).Code, run.Errors[0].File));
            Assert.Empty(run.Resources);
        }
    }

    [Fact]
    public void Offsets_that_do_not_fit()
    {
        string path = _folder.Write("a.safetensors", """{"a":{"dtype":"F32","shape":[3],"data_offsets":[4,16]}}""", new byte[16]);
        CheckInvalid(path, "The data of tensor 'a' begins at byte 4, but what comes before it ends at byte 0; tensors must follow one another without a hole or an overlap");
    }

    [Fact]
    public void Each_file_is_reported()
    {
        var run = Run((_folder.PathOf("one"), "Model"), (_folder.PathOf("two"), ""), (_folder.Write("a.safetensors", Tensors), "Other"));

        Assert.Equal(["DT0701", "DT0701", "DT0702"], run.Errors.Select(error => error.Code));
        Assert.Single(run.Resources);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_an_error_and_no_crash()
    {
        File.WriteAllText(_folder.PathOf("obj"), "a file");
        var run = Run((_folder.Write("a.safetensors", Tensors), "Model"));
        Assert.Contains("cannot be written: ", Assert.Single(run.Errors).Message, StringComparison.Ordinal);
    }

    private static uint Checksum(byte[] bytes)
    {
        uint checksum = uint.MaxValue;
        foreach (byte value in bytes) checksum = BitOperations.Crc32C(checksum, value);
        return ~checksum;
    }

    private void CheckInvalid(string path, string reason) =>
        CheckOne(Run((path, "Model")), "DT0703", path, $"The weights file '{path}' is no valid safetensors file: {reason}");

    private static void CheckOne((List<BuildErrorEventArgs> Errors, ITaskItem[] Texts, ITaskItem[] Resources) run, string id, string file, string message)
    {
        var error = Assert.Single(run.Errors);
        Assert.Equal((id, file, message), (error.Code, error.File, error.Message));
        Assert.EndsWith($"/docs/diagnostics/{id}.md", error.HelpLink, StringComparison.Ordinal);
    }

    private (List<BuildErrorEventArgs> Errors, ITaskItem[] Texts, ITaskItem[] Resources) Run(params (string Path, string Model)[] files)
    {
        var log = new ErrorLog();
        var task = new ReadWeights
        {
            BuildEngine = log,
            Project = Project,
            Folder = new TaskItem(_folder.PathOf("obj")),
            Weights = [.. files.Select(file => new TaskItem(file.Path, new Dictionary<string, string> { ["Model"] = file.Model }))],
        };
        Assert.Equal(task.Execute(), log.Errors.Count == 0);
        return (log.Errors, task.Texts, task.Resources);
    }
}
