using System.Diagnostics;
using DeepThin.Tests;

namespace DeepThin.PyTorch.Tests;

/// <summary>The Python that has PyTorch.</summary>
internal static class Python
{
    private const string Program = "/usr/bin/python3";

    /// <summary>Why there is none; null where there is one.</summary>
    public static string? Missing { get; } = Find();

    /// <summary>Runs a script of the checkout.</summary>
    /// <param name="folder">The folder that it runs in, from the root of the checkout.</param>
    /// <param name="arguments">The script and its arguments.</param>
    /// <returns>What it prints.</returns>
    public static string Run(string folder, params string[] arguments)
    {
        var (code, printed) = Start(Path.Combine(Repository.Root, folder), ["-B", .. arguments]);
        Assert.True(code == 0, $"{Program} {string.Join(' ', arguments)} ended with {code}:\n{printed}");
        return printed;
    }

    private static string? Find()
    {
        if (!File.Exists(Program)) return $"Needs {Program} with PyTorch.";
        return Start(Path.GetTempPath(), ["-c", "import torch"]).Code == 0 ? null : "Needs the package python3-torch.";
    }

    private static (int Code, string Printed) Start(string folder, string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, printed + errors.Result);
    }
}

/// <summary>A test that runs PyTorch; skipped with its reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PyTorchFactAttribute : FactAttribute
{
    public PyTorchFactAttribute() => Skip = Python.Missing;
}
