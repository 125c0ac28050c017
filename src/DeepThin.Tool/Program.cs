using System.CommandLine;
using DeepThin.Tool;
using DeepThin.Tool.Commands;

var root = new RootCommand(
    """
    Brings networks into .NET, and plans how far they are compressed.

    Exit codes: 0 done, 1 a file or a value is not as it has to be, 2 the command line is wrong, 3 outputs differ by more than the tolerance, 130 cancelled.
    """)
{
    ImportCommand.Create(),
    VerifyCommand.Create(),
    BenchCommand.Create(),
};
var parsed = root.Parse(args);
int code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
return parsed.Errors.Count > 0 ? ExitCodes.Usage : code;
