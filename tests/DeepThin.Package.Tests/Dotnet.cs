using System.Diagnostics;

namespace DeepThin.Package.Tests;

/// <summary>Runs programs and keeps what they print.</summary>
internal static class Dotnet
{
    /// <summary>What <c>dotnet</c> printed; the test fails where it fails.</summary>
    public static string Run(string folder, params string[] arguments)
    {
        var (code, printed) = TryRun(folder, arguments);
        Assert.True(code == 0, $"dotnet {string.Join(' ', arguments)} ended with {code}:\n{printed}");
        return printed;
    }

    /// <summary>The exit code of <c>dotnet</c> and what it printed.</summary>
    public static (int Code, string Printed) TryRun(string folder, params string[] arguments) => Start("dotnet", folder, arguments);

    /// <summary>What a program printed for which the runtime knows no vectors; the test fails where it fails.</summary>
    public static string RunWithoutVectors(string folder, string program)
    {
        var (code, printed) = Start("dotnet", folder, [program], variable: ("DOTNET_EnableHWIntrinsic", "0"));
        Assert.True(code == 0, $"{program} ended with {code} without vectors:\n{printed}");
        return printed;
    }

    /// <summary>What a program printed; the test fails where it fails.</summary>
    public static string RunProgram(string program)
    {
        var (code, printed) = Start(program, Path.GetDirectoryName(program)!, []);
        Assert.True(code == 0, $"{program} ended with {code}:\n{printed}");
        return printed;
    }

    /// <summary>What a program printed that was started in a folder; the test fails where it fails.</summary>
    public static string RunProgram(string program, string folder, params string[] arguments)
    {
        var (code, printed) = TryRunProgram(program, folder, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)} ended with {code}:\n{printed}");
        return printed;
    }

    /// <summary>The exit code of a program that was started in a folder, and what it printed.</summary>
    public static (int Code, string Printed) TryRunProgram(string program, string folder, params string[] arguments) => Start(program, folder, arguments);

    /// <summary>The exit code of a program that was given an input, and what it printed.</summary>
    public static (int Code, string Printed) Answer(string program, string folder, string input, params string[] arguments) => Start(program, folder, arguments, input);

    /// <summary>What <c>git</c> printed; the test fails where it fails.</summary>
    public static string Git(string folder, params string[] arguments)
    {
        var (code, printed) = Start("git", folder, ["-c", "user.name=Test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false", .. arguments]);
        Assert.True(code == 0, $"git {string.Join(' ', arguments)} ended with {code}:\n{printed}");
        return printed;
    }

    private static (int Code, string Printed) Start(string program, string folder, string[] arguments, string input = "", (string Name, string Value)? variable = null)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // What a test runner says to its own MSBuild is not meant for this one.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        if (variable is var (key, value)) start.Environment[key] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, printed + errors.Result);
    }
}
