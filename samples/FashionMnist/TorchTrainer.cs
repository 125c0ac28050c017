using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DeepThin;
using DeepThin.Samples;
using DeepThin.Training;

namespace FashionMnist;

/// <summary>Trains networks in PyTorch, in a process of its own that runs <c>samples/PyTorch/train_fashion.py</c>.</summary>
/// <param name="network">The network.</param>
/// <param name="python">The Python that has PyTorch.</param>
/// <param name="settings">How it is trained.</param>
/// <param name="images">How many images it is trained with.</param>
/// <param name="cancellationToken">Cancels trainings.</param>
internal sealed class TorchTrainer(Network network, string python, TrainSettings settings, int images, CancellationToken cancellationToken)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Trains a new network, which prints a line for each epoch.</summary>
    /// <param name="name">What is trained.</param>
    /// <param name="isCompressed">Whether it is the compressed network, and not the same one uncompressed.</param>
    /// <param name="learningRate">The highest learning rate.</param>
    /// <param name="weights">The file that receives its weights; what a training goes on from lies beside it.</param>
    /// <exception cref="SampleException">Python cannot be started, or fails.</exception>
    public (TModel Model, TrainingResult Result) Fit<TModel>(string name, bool isCompressed, double learningRate, string weights)
        where TModel : class, ITrainableModel<TModel>
    {
        Console.WriteLine($"Training in PyTorch: {name}");
        string history = Path.ChangeExtension(weights, ".history.json");
        string[] arguments =
        [
            "--network", network.Name, .. isCompressed ? (string[])[] : ["--uncompressed"], "--data", settings.Data, "--output", weights,
            "--checkpoint", Path.ChangeExtension(weights, ".torch.checkpoint"), .. settings.Resume ? (string[])["--resume"] : [], "--history", history,
            "--epochs", Text(settings.Epochs), "--batch-size", Text(settings.BatchSize), "--learning-rate", Text(learningRate), "--seed", Text(settings.Seed), "--images", Text(images),
        ];
        Run(arguments);
        return (TModel.Load(weights), ReadHistory(history));
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private void Run(string[] arguments)
    {
        string script = Path.Combine(
            Artifacts.Repository ?? throw new SampleException("PyTorch trains with samples/PyTorch/train_fashion.py, which is not there: run the program where the repository is."), "samples", "PyTorch", "train_fashion.py");
        var start = new ProcessStartInfo(python, [script, .. arguments]);
        start.Environment["OMP_NUM_THREADS"] = Text(settings.Threads);
        using var process = Start(start);
        try
        {
            process.WaitForExitAsync(cancellationToken).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        if (process.ExitCode != 0) throw new SampleException($"{python} {script} ended with the exit code {process.ExitCode}; it says above why.");
    }

    private Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new SampleException($"{python} cannot be started: {error.Message}. Say with --python which Python has PyTorch.", error);
        }
    }

    private static TrainingResult ReadHistory(string path)
    {
        var epochs = JsonSerializer.Deserialize<Epoch[]>(File.ReadAllText(path), Json)!;
        return new TrainingResult { History = [.. epochs.Select(epoch => epoch.ToResult())], BestEpoch = null, StoppedEarly = false };
    }

    // What train_fashion.py tells of an epoch.
    private sealed record Epoch(int Number, double TrainingLoss, double ValidationLoss, double ValidationAccuracy, double LearningRate, double Seconds)
    {
        public EpochResult ToResult() => new()
        {
            Epoch = Number,
            TrainingLoss = TrainingLoss,
            ValidationLoss = ValidationLoss,
            ValidationAccuracy = ValidationAccuracy,
            LearningRate = LearningRate,
            Elapsed = TimeSpan.FromSeconds(Seconds),
        };
    }
}
