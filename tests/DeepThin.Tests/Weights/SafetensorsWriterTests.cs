namespace DeepThin.Tests.Weights;

/// <summary>What the writer writes, and what it refuses.</summary>
public sealed class SafetensorsWriterTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("deepthin").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void What_is_written_is_read()
    {
        string path = Path.Combine(_directory, "a.safetensors");
        var writer = new SafetensorsWriter();
        writer.Add("größe \"1\"", new float[] { 1, -0f, float.NaN, float.Epsilon, float.MaxValue, 6 }, 2, 3);
        writer.Add("scalar", new float[] { 7 });
        writer.Add("none", ReadOnlyMemory<float>.Empty, 4, 0);
        writer.AddMetadata("made by", "größe");
        writer.Save(path);

        var file = SafetensorsFile.Parse(File.ReadAllBytes(path));
        Assert.Equal(["größe \"1\"", "none", "scalar"], file.Tensors.Select(tensor => tensor.Name).Order(StringComparer.Ordinal));
        AssertTensor(file, "größe \"1\"", [2, 3], [1, -0f, float.NaN, float.Epsilon, float.MaxValue, 6]);
        AssertTensor(file, "scalar", [], [7]);
        AssertTensor(file, "none", [4, 0], []);
        Assert.Equal("größe", file.Metadata["made by"]);
        Assert.True(file.Metadata.ContainsKey("crc32c"));
        Assert.Null(file.Damage());
        Assert.Equal([path], Directory.GetFileSystemEntries(_directory));

        using var stream = new MemoryStream();
        writer.Save(stream);
        Assert.Equal(File.ReadAllBytes(path), stream.ToArray());
    }

    [Fact]
    public void A_file_without_tensors_is_one() => Assert.Empty(Written(new SafetensorsWriter()).Tensors);

    [Theory]
    [InlineData("a", 6, new long[] { 2, 3 }, "There is a tensor 'a' already.")]
    [InlineData("__metadata__", 1, new long[] { 1 }, "The format keeps the name '__metadata__' for texts; use AddMetadata.")]
    [InlineData("", 1, new long[] { 1 }, "The value cannot be an empty string.")]
    [InlineData("x~", 1, new long[] { 1 }, "The text has half of a character at 1.")]
    [InlineData("b", 6, new long[] { 2, 4 }, "Tensor 'b' has 6 values, and its shape [2, 4] needs 8.")]
    [InlineData("b", 6, new long[] { -2, -3 }, "Tensor 'b' has the shape [-2, -3]; no dimension may be negative.")]
    [InlineData("b", 6, new[] { long.MaxValue, 2 }, "Tensor 'b' has the shape [9223372036854775807, 2], of more values than can be counted.")]
    public void A_tensor_that_is_none_is_refused(string name, int values, long[] shape, string message)
    {
        var writer = new SafetensorsWriter();
        writer.Add("a", new float[1], 1);
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => writer.Add(WithHalf(name), new float[values], shape)).Message, StringComparison.Ordinal);
        Assert.Equal(["a"], Written(writer).Tensors.Select(tensor => tensor.Name));
    }

    [Theory]
    [InlineData("a", "__metadata__ has the key 'a' already.")]
    [InlineData("crc32c", "The writer adds 'crc32c' itself, the checksum of the data.")]
    [InlineData("~", "The text has half of a character at 0.")]
    public void A_text_that_is_none_is_refused(string key, string message)
    {
        var writer = new SafetensorsWriter();
        writer.AddMetadata("a", "1");
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => writer.AddMetadata(WithHalf(key), "2")).Message, StringComparison.Ordinal);
        Assert.Equal("1", Written(writer).Metadata["a"]);
    }

    [Fact]
    public void A_stream_that_cannot_be_written_is_refused() =>
        Assert.Throws<ArgumentException>("stream", () => new SafetensorsWriter().Save(new MemoryStream([], writable: false)));

    // An attribute holds no half of a character.
    private static string WithHalf(string text) => text.Replace('~', '\uD83D');

    private static SafetensorsFile Written(SafetensorsWriter writer)
    {
        using var stream = new MemoryStream();
        writer.Save(stream);
        return SafetensorsFile.Parse(stream.ToArray());
    }

    private static void AssertTensor(SafetensorsFile file, string name, long[] shape, float[] values)
    {
        Assert.True(file.TryGetTensor(name, out var tensor));
        Assert.Equal(("F32", values.Length), (tensor.DType, (int)tensor.Length));
        Assert.Equal(shape, tensor.Shape);
        float[] read = new float[values.Length];
        tensor.CopyTo(read);
        Assert.Equal(values.Select(BitConverter.SingleToInt32Bits), read.Select(BitConverter.SingleToInt32Bits));
    }
}
