using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DeepThin.Tests;

namespace DeepThin.PyTorch.Tests;

/// <summary>The Python that has PyTorch.</summary>
internal static class Python
{
    /// <summary>Debian's Python, for which there are packages.</summary>
    public const string Program = "/usr/bin/python3";

    /// <summary>Why there is none; null where there is one.</summary>
    public static string? Missing { get; } = Find();

    /// <summary>A port that nobody listens at.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Runs a script of the checkout.</summary>
    /// <param name="folder">The folder that it runs in, from the root of the checkout.</param>
    /// <param name="arguments">The script and its arguments.</param>
    /// <returns>What it prints.</returns>
    public static string Run(string folder, params string[] arguments) => Run(folder, [], arguments);

    /// <summary>The same with variables of the environment.</summary>
    public static string Run(string folder, Dictionary<string, string> environment, string[] arguments)
    {
        var (code, printed) = Start(Program, Path.Combine(Repository.Root, folder), environment, ["-B", .. arguments]);
        Assert.True(code == 0, $"{Program} {string.Join(' ', arguments)} ended with {code}:\n{printed}");
        return printed;
    }

    /// <summary>Runs a program, and gives its exit code and what it prints.</summary>
    public static (int Code, string Printed) Start(string program, string folder, Dictionary<string, string> environment, string[] arguments)
    {
        using var process = Begin(program, folder, environment, arguments);
        string printed = End(process);
        return (process.ExitCode, printed);
    }

    /// <summary>Begins to run a program.</summary>
    public static Process Begin(string program, string folder, Dictionary<string, string> environment, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Waits for a program to end, and gives what it prints.</summary>
    public static string End(Process process)
    {
        var errors = process.StandardError.ReadToEndAsync();
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return printed + errors.Result;
    }

    private static string? Find()
    {
        if (!File.Exists(Program)) return $"Needs {Program} with PyTorch.";
        return Start(Program, Path.GetTempPath(), [], ["-c", "import torch"]).Code == 0 ? null : "Needs the package python3-torch.";
    }
}

/// <summary>A test that runs PyTorch; skipped with its reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PyTorchFactAttribute : FactAttribute
{
    public PyTorchFactAttribute() => Skip = Python.Missing;
}
