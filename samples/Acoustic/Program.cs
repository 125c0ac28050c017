using System.CommandLine;
using System.Globalization;
using Acoustic;
using Acoustic.Data;
using Acoustic.Synthesis;
using DeepThin;
using DeepThin.Samples;
using DeepThin.Training;
using static DeepThin.Samples.CommandOptions;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var data = Folder("--data", "The folder of the speech data; it is made there if it is missing or has other settings.", OutputFiles.DefaultDataFolder);
data.Recursive = true;
var sentences = new Option<int>("--sentences")
{
    Description = "How many sentences are spoken.",
    HelpName = "N",
    DefaultValueFactory = _ => 760,
    CustomParser = argument => Parse<int>(
        argument, $"--sentences is a whole number, {DataSettings.FewestSentences} or more", count => count >= DataSettings.FewestSentences),
    Recursive = true,
};
var dataSeed = Seed("--data-seed", "Decides the sentences, who speaks them, which are for what, and the noise.");
dataSeed.Recursive = true;
var remake = new Option<bool>("--remake") { Description = "Make the data anew even if it is there.", Recursive = true };
var output = Folder("--output", "The folder that receives the weights, the checkpoints and the report.", OutputFiles.DefaultFolder);
var epochs = Count("--epochs", "How often the training goes through the frames.", 3);
var seed = Seed("--seed", "Decides the first weights and the order of the frames.");
var batchSize = Count("--batch-size", "The frames of a training step; 64 for each thread keep all busy.", 128);
var learningRate = Rate("--learning-rate", "The highest learning rate of Adam: it rises to it in 100 steps and falls along a line to 0.", 0.005);
var denseLearningRate = Rate("--dense-learning-rate", "The same for the uncompressed network, which learns better at a lower one.", 0.001);
var threads = Count("--threads", "The threads that train.", Environment.ProcessorCount);
var skipDense = new Option<bool>("--skip-dense") { Description = "Do not train the same network uncompressed; its speed is measured with random weights." };
var resume = new Option<bool>("--resume") { Description = "Go on with a training that was cancelled, from its checkpoint in the output folder." };

var command = new RootCommand("Makes frames of synthetic speech, and trains a network of 440-1024-1024-1024-41 on their phones with 3 % of its weights, and the same one with all of them.")
{
    data, sentences, dataSeed, remake, output, epochs, seed, batchSize, learningRate, denseLearningRate, threads, skipDense, resume,
};
command.SetAction((options, cancellationToken) => Run(cancellationToken, () =>
{
    MakeData(options, cancellationToken);
    var settings = new TrainSettings
    {
        Data = options.GetRequiredValue(data),
        Output = options.GetRequiredValue(output),
        Epochs = options.GetValue(epochs),
        BatchSize = options.GetValue(batchSize),
        LearningRate = options.GetValue(learningRate),
        DenseLearningRate = options.GetValue(denseLearningRate),
        Seed = options.GetValue(seed),
        Threads = options.GetValue(threads),
        SkipDense = options.GetValue(skipDense),
        Resume = options.GetValue(resume),
    };
    new TrainCommand(settings, cancellationToken).Run();
}));

var dataOnly = new Command("data", "Makes the data, and trains nothing.");
dataOnly.SetAction((options, cancellationToken) => Run(cancellationToken, () =>
{
    MakeData(options, cancellationToken);
    string folder = options.GetRequiredValue(data);
    DataCommand.Describe(SpeechFiles.Training, SpeechData.ReadTraining(folder));
    DataCommand.Describe(SpeechFiles.Validation, SpeechData.ReadValidation(folder));
    DataCommand.Describe(SpeechFiles.Test, SpeechData.ReadTest(folder));
}));
command.Subcommands.Add(dataOnly);

// A cancelled training writes its checkpoint before it ends.
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });

void MakeData(ParseResult options, CancellationToken cancellationToken)
{
    var settings = new DataSettings(options.GetValue(dataSeed), options.GetValue(sentences));
    new DataCommand(options.GetRequiredValue(data), settings, options.GetValue(remake), cancellationToken).Run();
}

static Task<int> Run(CancellationToken cancellationToken, Action action) => Task.Run(() =>
{
    try
    {
        action();
        return 0;
    }
    catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
    {
        Console.Error.WriteLine("Cancelled. Data and checkpoints that are complete are kept: the same command with --resume goes on from there.");
        return 130;
    }
    catch (Exception error) when (error is SpeechDataException or SynthesisException or WeightsException or CheckpointException
        or TrainingDivergedException or IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(error.Message);
        return 1;
    }
});
