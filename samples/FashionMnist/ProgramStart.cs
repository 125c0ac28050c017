using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using DeepThin.Samples;

namespace FashionMnist;

/// <summary>What a start of a program takes, measured from outside.</summary>
/// <param name="Milliseconds">From the start to the end, the median of many.</param>
/// <param name="PeakBytes">The most memory that was resident, the largest of many; null where the system does not say.</param>
internal sealed record ProgramStart(double Milliseconds, long? PeakBytes)
{
    private const int Starts = 50;

    /// <summary>Starts a program many times.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="SampleException">The program cannot be started, or fails.</exception>
    public static ProgramStart Measure(string program, params string[] arguments)
    {
        double milliseconds = Speed.Median(Enumerable.Range(0, Starts).Select(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            Run(program, arguments);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }));
        long? peak = OperatingSystem.IsLinux() ? Enumerable.Range(0, Starts).Max(_ => PeakBytesOf(program, arguments)) : null;
        return new ProgramStart(milliseconds, peak);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="SampleException">The program cannot be started, or fails.</exception>
    public static string Run(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        return End(process, program);
    }

    // Looked at again and again until the program is no more: the last look is a few microseconds before its end.
    private static long PeakBytesOf(string program, string[] arguments)
    {
        using var process = Start(program, arguments);
        string status = $"/proc/{process.Id}/status";
        long peak = 0;
        while (ResidentPeak(status) is { } bytes) peak = Math.Max(peak, bytes);
        End(process, program);
        return peak;
    }

    private static long? ResidentPeak(string status)
    {
        const string name = "VmHWM:", unit = "kB";
        try
        {
            string? line = File.ReadLines(status).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
            return line == null ? null : 1024 * long.Parse(line.Replace(name, "", StringComparison.Ordinal).Replace(unit, "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static Process Start(string program, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        }
        catch (Win32Exception error)
        {
            throw new SampleException($"{program} cannot be started: {error.Message}. Publish it first, as run.sh does.", error);
        }
    }

    private static string End(Process process, string program)
    {
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? text : throw new SampleException($"{program} ended with the exit code {process.ExitCode}.");
    }
}
