using System.Runtime.InteropServices;

namespace DeepThin.Package.Tests;

/// <summary>A test that compiles ahead of time for this machine, Linux on x64; skipped by name of what is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PublishTheoryAttribute : TheoryAttribute
{
    public PublishTheoryAttribute()
    {
        string[] folders = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator);
        bool Has(string tool) => folders.Any(folder => File.Exists(Path.Combine(folder, tool)));
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64) Skip = "Needs Linux on x64.";
        else if (!Has("clang") && !Has("gcc")) Skip = "Needs clang or gcc.";
    }
}
