using System.ComponentModel;
using System.Diagnostics;

namespace DeepThin.Samples.Sound;

/// <summary>Runs a program and reads what it prints.</summary>
internal static class Shell
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Its name, as on the PATH.</param>
    /// <param name="package">The Debian packages that have it and what it needs.</param>
    /// <param name="arguments">What it is told.</param>
    /// <returns>What it prints.</returns>
    /// <exception cref="SynthesisException">The program is missing, or fails.</exception>
    public static string Run(string program, string package, params string[] arguments)
    {
        using var process = Start(program, package, arguments);
        var errors = process.StandardError.ReadToEndAsync();
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? text
            : throw new SynthesisException($"{program} {string.Join(' ', arguments)} ended with the exit code {process.ExitCode}: {(errors.Result + text).Trim()}\n{Advice(package)}");
    }

    private static Process Start(string program, string package, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception error)
        {
            throw new SynthesisException($"The program {program} cannot be started: {error.Message}\n{Advice(package)}", error);
        }
    }

    private static string Advice(string package) => $"On Debian and Ubuntu: sudo apt-get update && sudo apt-get install {package}";
}
