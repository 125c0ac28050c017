using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace DeepThin.Tool.Projects;

/// <summary>The program of an imported network, built, and run as its users run it.</summary>
internal sealed class BuiltProject
{
    private readonly string _program;

    private BuiltProject(string program) => _program = program;

    /// <summary>Builds the project of a folder.</summary>
    /// <param name="folder">The folder that <c>import</c> wrote.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="cancellation">Cancels the build.</param>
    /// <exception cref="ToolException">It does not build.</exception>
    public static BuiltProject Build(string folder, Manifest manifest, CancellationToken cancellation)
    {
        string project = Path.Combine(folder, manifest.Name, $"{manifest.Name}.csproj"), output = Path.Combine(folder, manifest.Name, "bin", "deepthin");
        if (!File.Exists(project)) throw new ToolException($"There is no project {project}.");
        var (code, printed, errors) = Run("dotnet", ["build", project, "-c", "Release", "-o", output, "--nologo", "-v", "quiet"], ReadOnlySpan<byte>.Empty, cancellation);
        return code == 0 ? new(Path.Combine(output, $"{manifest.Name}.dll")) : throw new ToolException($"{project} does not build:\n{Faults(System.Text.Encoding.UTF8.GetString(printed))}\n{errors}".Trim());
    }

    /// <summary>Predicts.</summary>
    /// <param name="samples">The samples, one behind the other.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="ToolException">The program fails.</exception>
    public float[] Predict(ReadOnlySpan<float> samples, CancellationToken cancellation)
    {
        var (code, printed, errors) = Run("dotnet", [_program, "--raw"], MemoryMarshal.AsBytes(samples), cancellation);
        return code == 0 ? MemoryMarshal.Cast<byte, float>(printed).ToArray() : throw new ToolException($"{_program} ends with {code}: {errors}");
    }

    /// <summary>The time of a prediction in µs.</summary>
    /// <exception cref="ToolException">The program fails.</exception>
    public double Measure(CancellationToken cancellation)
    {
        var (code, printed, errors) = Run("dotnet", [_program, "--bench"], [], cancellation);
        string text = System.Text.Encoding.UTF8.GetString(printed).Trim();
        return code == 0 && double.TryParse(text, CultureInfo.InvariantCulture, out double time) ? time : throw new ToolException($"{_program} ends with {code}: {errors}{text}");
    }

    // What the build says of errors, each once.
    private static string Faults(string printed)
    {
        string[] lines = [.. printed.Split('\n').Select(line => line.Trim()).Where(line => line.Contains(": error ", StringComparison.Ordinal)).Distinct()];
        return lines.Length > 0 ? string.Join('\n', lines) : printed.Trim();
    }

    private static (int Code, byte[] Printed, string Errors) Run(string program, string[] arguments, ReadOnlySpan<byte> given, CancellationToken cancellation)
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
}
