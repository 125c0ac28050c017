using System.Text;
using Listen.Edge;

namespace DeepThin.Samples.Tests.Listen;

/// <summary>What the published program prints.</summary>
public sealed class AnswersTests
{
    [Fact]
    public void Each_frame_has_a_line_with_its_end_and_its_probability() =>
        Assert.Equal("0.016 0.0000\n0.032 0.5000\n0.048 1.0000\n0.064 0.1235\n", Print(isOfChanges: false, 0.5f, 0, 0.5f, 1, 0.12346f));

    [Fact]
    public void Each_change_has_a_line_with_its_beginning() =>
        Assert.Equal("0.000 pause\n0.032 speech\n0.064 pause\n", Print(isOfChanges: true, 0.5f, 0.1f, 0.49f, 0.5f, 0.9f, 0.3f, 0.2f));

    [Fact]
    public void The_threshold_decides_where_changes_are() => Assert.Equal("0.000 pause\n0.048 speech\n", Print(isOfChanges: true, 0.8f, 0.1f, 0.49f, 0.5f, 0.9f));

    [Fact]
    public void Many_lines_have_room()
    {
        string[] lines = Print(isOfChanges: false, 0.5f, [.. Enumerable.Repeat(0.25f, 100_000)]).Split('\n');
        Assert.Equal(100_001, lines.Length);
        Assert.Equal("1600.000 0.2500", lines[^2]);
    }

    [Fact]
    public void Nothing_is_allocated_for_a_line()
    {
        var answers = new Answers(Stream.Null, isOfChanges: false, 0.5f);
        Add(answers);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Add(answers);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Add(Answers answers)
        {
            for (int i = 0; i < 1000; i++) answers.Add(i / 1000f);
            answers.Flush();
        }
    }

    private static string Print(bool isOfChanges, float threshold, params float[] probabilities)
    {
        using var output = new MemoryStream();
        var answers = new Answers(output, isOfChanges, threshold);
        foreach (float probability in probabilities) answers.Add(probability);
        answers.Flush();
        return Encoding.ASCII.GetString(output.ToArray());
    }
}
