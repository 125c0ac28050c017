using System.Diagnostics;

namespace DeepThin.Tool.Projects;

/// <summary>Runs other programs: the build, and what it has built.</summary>
internal static class ToolProcess
{
    /// <summary>Builds a project.</summary>
    /// <param name="project">The project.</param>
    /// <param name="arguments">What is said besides.</param>
    /// <param name="cancellation">Cancels the build.</param>
    /// <exception cref="ToolException">It does not build.</exception>
    public static void Build(string project, string[] arguments, CancellationToken cancellation)
    {
        var (code, printed, errors) = Run("dotnet", ["build", project, "-c", "Release", "--nologo", "-v", "quiet", .. arguments], [], cancellation);
        if (code != 0) throw new ToolException($"{project} does not build:\n{Faults(System.Text.Encoding.UTF8.GetString(printed))}\n{errors}".Trim());
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="given">What it is given on standard input.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Its exit code, and what it has printed.</returns>
    public static (int Code, byte[] Printed, string Errors) Run(string program, string[] arguments, ReadOnlySpan<byte> given, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // An imported project builds as it would in a console of its own.
        start.Environment.Remove("MSBUILD_EXE_PATH");
        start.Environment.Remove("MSBuildSDKsPath");
        start.Environment["DOTNET_NOLOGO"] = "1";
        byte[] input = given.ToArray();
        using var process = Process.Start(start) ?? throw new ToolException($"{program} does not start.");
        using var registration = cancellation.Register(() => process.Kill(entireProcessTree: true));
        using var printed = new MemoryStream();
        var output = process.StandardOutput.BaseStream.CopyToAsync(printed, cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read all; its exit code and what it says tell why.
        }

        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        Task.WaitAll([output, errors], cancellation);
        return (process.ExitCode, printed.ToArray(), errors.Result.Trim());
    }

    // What the build says of errors, each once.
    private static string Faults(string printed)
    {
        string[] lines = [.. printed.Split('\n').Select(line => line.Trim()).Where(line => line.Contains(": error ", StringComparison.Ordinal)).Distinct()];
        return lines.Length > 0 ? string.Join('\n', lines) : printed.Trim();
    }
}
