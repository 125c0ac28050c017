using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Acoustic;
using Acoustic.Data;
using Acoustic.Synthesis;
using DeepThin;
using DeepThin.Samples;
using DeepThin.Training;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var data = Folder("--data", "The folder of the speech data; it is made there if it is missing or has other settings.", OutputFiles.DefaultDataFolder);
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
var learningRate = Rate("--learning-rate", "The highest learning rate of Adam: it rises to it in 100 steps and falls along a line to 0.", 0.003);
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

static Option<string> Folder(string name, string description, string folder) => new(name)
{
    Description = description,
    HelpName = "DIR",
    DefaultValueFactory = _ => folder,
    CustomParser = argument => Parse<string>(argument, $"{name} is a folder", text => !string.IsNullOrWhiteSpace(text)),
    Recursive = name == "--data",
};

static Option<int> Seed(string name, string description) => new(name)
{
    Description = description,
    HelpName = "N",
    DefaultValueFactory = _ => 1,
    CustomParser = argument => Parse<int>(argument, $"{name} is a whole number, such as 1", _ => true),
};

static Option<int> Count(string name, string description, int value) => new(name)
{
    Description = description,
    HelpName = "N",
    DefaultValueFactory = _ => value,
    CustomParser = argument => Parse<int>(argument, $"{name} is a whole number, 1 or more", count => count >= 1),
};

static Option<double> Rate(string name, string description, double value) => new(name)
{
    Description = description,
    HelpName = "RATE",
    DefaultValueFactory = _ => value,
    CustomParser = argument => Parse<double>(argument, $"{name} is a number above 0, such as 0.003", rate => rate is > 0 and < double.PositiveInfinity),
};

static T Parse<T>(ArgumentResult argument, string rule, Predicate<T> isValid)
    where T : IParsable<T>
{
    string text = argument.Tokens[0].Value;
    if (T.TryParse(text, CultureInfo.InvariantCulture, out var value) && isValid(value)) return value;

    argument.AddError($"{rule}, and not '{text}'.");
    return value!;
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
