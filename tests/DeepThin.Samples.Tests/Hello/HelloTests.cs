using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using DeepThin.Tests;

namespace DeepThin.Samples.Tests.Hello;

/// <summary>The smallest sample trains, predicts and prints what its page shows.</summary>
public sealed class HelloTests
{
    [Fact]
    public void It_learns_to_tell_the_spirals_apart_and_prints_what_its_page_shows()
    {
        string[] printed = Run().Split('\n');
        string[] page = File.ReadAllText(Path.Combine(Repository.Root, "samples/Hello/README.md")).ReplaceLineEndings("\n").Split("```text\n")[1].Split("\n```")[0].Split('\n');
        string accuracy = Regex.Match(printed[0], @"[\d.]+(?= %)").Value;
        Assert.InRange(double.Parse(accuracy, CultureInfo.InvariantCulture), 95, 100);

        // Other processors round otherwise, so the accuracy may differ in its last digits.
        Assert.Equal(page[0].Replace("100.0", accuracy, StringComparison.Ordinal), printed[0]);
        Assert.Equal(page[1..], printed[1..]);
    }

    private static string Run()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Hello.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"The sample ended with {process.ExitCode}:\n{printed}{errors.Result}");
        return printed.ReplaceLineEndings("\n").TrimEnd();
    }
}
