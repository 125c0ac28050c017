using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace DeepThin.Benchmarks;

/// <summary>Publishes this program ahead of time and runs the copy.</summary>
internal static class AheadOfTime
{
    /// <summary>The program's name.</summary>
    public const string Name = "DeepThin.Benchmarks";

    /// <summary>This project's file.</summary>
    public static string Project => Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "Project").Value!;

    /// <summary>Publishes for an instruction set.</summary>
    /// <param name="instructionSet">What <c>IlcInstructionSet</c> takes, such as native, x86-64-v4, x86-64-v3 or avx; empty for the compiler's default.</param>
    /// <param name="folder">Receives the published copy.</param>
    /// <returns>The copy.</returns>
    /// <exception cref="BenchmarkException">The copy cannot be published.</exception>
    public static string Publish(string instructionSet, string folder)
    {
        ProgressLine.Show("publishing ahead of time");
        string[] chosen = instructionSet.Length == 0 ? [] : [$"-p:IlcInstructionSet={instructionSet}"];
        string[] command =
        [
            "publish", Project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-p:AheadOfTime=true", "-p:IlcGenerateMapFile=true",
            "-o", folder, "-nodeReuse:false", .. chosen,
        ];
        using var publish = Process.Start(new ProcessStartInfo("dotnet", command) { RedirectStandardOutput = true })!;
        string printed = publish.StandardOutput.ReadToEnd();
        publish.WaitForExit();
        ProgressLine.Clear();
        if (publish.ExitCode != 0) throw new BenchmarkException($"The program cannot be published for the instruction set '{instructionSet}':\n{printed}");
        return Path.Combine(folder, Name + (OperatingSystem.IsWindows() ? ".exe" : ""));
    }

    /// <summary>Runs a copy with the given arguments.</summary>
    /// <returns>The exit code of the copy.</returns>
    public static int Run(string program, IReadOnlyList<string> arguments)
    {
        using var copy = Process.Start(new ProcessStartInfo(program, arguments))!;
        copy.WaitForExit();
        return copy.ExitCode;
    }

    /// <summary>Prints the machine code of the layers and of the library's kernels in the copy that was published last.</summary>
    /// <exception cref="BenchmarkException">The compiler did not say.</exception>
    public static void PrintMachineCode()
    {
        var code = MachineCode.Read(Name, Path.Combine(Path.GetDirectoryName(Project)!, "obj", "aot"));
        var layers = Table.Select(new CellFilter([], [], 1)).Select(cell => (cell.Name, Bytes: code.OfLayer(cell.Model.Info.Name)));
        Console.WriteLine("Machine code of all methods of a layer, training included, and of the library's kernels, each where it is compiled for the widest vectors.");
        Console.WriteLine();
        Console.Write(MarkdownTable.Of(
            ["code", "bytes", "under 64 KB"],
            [.. layers.Concat(code.OfLibrary()).Select(row => new[] { row.Name, $"{row.Bytes}", row.Bytes < MachineCode.Most ? "yes" : "no" })]));
        Console.WriteLine();
    }
}
