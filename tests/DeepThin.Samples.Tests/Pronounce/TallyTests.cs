using Pronounce;
using Pronounce.Data;

namespace DeepThin.Samples.Tests.Pronounce;

/// <summary>Errors are counted against the nearest pronunciation.</summary>
public sealed class TallyTests
{
    [Fact]
    public void The_nearest_pronunciation_counts()
    {
        var word = new Word("record", [[1, 2, 3, 4, 5], [1, 6, 3, 7]]);
        var tally = new Tally();
        tally.Add([1, 6, 3, 7], word);
        Assert.Equal((0, 0), (tally.PhoneErrors, tally.WordErrors));
        tally.Add([1, 2, 3, 4, 4, 9], word);
        Assert.Equal((2 / 9.0, 0.5), (tally.PhoneErrors, tally.WordErrors));
        tally.Add([], word);
        Assert.Equal((6 / 13.0, 2 / 3.0), (tally.PhoneErrors, tally.WordErrors));
    }

    [Fact]
    public void Tallies_add_up()
    {
        var word = new Word("word", [[1, 2, 3]]);
        Tally one = new(), other = new();
        one.Add([1, 2, 3], word);
        other.Add([1, 2], word);
        one.Add(other);
        Assert.Equal((1 / 6.0, 0.5), (one.PhoneErrors, one.WordErrors));
    }
}
