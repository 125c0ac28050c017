using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepThin.Aot.Tests;

/// <summary>A test that publishes for Linux on x64 and runs the binary; skipped with its reason where that cannot be.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PublishFactAttribute : FactAttribute
{
    /// <param name="bits">The vector width that the processor must have.</param>
    public PublishFactAttribute(int bits)
    {
        bool isThere = bits switch
        {
            512 => Vector512.IsHardwareAccelerated,
            256 => Avx2.IsSupported && Fma.IsSupported,
            _ => true,
        };
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64) Skip = "Needs Linux on x64.";
        else if (!isThere) Skip = $"Needs a processor with {bits}-bit vectors.";
    }
}

/// <summary>A test that publishes for Linux on Arm64 and runs the binary under emulation; skipped with the tools that are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PublishArm64FactAttribute : FactAttribute
{
    public const string Copy = "aarch64-linux-gnu-objcopy", Runner = "qemu-aarch64", Root = "/usr/aarch64-linux-gnu";

    public PublishArm64FactAttribute()
    {
        string[] missing = [.. new[] { "clang", "ld.lld", Copy, Runner }.Where(tool => !IsInPath(tool))];
        if (!Directory.Exists(Root)) missing = [.. missing, Root];
        if (missing.Length > 0) Skip = $"Needs {string.Join(", ", missing)}.";
    }

    private static bool IsInPath(string tool) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)));
}
