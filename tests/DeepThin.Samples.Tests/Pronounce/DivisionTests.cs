using Pronounce.Data;

namespace DeepThin.Samples.Tests.Pronounce;

/// <summary>Words are divided so that none is in two parts, and become steps and classes.</summary>
public sealed class DivisionTests
{
    private static readonly Word[] Words = [.. Enumerable.Range(0, 105).Select(i => new Word($"w{i}", [[1 + i % 39]]))];

    [Fact]
    public void Each_word_is_in_one_part()
    {
        var division = new Division(Words, int.MaxValue, seed: 1);
        Assert.Equal([95, 5, 5], Sizes(division));
        Assert.Equal(Words.Order(BySpelling), All(division).Order(BySpelling));
    }

    [Fact]
    public void The_seed_decides_which_words_are_where()
    {
        Assert.Equal(All(new(Words, int.MaxValue, seed: 1)), All(new(Words, int.MaxValue, seed: 1)));
        Assert.NotEqual(new Division(Words, int.MaxValue, seed: 1).Test, new Division(Words, int.MaxValue, seed: 2).Test);

        // Some of all words, and not the first ones of the file.
        var some = new Division(Words, 40, seed: 1);
        Assert.Equal([36, 2, 2], Sizes(some));
        Assert.Equal(40, All(some).Distinct().Count());
        Assert.Contains(All(some), word => Array.IndexOf(Words, word) >= 40);
    }

    [Fact]
    public void Too_few_words_are_refused()
    {
        Assert.Equal([18, 1, 1], Sizes(new(Words, 20, seed: 1)));
        Assert.Equal("19 words are too few to be divided into three parts; take 20 or more.", Assert.Throws<DictionaryException>(() => new Division(Words, 19, seed: 1)).Message);
    }

    [Fact]
    public void Letters_are_two_steps_each_and_phones_are_labels()
    {
        var data = Division.Sequences([new("az'", [[3, 1, 2], [4]]), new("bE", [[5]])]);
        float[] steps = [0, 0, 25, 25, 26, 26, 1, 1, 4, 4];
        int[] lengths = [6, 4], labels = [3, 1, 2, 5], counts = [3, 1];
        Assert.Equal(steps, data.Steps.ToArray());
        Assert.Equal(lengths, data.Lengths.ToArray());
        Assert.Equal(labels, data.Labels.ToArray());
        Assert.Equal(counts, data.LabelCounts.ToArray());
        Assert.Equal(40, data.Outputs);
    }

    [Theory]
    [InlineData("can't", -1)]
    [InlineData("", -1)]
    [InlineData("naïve", 2)]
    [InlineData("e-mail", 1)]
    [InlineData("`a", 0)]
    [InlineData("az{", 2)]
    [InlineData("AZ[", 2)]
    [InlineData("A@", 1)]
    public void Signs_that_are_no_letters_are_found(string word, int index) => Assert.Equal(index, Letters.IndexOfOther(word));

    private static Comparer<Word> BySpelling => Comparer<Word>.Create((a, b) => string.CompareOrdinal(a.Spelling, b.Spelling));

    private static int[] Sizes(Division division) => [division.Training.Length, division.Validation.Length, division.Test.Length];

    private static Word[] All(Division division) => [.. division.Training, .. division.Validation, .. division.Test];
}
