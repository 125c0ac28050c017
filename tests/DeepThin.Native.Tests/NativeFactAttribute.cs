using System.Runtime.InteropServices;
using DeepThin.Tests;

namespace DeepThin.Native.Tests;

/// <summary>A test that publishes for Linux on x64 and calls the library by other tools; skipped with the tools that are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NativeFactAttribute : FactAttribute
{
    /// <param name="tools">The programs that the test runs.</param>
    public NativeFactAttribute(params string[] tools)
    {
        string[] missing = [.. tools.Where(tool => !IsThere(tool))];
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64) Skip = "Needs Linux on x64.";
        else if (missing.Length > 0) Skip = $"Needs {string.Join(", ", missing)}.";
    }

    private static bool IsThere(string tool) => Path.IsPathRooted(tool)
        ? File.Exists(tool)
        : Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)));
}

/// <summary>A test that runs a program in C where there is no ICU; skipped with its reason where that cannot be.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WithoutIcuFactAttribute : FactAttribute
{
    public WithoutIcuFactAttribute() => Skip = new NativeFactAttribute("clang", "gcc").Skip ?? WithoutIcu.Missing;
}
