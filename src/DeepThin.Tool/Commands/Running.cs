using DeepThin.Exporting;
using DeepThin.Onnx;
using DeepThin.Training;

namespace DeepThin.Tool.Commands;

/// <summary>How a command runs: what the user can put right is a message on standard error and an exit code, and never a stack trace.</summary>
internal static class Running
{
    /// <summary>Runs a command.</summary>
    /// <param name="action">What it does, and its exit code.</param>
    /// <param name="cancellation">Cancels it.</param>
    public static Task<int> Run(Func<int> action, CancellationToken cancellation) => Task.Run(() =>
    {
        try
        {
            return action();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Console.Error.WriteLine("Cancelled; nothing was written.");
            return ExitCodes.Cancelled;
        }
        catch (Exception error) when (error is ToolException or OnnxException or ExportException or WeightsException or CheckpointException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(error.Message);
            return ExitCodes.Failed;
        }
    });
}
