using System.CommandLine;
using DeepThin.Tool.Commands;

return await ToolCommand.Run(args, new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
