using System.Numerics;
using System.Text;
using CsCheck;

namespace DeepThin.Build.Tests;

/// <summary>The checksum as the build's task computes it, which has no instruction for it: it must be the runtime's.</summary>
public sealed class Crc32CTests
{
    // The examples of RFC 3720, appendix B.4, and the check value of the catalogue of parametrised CRC algorithms.
    [Theory]
    [InlineData("", "00000000")]
    [InlineData("123456789", "e3069283")]
    [InlineData("0x00 32", "8a9136aa")]
    [InlineData("0xff 32", "62a8ab43")]
    [InlineData("rising", "46dd794e")]
    [InlineData("falling", "113fdb5c")]
    public void It_is_the_CRC_32C_that_everybody_computes(string data, string expected)
    {
        byte[] bytes = data switch
        {
            "0x00 32" => new byte[32],
            "0xff 32" => [.. Enumerable.Repeat((byte)255, 32)],
            "rising" => [.. Enumerable.Range(0, 32).Select(i => (byte)i)],
            "falling" => [.. Enumerable.Range(0, 32).Select(i => (byte)(31 - i))],
            _ => Encoding.ASCII.GetBytes(data),
        };
        Assert.Equal(expected, Crc32C.Text(Crc32C.Of(bytes)));
        Assert.True(Crc32C.IsText(expected, Crc32C.Of(bytes)));
        Assert.False(Crc32C.IsText(expected, Crc32C.Of(bytes) ^ 0x10000000));
        Assert.False(Crc32C.IsText(expected[1..], Crc32C.Of(bytes)));
        Assert.False(Crc32C.IsText(expected + "0", Crc32C.Of(bytes)));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(3 * 8192 - 1)]
    [InlineData(3 * 8192)]
    [InlineData(3 * 8192 + 17)]
    [InlineData(100_003)]
    public void It_is_what_the_instruction_of_the_processor_computes(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        uint expected = uint.MaxValue;
        foreach (byte value in bytes) expected = BitOperations.Crc32C(expected, value);
        Assert.Equal(~expected, Crc32C.Of(bytes));
    }

    [Fact]
    public void The_checksum_of_two_pieces_follows_from_theirs() => Gen.Select(Gen.Byte.Array[0, 100], Gen.Byte.Array[0, 100]).Sample((first, second) =>
    {
        uint whole = Crc32C.Of([.. first, .. second]);
        return Crc32C.Of(second, Crc32C.Of(first)) == whole && Crc32C.Combine(Crc32C.Of(first), Crc32C.Of(second), second.Length) == whole;
    });

    [Fact]
    public void Lengths_of_more_than_32_bits_are_combined()
    {
        // Two billion zeros, five times, by halves and at once.
        const long length = 5L << 31;
        uint zeros = Crc32C.Of(new byte[1]);
        for (long i = 1; i < 1L << 31; i *= 2) zeros = Crc32C.Combine(zeros, zeros, i);
        uint all = zeros;
        for (int i = 1; i < 5; i++) all = Crc32C.Combine(all, zeros, 1L << 31);
        uint two = Crc32C.Combine(zeros, zeros, 1L << 31), rest = Crc32C.Combine(two, zeros, 1L << 31);
        Assert.Equal(all, Crc32C.Combine(rest, two, 1L << 32));
        Assert.Equal(Crc32C.Combine(5, all, length), Crc32C.Combine(Crc32C.Combine(5, rest, 3L << 31), two, 2L << 31));
    }
}
