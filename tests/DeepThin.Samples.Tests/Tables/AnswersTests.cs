using Tables.Edge;

namespace DeepThin.Samples.Tests.Tables;

/// <summary>What the published program answers to lines, good and bad ones.</summary>
public sealed class AnswersTests
{
    private static readonly DataNames Names = new(["width", "height"], ["flat", "tall"]);

    [Fact]
    public void Every_line_has_an_answer_and_every_bad_one_a_message()
    {
        var (code, answers, errors) = Ask("1,2", " 1e1 ,-2.5\r", "1", "", "1,2,3", "1,2 cm", "NaN,1", "1,1e60", "3,4");
        Assert.Equal(1, code);
        Assert.Equal(["tall,0.333333", "flat,0.250000", "", "", "", "", "", "", "tall,0.333333"], answers);
        Assert.Equal(
            [
                "line 3: it has 1 value, and the model reads 2.",
                "line 4: it has 1 value, and the model reads 2.",
                "line 5: it has 3 values, and the model reads 2.",
                "line 6: 'height', value 2, is '2 cm', which is not a finite number.",
                "line 7: 'width', value 1, is 'NaN', which is not a finite number.",
                "line 8: 'height', value 2, is '1e60', which is not a finite number.",
            ],
            errors);
    }

    [Fact]
    public void Good_lines_end_with_zero() => Assert.Equal(0, Ask("1,2", "3,4").Code);

    private static (int Code, string[] Answers, string[] Errors) Ask(params string[] lines)
    {
        using StringWriter answers = new(), errors = new();
        var asked = new List<float[]>();
        int code = new Answers(Names, answers, errors).Of(new StringReader(string.Join('\n', lines)), values =>
        {
            asked.Add(values.ToArray());
            return values[1] > 0 ? (1, 1f / 3) : (0, 0.25f);
        });
        Assert.Contains([1, 2], asked);
        return (code, Lines(answers), Lines(errors));
    }

    private static string[] Lines(StringWriter text) => text.ToString().ReplaceLineEndings("\n").Split('\n')[..^1];
}
