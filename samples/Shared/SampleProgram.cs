using System.CommandLine;
using DeepThin.Training;

namespace DeepThin.Samples;

/// <summary>How a sample runs: what the user can put right is a message and the exit code 1, a cancelled run the exit code 130.</summary>
internal static class SampleProgram
{
    /// <summary>Does what a command line asks for.</summary>
    /// <param name="command">The commands of the sample.</param>
    /// <param name="args">The command line.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> Invoke(RootCommand command, string[] args) =>
        // A cancelled training writes its checkpoint before it ends.
        command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });

    /// <summary>Runs a command.</summary>
    /// <param name="ifCancelled">What is said when it was cancelled.</param>
    /// <param name="action">What it does.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> Run(string ifCancelled, Action action, CancellationToken cancellationToken) => Task.Run(() =>
    {
        try
        {
            action();
            return 0;
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested && error is OperationCanceledException or AggregateException)
        {
            Console.Error.WriteLine(ifCancelled);
            return 130;
        }
        catch (Exception error) when (First(error) is SampleException or WeightsException or CheckpointException or TrainingDivergedException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(First(error).Message);
            return 1;
        }
    });

    private static Exception First(Exception error) => error is AggregateException { InnerExceptions: [var first, ..] } ? first : error;
}
