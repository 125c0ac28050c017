using CsCheck;
using DeepThin.Generators.Weights;
using DeepThin.Planning;

namespace DeepThin.Build.Tests;

/// <summary>The text between the task and the compiler.</summary>
public sealed class WeightsFileTests
{
    private static readonly Gen<string> Names = Gen.String[Gen.OneOf(Gen.Char["\n\r\\n ]['\":;#\u2028λ/"], Gen.Char.AlphaNumeric), 0, 12];
    private static readonly Gen<WeightsTensor> Tensors = Gen.Select(Names, Gen.Int.Positive.Array[0, 4], (name, shape) => new WeightsTensor(name, "F32", $"[{string.Join(", ", shape)}]"));

    [Fact]
    public void What_is_written_is_read() => Gen.Select(Names, Names.Array[3, 3], Gen.Long[0, long.MaxValue], Gen.UInt, Tensors.Array[0, 4], Gen.Bool).Sample((model, names, length, checksum, tensors, isRead) =>
    {
        var written = new WeightsFile(model, names[0], names[1], names[2], length, checksum, isRead ? new EquatableArray<WeightsTensor>(tensors) : null);
        return written.Equals(WeightsFile.Parse(written.ToText())) && (isRead || WeightsFile.Parse(written.ToText())!.Tensors == null);
    });

    [Fact]
    public void Another_text_is_no_file_and_no_crash()
    {
        string text = new WeightsFile("Model", "a", "b", "c", 123, 0xABC, new([new("x", "F32", "[1, 2]"), new("y", "F32", "[]")])).ToText();
        Assert.Null(WeightsFile.Parse(""));
        Assert.Null(WeightsFile.Parse(text.Replace("version 2", "version 1", StringComparison.Ordinal)));
        Assert.Null(WeightsFile.Parse(text.Replace("[1, 2] x", "1", StringComparison.Ordinal)));
        Assert.Null(WeightsFile.Parse(text.Replace("length: 123", "length: -123", StringComparison.Ordinal)));
        Assert.Null(WeightsFile.Parse(text.Replace("crc32c: 00000abc", "crc32c: 1000000abc", StringComparison.Ordinal)));
        for (int length = 0; length < text.Length; length++) Assert.NotEqual(WeightsFile.Parse(text), WeightsFile.Parse(text[..length]));
    }
}
