using System.CommandLine;
using System.Globalization;
using DeepThin.Samples;
using Tables;
using Tables.Data;
using static DeepThin.Samples.CommandOptions;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var table = Folder("--table", $"The folder with {TumourTable.FileName} of scikit-learn.", TumourTable.UsualFolder);
var output = Folder("--output", "The folder that receives the table with names, the weights, the picture and the report.", OutputFiles.DefaultFolder);
var epochs = Count("--epochs", "How often a training goes through the rows.", 30);
var folds = new Option<int>("--folds")
{
    Description = "The folds of a cross-validation.",
    HelpName = "N",
    DefaultValueFactory = _ => 5,
    CustomParser = argument => Parse<int>(argument, "--folds is a whole number, 2 or more", count => count >= 2),
};
var seeds = Count("--seeds", "The cross-validations, each with other folds and other first weights.", 3);
var seed = Seed("--seed", "The first seed. It decides the first weights, and which row is where.");
var learningRate = Rate("--learning-rate", "The highest learning rate of the compressed network.", 0.001);
var denseLearningRate = Rate("--dense-learning-rate", "That of the same network uncompressed.", 0.0003);
var linearLearningRate = Rate("--linear-learning-rate", "That of the linear model.", 0.01);
var threads = Count("--threads", "The threads that train.", Environment.ProcessorCount);

var command = new RootCommand("Trains a compressed network, the same one uncompressed and a linear model on a table of tumours, and compares them.");
foreach (var option in (Option[])[table, output, epochs, folds, seeds, seed, learningRate, denseLearningRate, linearLearningRate, threads]) command.Options.Add(option);
output.Recursive = true;
command.SetAction((options, cancellationToken) => Run(cancellationToken, () => new TrainCommand(
    new()
    {
        Table = options.GetRequiredValue(table),
        Output = options.GetRequiredValue(output),
        Epochs = options.GetValue(epochs),
        Folds = options.GetValue(folds),
        Seeds = options.GetValue(seeds),
        Seed = options.GetValue(seed),
        LearningRate = options.GetValue(learningRate),
        DenseLearningRate = options.GetValue(denseLearningRate),
        LinearLearningRate = options.GetValue(linearLearningRate),
        Threads = options.GetValue(threads),
    },
    cancellationToken).Run()));

var program = new Argument<string>("program") { Description = "The published program Tables.Edge." };
var check = new Command("check", "Gives the rows of the test to the program compiled ahead of time, and compares its answers with the trained model.") { program };
check.SetAction((options, cancellationToken) => Run(cancellationToken, () => new CheckCommand(options.GetRequiredValue(program), options.GetRequiredValue(output)).Run()));
command.Subcommands.Add(check);

return await SampleProgram.Invoke(command, args);

static Task<int> Run(CancellationToken cancellationToken, Action action) => SampleProgram.Run("Cancelled.", action, cancellationToken);
