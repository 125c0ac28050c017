using System.CommandLine;
using System.Globalization;
using Acoustic;
using Acoustic.Data;
using Acoustic.Synthesis;
using DeepThin.Samples;
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
var training = new TrainOptions(data, output, "frames", (Epochs: 3, BatchSize: 128, LearningRate: 0.005));

var command = new RootCommand("Makes frames of synthetic speech, and trains a network of 440-1024-1024-1024-41 on their phones with 3 % of its weights, and the same one with all of them.")
{
    data, sentences, dataSeed, remake,
};
training.AddTo(command);
command.SetAction((options, cancellationToken) => Run(cancellationToken, () =>
{
    MakeData(options, cancellationToken);
    new TrainCommand(training.Read(options), cancellationToken).Run();
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

return await SampleProgram.Invoke(command, args);

void MakeData(ParseResult options, CancellationToken cancellationToken)
{
    var settings = new DataSettings(options.GetValue(dataSeed), options.GetValue(sentences));
    new DataCommand(options.GetRequiredValue(data), settings, options.GetValue(remake), cancellationToken).Run();
}

static Task<int> Run(CancellationToken cancellationToken, Action action) =>
    SampleProgram.Run("Cancelled. Data and checkpoints that are complete are kept: the same command with --resume goes on from there.", action, cancellationToken);
