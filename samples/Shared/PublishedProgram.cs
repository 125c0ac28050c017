using System.ComponentModel;
using System.Diagnostics;

namespace DeepThin.Samples;

/// <summary>A program that a sample has published, and asks as its users do.</summary>
internal static class PublishedProgram
{
    /// <summary>Gives it lines on standard input.</summary>
    /// <param name="program">The program.</param>
    /// <param name="lines">The lines.</param>
    /// <returns>Its exit code, the lines that it printed, and what it said on standard error.</returns>
    /// <exception cref="SampleException">It cannot be started.</exception>
    public static (int Code, string[] Printed, string Errors) Ask(string program, IEnumerable<string> lines) => Ask(program, [], input =>
    {
        using var writer = new StreamWriter(input);
        foreach (string line in lines) writer.WriteLine(line);
    });

    /// <summary>Gives it bytes on standard input.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="give">Writes the bytes.</param>
    /// <returns>Its exit code, the lines that it printed, and what it said on standard error.</returns>
    /// <exception cref="SampleException">It cannot be started.</exception>
    public static (int Code, string[] Printed, string Errors) Ask(string program, IReadOnlyList<string> arguments, Action<Stream> give)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var printed = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            Give(process.StandardInput.BaseStream, give);
            process.WaitForExit();
            return (process.ExitCode, printed.Result.ReplaceLineEndings("\n").Split('\n')[..^1], errors.Result.Trim());
        }
        catch (Win32Exception error)
        {
            throw new SampleException($"{program} cannot be started: {error.Message}. Publish it first, as run.sh does.", error);
        }
    }

    // A program that refuses what it is given ends before it has read all of it; its exit code says so.
    private static void Give(Stream input, Action<Stream> give)
    {
        try
        {
            give(input);
            input.Close();
        }
        catch (IOException)
        {
        }
    }
}
