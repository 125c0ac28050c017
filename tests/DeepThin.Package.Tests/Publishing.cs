using System.Runtime.InteropServices;

namespace DeepThin.Package.Tests;

/// <summary>What compiling ahead of time for this machine needs.</summary>
internal static class Publishing
{
    /// <summary>What is missing; null where nothing is.</summary>
    public static string? Missing
    {
        get
        {
            string[] folders = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator);
            bool Has(string tool) => folders.Any(folder => File.Exists(Path.Combine(folder, tool)));
            if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64) return "Needs Linux on x64.";
            return Has("clang") || Has("gcc") ? null : "Needs clang or gcc.";
        }
    }
}
