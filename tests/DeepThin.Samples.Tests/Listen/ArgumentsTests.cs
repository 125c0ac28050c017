using Listen.Edge;

namespace DeepThin.Samples.Tests.Listen;

/// <summary>The command line of the published program.</summary>
public sealed class ArgumentsTests
{
    [Fact]
    public void Options_are_read()
    {
        var (usual, _) = Arguments.Read([]);
        Assert.Equal((false, false, false, 0.5f, null, 10.0), (usual!.Help, usual.Changes, usual.Summary, usual.Threshold, usual.Streams, usual.Seconds));
        Assert.True(Arguments.Read(["--help"]).Arguments!.Help);
        var (changes, _) = Arguments.Read(["--threshold", "0.7", "--changes", "--summary"]);
        Assert.Equal((true, true, 0.7f), (changes!.Changes, changes.Summary, changes.Threshold));
        var (streams, _) = Arguments.Read(["--streams", "1000", "--seconds", "2.5"]);
        Assert.Equal((1000, 2.5), (streams!.Streams, streams.Seconds));
    }

    [Theory]
    [InlineData("--quiet is not an option.", "--quiet")]
    [InlineData("--streams needs a value.", "--streams")]
    [InlineData("--streams is a whole number of 1 to 100000, and not '0'.", "--streams", "0")]
    [InlineData("--streams is a whole number of 1 to 100000, and not '1.5'.", "--streams", "1.5")]
    [InlineData("--threshold is a probability above 0 and below 1, and not '1'.", "--changes", "--threshold", "1")]
    [InlineData("--threshold is a probability above 0 and below 1, and not 'x'.", "--changes", "--threshold", "x")]
    [InlineData("--seconds is a number of 0.1 to 3600, and not 'NaN'.", "--streams", "2", "--seconds", "NaN")]
    [InlineData("--threshold decides where changes are, so it goes with --changes.", "--threshold", "0.5")]
    [InlineData("--seconds is the length of many streams, so it goes with --streams.", "--seconds", "5")]
    [InlineData("--streams tells the load and nothing else, so it goes with --seconds alone.", "--streams", "5", "--summary")]
    public void What_is_wrong_is_said(string message, params string[] arguments)
    {
        var (none, fault) = Arguments.Read(arguments);
        Assert.Null(none);
        Assert.Equal(message, fault);
    }
}
