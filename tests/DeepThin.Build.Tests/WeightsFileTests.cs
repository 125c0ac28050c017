using CsCheck;
using DeepThin.Generators.Weights;
using DeepThin.Planning;

namespace DeepThin.Build.Tests;

/// <summary>The text between the task and the compiler.</summary>
public sealed class WeightsFileTests
{
    private static readonly Gen<string> Names = Gen.String[Gen.OneOf(Gen.Char["\n\r\\n ]['\":;#\u2028λ/"], Gen.Char.AlphaNumeric), 0, 12];
    private static readonly Gen<FoundTensor> Tensors = Gen.Select(Names, Gen.Int.Positive.Array[0, 4], Gen.Long[0, long.MaxValue], Gen.Long[0, long.MaxValue], (name, shape, begin, end) =>
        new FoundTensor(name, "F32", [.. shape.Select(size => (long)size)], begin, end));
    private static readonly Gen<WeightsHeader> Headers = Gen.Select(Tensors.Array[0, 4], Gen.Select(Names, Names).Array[0, 3], (tensors, metadata) => new WeightsHeader(new(tensors), new(metadata)));

    [Fact]
    public void What_is_written_is_read() => Gen.Select(Names, Names.Array[3, 3], Gen.Long[0, long.MaxValue], Gen.UInt, Headers, Gen.Bool).Sample((model, names, length, checksum, header, isRead) =>
    {
        var written = new WeightsFile(model, names[0], names[1], names[2], length, checksum, isRead ? header : null);
        return written.Equals(WeightsFile.Parse(written.ToText())) && (isRead || WeightsFile.Parse(written.ToText())!.Header == null);
    });

    [Fact]
    public void Another_text_is_no_file_and_no_crash()
    {
        var header = new WeightsHeader(new([new("x", "F32", [1, 2], 0, 8), new("y", "F32", [], 8, 12)]), new([("layout", "1"), ("metadata:", "")]));
        string text = new WeightsFile("Model", "a", "b", "c", 123, 0xABC, header).ToText();
        Assert.NotNull(WeightsFile.Parse(text));
        Assert.Null(WeightsFile.Parse(""));
        Assert.Null(WeightsFile.Parse(text.Replace("version 3", "version 2", StringComparison.Ordinal)));
        Assert.Null(WeightsFile.Parse(text.Replace("[1, 2] 0 8 x", "1", StringComparison.Ordinal)));
        Assert.Null(WeightsFile.Parse(text.Replace("[1, 2]", "[1, -2]", StringComparison.Ordinal)));
        Assert.Null(WeightsFile.Parse(text.Replace(" 0 8 x", " 8 x", StringComparison.Ordinal)));
        Assert.Null(WeightsFile.Parse(text.Replace("tensors:", "tensors", StringComparison.Ordinal)));
        Assert.Null(WeightsFile.Parse(text.Replace("layout\n", "", StringComparison.Ordinal)));
        Assert.Null(WeightsFile.Parse(text.Replace("length: 123", "length: -123", StringComparison.Ordinal)));
        Assert.Null(WeightsFile.Parse(text.Replace("crc32c: 00000abc", "crc32c: 1000000abc", StringComparison.Ordinal)));
        for (int length = 0; length < text.Length; length++) Assert.NotEqual(WeightsFile.Parse(text), WeightsFile.Parse(text[..length]));
    }
}
