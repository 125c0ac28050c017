using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace DeepThin.Benchmarks;

/// <summary>Publishes this program ahead of time and runs the copy.</summary>
internal static class AheadOfTime
{
    /// <summary>This project's file.</summary>
    public static string Project => Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "Project").Value!;

    /// <summary>Publishes for an instruction set, and runs the copy with the given arguments.</summary>
    /// <param name="instructionSet">What <c>IlcInstructionSet</c> takes, such as native, x86-64-v4, x86-64-v3 or avx; empty for the compiler's default.</param>
    /// <param name="folder">Receives the published copy.</param>
    /// <param name="arguments">The arguments of the copy.</param>
    /// <returns>The exit code of the copy.</returns>
    /// <exception cref="BenchmarkException">The copy cannot be published.</exception>
    public static int Run(string instructionSet, string folder, IReadOnlyList<string> arguments)
    {
        ProgressLine.Show("publishing ahead of time");
        string[] chosen = instructionSet.Length == 0 ? [] : [$"-p:IlcInstructionSet={instructionSet}"];
        string[] command =
        [
            "publish", Project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-p:AheadOfTime=true", "-o", folder, "-nodeReuse:false", .. chosen,
        ];
        using var publish = Process.Start(new ProcessStartInfo("dotnet", command) { RedirectStandardOutput = true })!;
        string printed = publish.StandardOutput.ReadToEnd();
        publish.WaitForExit();
        ProgressLine.Clear();
        if (publish.ExitCode != 0) throw new BenchmarkException($"The program cannot be published for the instruction set '{instructionSet}':\n{printed}");

        string program = Path.Combine(folder, "DeepThin.Benchmarks" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        using var copy = Process.Start(new ProcessStartInfo(program, arguments))!;
        copy.WaitForExit();
        return copy.ExitCode;
    }
}
