using System.Reflection;
using System.Runtime.Versioning;
using CsCheck;
using DeepThin.Runtime;

namespace DeepThin.Tests.Weights;

public sealed class ModelFileTests : IDisposable
{
    private static readonly ModelInfo Model = WeightsFixtures.Model;
    private static readonly Assembly TestAssembly = typeof(ModelFileTests).Assembly;

    private readonly string _directory = Directory.CreateTempSubdirectory("deepthin-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_file_gives_the_values_that_Python_wrote() =>
        AssertModel(ModelFile.Load(Model, WeightsFixtures.PathOf("model.safetensors")).Parameters);

    [Fact]
    public void Memory_gives_the_values_that_Python_wrote() =>
        AssertModel(ModelFile.Load(Model, WeightsFixtures.Read("model.safetensors").AsMemory()).Parameters);

    [Fact]
    public void A_resource_gives_the_values_that_Python_wrote() =>
        AssertModel(ModelFile.Load(Model, TestAssembly, "model.safetensors").Parameters);

    [Fact]
    public void A_resource_whose_stream_is_managed_gives_the_values_that_Python_wrote() =>
        AssertModel(ModelFile.Load(Model, new OtherAssembly(() => new MemoryStream(WeightsFixtures.Read("model.safetensors"))), "weights").Parameters);

    [Fact]
    public void An_embedded_resource_gives_the_values_that_Python_wrote()
    {
        byte[] bytes = WeightsFixtures.Read("model.safetensors");
        var file = SafetensorsFile.Parse(bytes);
        int data = bytes.Length - file.Data.Length;
        StoredPlace[] places = [.. Model.Tensors.Select(tensor => file.Tensors.Single(found => found.Name == tensor.Name)).Select(found => new StoredPlace(found.DType, data + found.Entry.Begin))];
        AssertModel(ModelFile.LoadEmbedded(Model, TestAssembly, "model.safetensors", bytes.Length, Crc32C.Of(bytes), places).Parameters);
    }

    [Fact]
    public void An_embedded_resource_whose_stream_is_managed_is_refused()
    {
        var assembly = new OtherAssembly(() => new MemoryStream(WeightsFixtures.Read("model.safetensors")));

        Assert.Equal("Resource 'x' of Other does not lie in memory; load it with LoadResource.", Assert.Throws<WeightsException>(() => ModelFile.LoadEmbedded(Model, assembly, "x", 0, 0, [])).Message);
    }

    [Fact]
    public void A_stream_that_cannot_seek_and_gives_few_bytes_at_a_time_is_read_to_its_end()
    {
        using var stream = new DrippingStream(WeightsFixtures.Read("model.safetensors"));

        AssertModel(ModelFile.Load(Model, stream).Parameters);
        Assert.Equal(0, stream.Read(new byte[1]));
    }

    [Fact]
    public void A_stream_is_read_from_where_it_stands()
    {
        using var stream = new MemoryStream([1, 2, 3, .. WeightsFixtures.Read("model.safetensors")]);
        stream.Position = 3;

        AssertModel(ModelFile.Load(Model, stream).Parameters);
    }

    [Fact]
    public void A_stream_at_its_end_is_told_from_one_that_is_empty()
    {
        byte[] file = WeightsFixtures.Read("model.safetensors");
        using var stream = new MemoryStream(file);
        stream.Position = file.Length;

        Assert.Equal(
            $"The stream is at its end, after {file.Length} bytes, and has nothing left to read; set Position = 0 before loading.",
            Assert.Throws<WeightsException>(() => ModelFile.Load(Model, stream)).Message);
        Assert.Equal(
            "The stream: The file is empty; was it being written, or did a download fail?",
            Assert.Throws<WeightsException>(() => ModelFile.Load(Model, new MemoryStream())).Message);
        stream.Position = file.Length - 3;
        Assert.StartsWith(
            $"The stream, read from its byte {file.Length - 3} on: The file has 3 bytes; ", Assert.Throws<WeightsException>(() => ModelFile.Load(Model, stream)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Saving_writes_the_bytes_that_Python_writes()
    {
        string path = Path.Combine(_directory, "saved.safetensors");

        ModelFile.Save(Model, WeightsFixtures.Ramp(Model), path, null, DataNames.None);

        Assert.Equal(WeightsFixtures.Read("saved.safetensors"), File.ReadAllBytes(path));
    }

    [Fact]
    public void A_saved_file_says_that_its_names_and_shapes_are_those_of_PyTorch()
    {
        string path = Path.Combine(_directory, "a.safetensors");
        ModelFile.Save(Model, WeightsFixtures.Ramp(Model), path, null, DataNames.None);

        var file = SafetensorsFile.Parse(File.ReadAllBytes(path));

        Assert.Equal(new Dictionary<string, string> { ["format"] = "pt", ["crc32c"] = "360be5d3" }, file.Metadata);
        Assert.Equal(Model.Tensors.Select(tensor => $"{tensor.Name}: F32 {tensor.Shape}"), file.Tensors.Select(tensor => tensor.ToString()));
    }

    [Theory]
    [InlineData(WeightType.Float32)]
    [InlineData(WeightType.Float16)]
    [InlineData(WeightType.Int8)]
    public void A_saved_file_with_one_bit_changed_is_refused_or_has_the_same_values(WeightType type)
    {
        string path = Path.Combine(_directory, "a.safetensors");
        ModelFile.Save(Model, WeightsFixtures.Ramp(Model), path, type, DataNames.None);
        byte[] bytes = File.ReadAllBytes(path);
        uint[] expected = WeightsFixtures.Bits(ModelFile.Load(Model, bytes).Parameters.Span);
        int data = 8 + (int)BitConverter.ToInt64(bytes), loaded = 0;
        for (int bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << bit % 8);
            try
            {
                Assert.Equal(expected, WeightsFixtures.Bits(ModelFile.Load(Model, bytes).Parameters.Span));
                Assert.InRange(bit / 8, 0, data - 1);
                loaded++;
            }
            catch (WeightsException error)
            {
                if (bit / 8 >= data) Assert.StartsWith("The file in memory is damaged: its data has the CRC-32C ", error.Message, StringComparison.Ordinal);
            }

            bytes[bit / 8] ^= (byte)(1 << bit % 8);
        }

        // In the words "format", "pt" and "crc32c", which nothing depends on.
        Assert.InRange(loaded, 1, 8 * "formatptcrc32c".Length);
    }

    [Fact]
    public void Damage_is_named_with_what_to_do_and_data_without_a_checksum_is_loaded()
    {
        string path = Path.Combine(_directory, "a.safetensors");
        ModelFile.Save(Model, WeightsFixtures.Ramp(Model), path, null, DataNames.None);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);

        var error = Assert.Throws<WeightsException>(() => ModelFile.Load(Model, path));

        Assert.Matches(
            $"^{path} is damaged: its data has the CRC-32C [0-9a-f]{{8}}, and its header says 360be5d3\\. Copy it again from where it comes from; "
                + "a program that changes the data has to leave 'crc32c' out of __metadata__\\.$",
            error.Message);
        var changed = ModelFile.Load(Model, WeightsFixtures.WithoutChecksum(bytes));
        Assert.NotEqual(WeightsFixtures.Bits(WeightsFixtures.Ramp(Model).Span), WeightsFixtures.Bits(changed.Parameters.Span));
    }

    [Fact]
    public void What_was_saved_is_loaded_again_to_the_bit()
    {
        // 0 … 300 columns, so that long tensors take more than one chunk; any bits, so that there are infinities and payloads of NaN.
        var shapes = Gen.Select(Gen.Int[0, 40], Gen.Int[0, 300]).List[0, 6];

        Gen.Select(shapes, Gen.Int[0, 1_000_000]).Sample(
            (sizes, seed) =>
            {
                var info = WeightsFixtures.Info([.. sizes.Select((size, index) => ($"layers.{index}.\"ä\\", size.Item1, size.Item2))]);
                var parameters = RandomBits(info, seed);
                using var stream = new MemoryStream();

                ModelWriter.Write(stream, info, parameters, DataNames.None);
                var loaded = ModelFile.Load(info, stream.ToArray()).Parameters;

                Assert.Equal(WeightsFixtures.Bits(parameters.Span), WeightsFixtures.Bits(loaded.Span));
            },
            iter: 200);
    }

    [Fact]
    public void Padding_is_not_saved_and_is_zero_when_loaded()
    {
        var parameters = WeightsFixtures.Ramp(Model);
        var expected = WeightsFixtures.Ramp(Model);
        parameters.Span[6] = 7;
        string path = Path.Combine(_directory, "a.safetensors");

        ModelFile.Save(Model, parameters, path, null, DataNames.None);

        Assert.Equal(expected.Span.ToArray(), ModelFile.Load(Model, path).Parameters.Span.ToArray());
    }

    [Fact]
    public void Every_tensor_that_does_not_fit_is_named()
    {
        const string header = """
            {"layers.0.wf":{"dtype":"F32","shape":[5,2],"data_offsets":[0,40]},
             "layers.0.bias":{"dtype":"F32","shape":[4,1],"data_offsets":[40,56]},
             "layers.1.weight":{"dtype":"I8","shape":[2,4],"data_offsets":[56,64]},
             "layers.1.bias":{"dtype":"F16","shape":[2],"data_offsets":[64,68]},
             "head.bias":{"dtype":"I64","shape":[1],"data_offsets":[68,76]}}
            """;

        AssertRefused(
            header,
            76,
            """
            The file in memory does not fit Demo.Net:
              layers.0.xf: missing, but the model needs [3, 2]
              layers.0.wf: F32 [5, 2], but the model needs [2, 5]; is it transposed?
              layers.0.bias: F32 [4, 1], but the model needs [4]; it has as many values; reshape it to [4]
              layers.1.weight.scales: missing, but the model needs [1]
              head.bias: I64 [1], but the model has no such tensor
            """);
    }

    [Theory]
    [InlineData("[]", 4)]
    [InlineData("[2]", 8)]
    [InlineData("[2,5,1]", 40, "; it has as many values; reshape it to [2, 5]")]
    [InlineData("[10]", 40, "; it has as many values; reshape it to [2, 5]")]
    [InlineData("[5,2]", 40, "; is it transposed?")]
    [InlineData("[2,0]", 0)]
    [InlineData("[3,5]", 60)]
    [InlineData("[2,6]", 48)]
    public void A_matrix_of_another_shape_is_refused(string shape, int length, string hint = "")
    {
        var info = WeightsFixtures.Info(("w", 2, 5));
        string header = $$"""{"w":{"dtype":"F32","shape":{{shape}},"data_offsets":[0,{{length}}]} }""";

        var error = Assert.Throws<WeightsException>(() => ModelFile.Load(info, WeightsFixtures.FileOf(header, length)).Parameters);

        string found = shape.Replace(",", ", ", StringComparison.Ordinal);
        Assert.Equal($"The file in memory does not fit Demo.Net:\n  w: F32 {found}, but the model needs [2, 5]{hint}", error.Message);
    }

    [Fact]
    public void A_long_list_of_tensors_that_do_not_fit_is_cut()
    {
        var info = WeightsFixtures.Info([.. Enumerable.Range(0, 23).Select(index => ($"t{index}", 1, 0))]);

        var error = Assert.Throws<WeightsException>(() => ModelFile.Load(info, WeightsFixtures.FileOf("{}")).Parameters);

        string[] lines = error.Message.Split('\n');
        Assert.Equal(22, lines.Length);
        Assert.Equal("  t19: missing, but the model needs [1]", lines[20]);
        Assert.Equal("  and 3 more", lines[21]);
    }

    [Fact]
    public void A_file_that_is_not_valid_is_named()
    {
        string path = Path.Combine(_directory, "a.safetensors");
        File.WriteAllBytes(path, [1, 2, 3]);
        const string problem = "The file has 3 bytes; a safetensors file begins with 8 bytes that hold the length of its header.";

        Assert.Equal($"{path}: {problem}", Assert.Throws<WeightsException>(() => ModelFile.Load(Model, path).Parameters).Message);
        using var stream = File.OpenRead(path);
        Assert.Equal($"The stream: {problem}", Assert.Throws<WeightsException>(() => ModelFile.Load(Model, stream).Parameters).Message);
        var assembly = new OtherAssembly(() => new MemoryStream([1, 2, 3]));
        Assert.Equal($"Resource 'x' of Other: {problem}", Assert.Throws<WeightsException>(() => ModelFile.Load(Model, assembly, "x").Parameters).Message);
    }

    [Fact]
    public void A_file_and_a_resource_that_do_not_fit_are_named()
    {
        var info = WeightsFixtures.Info();
        string path = WeightsFixtures.PathOf("model.safetensors");

        Assert.StartsWith($"{path} does not fit Demo.Net:\n", Assert.Throws<WeightsException>(() => ModelFile.Load(info, path).Parameters).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "Resource 'model.safetensors' of DeepThin.Tests does not fit Demo.Net:\n",
            Assert.Throws<WeightsException>(() => ModelFile.Load(info, TestAssembly, "model.safetensors").Parameters).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_resource_is_answered_with_those_that_there_are()
    {
        var error = Assert.Throws<WeightsException>(() => ModelFile.Load(Model, TestAssembly, "modle.safetensors").Parameters);

        Assert.StartsWith("DeepThin.Tests has no resource 'modle.safetensors'; it has ", error.Message, StringComparison.Ordinal);
        Assert.Contains("model.safetensors", error.Message[error.Message.IndexOf("it has", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_resource_of_an_assembly_that_has_none_is_answered_so()
    {
        var error = Assert.Throws<WeightsException>(() => ModelFile.Load(Model, new OtherAssembly(() => null), "x").Parameters);

        Assert.Equal("Other has no resource 'x'; it has none.", error.Message);
        Assert.Equal(error.Message, Assert.Throws<WeightsException>(() => ModelFile.LoadEmbedded(Model, new OtherAssembly(() => null), "x", 0, 0, [])).Message);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        string path = Path.Combine(_directory, "none.safetensors");

        Assert.Contains(path, Assert.Throws<FileNotFoundException>(() => ModelFile.Load(Model, path).Parameters).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_cannot_be_loaded()
    {
        var error = Assert.Throws<IOException>(() => ModelFile.Load(Model, _directory).Parameters);

        Assert.StartsWith($"{_directory} cannot be read: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_longer_than_an_array_is_refused_before_it_is_read()
    {
        using var stream = new HugeStream();

        var error = Assert.Throws<WeightsException>(() => ModelFile.Load(Model, stream).Parameters);

        Assert.Equal($"The stream has more than {ModelFile.LongestFile} bytes, the most that can be loaded.", error.Message);
    }

    [Fact]
    public void A_stream_that_turns_out_to_be_too_long_is_refused()
    {
        using var stream = new DrippingStream(new byte[11]);
        using var shorter = new DrippingStream(new byte[10]);

        var error = Assert.Throws<WeightsException>(() => ModelFile.ReadToEnd(stream, "x", 10));

        Assert.Equal("x has more than 10 bytes, the most that can be loaded.", error.Message);
        Assert.Equal(10, ModelFile.ReadToEnd(shorter, "x", 10).Length);
    }

    [Fact]
    public void A_model_file_cut_off_anywhere_or_damaged_throws_nothing_but_a_WeightsException()
    {
        byte[] file = WeightsFixtures.Read("model.safetensors");
        for (int length = 0; length < file.Length; length++)
        {
            var cut = file.AsMemory(0, length);
            Assert.Throws<WeightsException>(() => ModelFile.Load(Model, cut).Parameters);
        }

        Gen.Select(Gen.Int[0, file.Length - 1], Gen.Byte).Sample(
            (position, value) =>
            {
                byte[] damaged = [.. file];
                damaged[position] = value;
                try
                {
                    Assert.Equal(Model.ParameterBlockLength, ModelFile.Load(Model, damaged).Parameters.Length);
                }
                catch (WeightsException)
                {
                    // The only one allowed.
                }
            },
            iter: 10_000);
    }

    [Fact]
    public void Saving_replaces_a_file_and_leaves_nothing_beside_it()
    {
        string path = Path.Combine(_directory, "a.safetensors");
        File.WriteAllText(path, "old");

        ModelFile.Save(Model, WeightsFixtures.Ramp(Model), path, null, DataNames.None);

        Assert.Equal(WeightsFixtures.Read("saved.safetensors"), File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_directory));
    }

    [Fact]
    public void A_stream_gets_the_bytes_of_the_file()
    {
        using var stream = new MemoryStream();
        stream.WriteByte(1);

        ModelFile.Save(Model, WeightsFixtures.Ramp(Model), stream, null, DataNames.None);

        Assert.True(stream.CanWrite);
        Assert.Equal([1, .. WeightsFixtures.Read("saved.safetensors")], stream.ToArray());
    }

    [Fact]
    public void A_stream_that_cannot_be_written_is_refused()
    {
        using var stream = new MemoryStream([], writable: false);
        var parameters = WeightsFixtures.Ramp(Model);
        foreach (var save in new[] { () => ModelFile.Save(Model, parameters, stream, null, DataNames.None), () => ModelFile.SavePacked(Model, parameters, parameters, stream, null, DataNames.None) })
        {
            Assert.StartsWith("The stream cannot be written.", Assert.Throws<ArgumentException>("stream", save).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_block_of_another_length_is_not_saved()
    {
        string path = Path.Combine(_directory, "a.safetensors");

        var error = Assert.Throws<ArgumentException>(() => ModelFile.Save(Model, new AlignedBuffer(16), path, null, DataNames.None));

        Assert.StartsWith("The block has 16 floats; Demo.Net needs 80.", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_directory));
    }

    [Fact]
    public void A_directory_is_not_replaced()
    {
        string path = Directory.CreateDirectory(Path.Combine(_directory, "a.safetensors")).FullName;

        var error = Assert.Throws<IOException>(() => ModelFile.Save(Model, WeightsFixtures.Ramp(Model), path, null, DataNames.None));

        Assert.Equal($"{path} cannot be written: it is a directory.", error.Message);
        Assert.Equal([path], Directory.GetFileSystemEntries(_directory));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named()
    {
        string file = Path.Combine(_directory, "file"), none = Path.Combine(_directory, "none");
        File.WriteAllText(file, "");
        foreach (var (folder, reason) in new[] { (file, $"{file} is a file, not a folder."), (none, $"the folder {none} does not exist; create it first.") })
        {
            string path = Path.Combine(folder, "a.safetensors");
            var parameters = WeightsFixtures.Ramp(Model);
            foreach (var save in new[] { () => ModelFile.Save(Model, parameters, path, null, DataNames.None), () => ModelFile.SavePacked(Model, parameters, parameters, path, null, DataNames.None) })
            {
                Assert.Equal($"{path} cannot be written: {reason}", Assert.Throws<DirectoryNotFoundException>(save).Message);
            }
        }

        Assert.Equal([file], Directory.GetFileSystemEntries(_directory));
    }

    [UnprivilegedFact]
    [UnsupportedOSPlatform("windows")]
    public void A_directory_without_permission_keeps_the_old_file()
    {
        string path = Path.Combine(_directory, "a.safetensors");
        File.WriteAllText(path, "old");
        File.SetUnixFileMode(_directory, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.Throws<IOException>(() => ModelFile.Save(Model, WeightsFixtures.Ramp(Model), path, null, DataNames.None));
        }
        finally
        {
            File.SetUnixFileMode(_directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public void A_failure_while_writing_keeps_the_old_file_and_leaves_nothing_beside_it()
    {
        string path = Path.Combine(_directory, "a.safetensors");
        File.WriteAllText(path, "old");

        var full = Assert.Throws<IOException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[100_000]);
            throw new IOException("The disk is full.");
        }));
        Assert.Throws<IOException>(() => AtomicFile.Write(path, _ => throw new UnauthorizedAccessException()));
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, _ => throw new InvalidOperationException()));

        Assert.Equal($"{path} cannot be written: The disk is full.", full.Message);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_directory));
    }

    [Fact]
    public void A_failure_to_rename_leaves_nothing_beside_it()
    {
        string path = Path.Combine(_directory, "a.safetensors");

        // The place is taken by a directory only while the file is written.
        var error = Assert.Throws<IOException>(() => AtomicFile.Write(path, _ => Directory.CreateDirectory(path)));

        Assert.StartsWith($"{path} cannot be written: ", error.Message, StringComparison.Ordinal);
        Assert.Equal([path], Directory.GetFileSystemEntries(_directory));
    }

    private static void AssertModel(AlignedBuffer parameters)
    {
        var expected = WeightsFixtures.Expected("model.expected.txt");
        uint[] block = new uint[Model.ParameterBlockLength];
        foreach (var tensor in Model.Tensors)
        {
            expected[tensor.Name].CopyTo(block, tensor.Offset);
        }

        Assert.Equal(block, WeightsFixtures.Bits(parameters.Span));
    }

    private static void AssertRefused(string header, int dataLength, string message)
    {
        var error = Assert.Throws<WeightsException>(() => ModelFile.Load(Model, WeightsFixtures.FileOf(header, dataLength)).Parameters);

        Assert.Equal(message, error.Message);
    }

    private static AlignedBuffer RandomBits(ModelInfo info, int seed)
    {
        var random = new Random(seed);
        var parameters = new AlignedBuffer(info.ParameterBlockLength);
        foreach (var tensor in info.Tensors)
        {
            foreach (ref float value in parameters.Span.Slice(tensor.Offset, tensor.Length))
            {
                value = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
            }
        }

        return parameters;
    }

    private sealed class OtherAssembly(Func<Stream?> open) : Assembly
    {
        public override AssemblyName GetName() => new("Other");

        public override string[] GetManifestResourceNames() => [];

        public override Stream? GetManifestResourceStream(string name) => open();
    }

    /// <summary>A stream that cannot seek and gives at most three bytes at a time.</summary>
    private sealed class DrippingStream(byte[] content) : Stream
    {
        private readonly MemoryStream _content = new(content);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => _content.Read(buffer, offset, Math.Min(count, 3));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    /// <summary>A stream that says that it has 3 GB.</summary>
    private sealed class HugeStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => 3_000_000_000;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count) => throw new InvalidOperationException("It was read.");

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

/// <summary>A test of what a directory's permissions forbid; skipped with its reason where they forbid nothing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnprivilegedFactAttribute : FactAttribute
{
    public UnprivilegedFactAttribute()
    {
        if (OperatingSystem.IsWindows()) Skip = "Needs a system with Unix file modes.";
        else if (Environment.IsPrivilegedProcess) Skip = "Needs a user without privileges: root may write anywhere.";
    }
}
