using System.CommandLine;
using System.CommandLine.Help;
using Spectre.Console;

namespace DeepThin.Tool.Commands;

/// <summary>The command <c>deepthin</c>.</summary>
internal static class ToolCommand
{
    // A file or a pipe has no width; lines are not broken there.
    private const int WidthOfFiles = 240;

    /// <summary>Runs a command line.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="configuration">How it is run.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> Run(string[] args, InvocationConfiguration configuration)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = WidthOfFiles;
        var parsed = Create().Parse(args);
        int code = await parsed.InvokeAsync(configuration);
        return parsed.Errors.Count > 0 ? ExitCodes.Usage : code;
    }

    /// <summary>The command with its subcommands.</summary>
    public static Command Create() => new("deepthin", """
        Brings networks into .NET, and plans how far they are compressed.

        Exit codes: 0 done, 1 a file or a value is not as it has to be, 2 the command line is wrong, 3 outputs differ by more than the tolerance, 130 cancelled.
        """)
    {
        new HelpOption { Recursive = true },
        new VersionOption(),
        PlanCommand.Create(),
        InspectCommand.Create(),
        ImportCommand.Create(),
        CompressCommand.Create(),
        ExportCommand.Create(),
        VerifyCommand.Create(),
        BenchCommand.Create(),
    };
}
