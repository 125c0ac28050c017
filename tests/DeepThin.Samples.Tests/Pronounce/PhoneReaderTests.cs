using Pronounce;
using Pronounce.Data;

namespace DeepThin.Samples.Tests.Pronounce;

/// <summary>A network reads words one after the other.</summary>
public sealed class PhoneReaderTests
{
    private readonly PhoneReader<Pronouncer> _reader = new(Pronouncer.Create(seed: 1));

    [Fact]
    public void A_word_is_read_alone_whatever_came_before()
    {
        float[] first = _reader.Scores("can't").ToArray();
        Assert.Equal(5 * Letters.Steps * Phones.Classes, first.Length);
        Assert.NotEqual(first, _reader.Scores("cann'").ToArray());
        Assert.Equal(first, _reader.Scores("CAN'T").ToArray());
    }

    [Fact]
    public void The_longest_word_has_room() => Assert.Equal(Letters.Longest * Letters.Steps * Phones.Classes, _reader.Scores(new string('x', Letters.Longest)).Length);

    [Fact]
    public void Nothing_is_allocated_for_a_word()
    {
        _reader.Read("world");
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) _reader.Read("world");
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
