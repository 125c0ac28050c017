using Pronounce.Data;
using Pronounce.Edge;

namespace DeepThin.Samples.Tests.Pronounce;

/// <summary>What the published program answers to words, good ones and bad ones.</summary>
public sealed class AnswersTests
{
    private static readonly int[] Spoken = [36, 12, 21, 9];

    [Fact]
    public void Each_word_gets_a_line_of_phones()
    {
        var (code, answers, errors, words) = Ask("world", "  Can't\r", new string('z', 64));
        Assert.Equal(0, code);
        Assert.Equal(["world", "Can't", new string('z', 64)], words);
        Assert.Equal(["W ER L D", "W ER L D", "W ER L D"], answers);
        Assert.Empty(errors);
    }

    [Fact]
    public void A_bad_line_gets_an_empty_one_and_a_message_and_the_next_is_read()
    {
        var (code, answers, errors, words) = Ask("naïve", " ", new string('z', 65), "a😀", "world");
        Assert.Equal(1, code);
        Assert.Equal(["world"], words);
        Assert.Equal(["", "", "", "", "W ER L D"], answers);
        Assert.Equal(
            [
                "line 1: 'naïve' has 'ï' at place 3; words have the letters a to z and apostrophes.",
                "line 2: it is empty, and a line has a word.",
                "line 3: the word has 65 letters, and the longest that is read has 64.",
                "line 4: 'a😀' has '😀' at place 2; words have the letters a to z and apostrophes.",
            ],
            errors);
    }

    [Fact]
    public void A_phone_in_each_step_of_the_longest_word_has_room()
    {
        using var answers = new StringWriter();
        int[] phones = [.. Enumerable.Repeat(8, Letters.Steps * Letters.Longest)];
        Assert.Equal(0, new Answers(answers, TextWriter.Null).Of(new StringReader("zzz"), _ => phones));
        Assert.Equal(string.Join(' ', Enumerable.Repeat("CH", 128)), answers.ToString().Trim());
    }

    [Fact]
    public void Nothing_is_allocated_for_a_word()
    {
        var answers = new Answers(TextWriter.Null, TextWriter.Null);
        Assert.True(Allocated(1000) - Allocated(10) < 100, $"{Allocated(1000)} bytes for 1000 words, {Allocated(10)} for 10.");

        long Allocated(int words)
        {
            using var lines = new SameLine(words);
            long before = GC.GetAllocatedBytesForCurrentThread();
            answers.Of(lines, _ => Spoken);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static (int Code, string[] Answers, string[] Errors, List<string> Words) Ask(params string[] lines)
    {
        using StringWriter answers = new(), errors = new();
        var words = new List<string>();
        int code = new Answers(answers, errors).Of(new StringReader(string.Join('\n', lines)), word =>
        {
            words.Add(word.ToString());
            return Spoken;
        });
        return (code, Lines(answers), Lines(errors), words);
    }

    private static string[] Lines(StringWriter text) => text.ToString().ReplaceLineEndings("\n").Split('\n')[..^1];

    // Gives the same line again and again, so that lines allocate nothing.
    private sealed class SameLine(int count) : TextReader
    {
        private int _left = count;

        public override string? ReadLine() => _left-- > 0 ? "world" : null;
    }
}
