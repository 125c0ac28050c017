using System.Diagnostics;
using System.Reflection;

namespace DeepThin.Aot.Tests;

/// <summary>Publishes a project of these tests ahead of time, and runs programs.</summary>
internal static class Publishing
{
    /// <summary>Publishes without a warning.</summary>
    /// <param name="runtime">The runtime identifier.</param>
    /// <param name="name">The name of a folder.</param>
    /// <param name="properties">Properties of the build.</param>
    /// <param name="project">The metadata of this assembly that has the project's path.</param>
    /// <returns>The folder.</returns>
    public static string Publish(string runtime, string name, string[] properties, string project = "AppProject")
    {
        string folder = Path.Combine(Path.GetTempPath(), $"deepthin-aot-{Environment.ProcessId}", name);
        string path = typeof(Publishing).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == project).Value!;
        string printed = Run("dotnet", ["publish", path, "-c", "Release", "-r", runtime, "-o", folder, "-p:TreatWarningsAsErrors=true", "-nodeReuse:false", .. properties]);
        Assert.DoesNotContain("warning", printed, StringComparison.OrdinalIgnoreCase);
        return folder;
    }

    /// <summary>What a program printed; the test fails where it fails.</summary>
    public static string Run(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{printed}\n{errors.Result}");
        return printed;
    }
}
