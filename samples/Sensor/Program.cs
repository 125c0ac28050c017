using System.CommandLine;
using System.Globalization;
using DeepThin.Samples;
using Sensor;
using Sensor.Data;
using static DeepThin.Samples.CommandOptions;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var record = new Option<string>("--record")
{
    Description = "The file ecg.dat of SciPy.",
    HelpName = "FILE",
    DefaultValueFactory = _ => EcgRecord.UsualFile,
    CustomParser = argument => Parse<string>(argument, "--record is a file", text => !string.IsNullOrWhiteSpace(text)),
};
var output = Folder("--output", "The folder that receives the weights, the test, the picture and the report.", OutputFiles.DefaultFolder);
var epochs = Count("--epochs", "How often a training goes through the windows.", 30);
var seeds = Count("--seeds", "The trainings of each model, each with other first weights.", 3);
var seed = Seed("--seed", "The first seed. It decides the first weights and the order of the windows.");
var learningRate = Rate("--learning-rate", "The highest learning rate of the compressed networks.", 0.005);
var denseLearningRate = Rate("--dense-learning-rate", "That of the same network uncompressed.", 0.004);
var linearLearningRate = Rate("--linear-learning-rate", "That of the linear model.", 0.01);
var threads = Count("--threads", "The threads that train.", Environment.ProcessorCount);

var command = new RootCommand("Trains networks that forecast an electrocardiogram, compressed ones and an uncompressed one, and compares them with a linear model.");
foreach (var option in (Option[])[record, output, epochs, seeds, seed, learningRate, denseLearningRate, linearLearningRate, threads]) command.Options.Add(option);
output.Recursive = true;
command.SetAction((options, cancellationToken) => Run(cancellationToken, () => new TrainCommand(
    new()
    {
        Record = options.GetRequiredValue(record),
        Output = options.GetRequiredValue(output),
        Epochs = options.GetValue(epochs),
        Seeds = options.GetValue(seeds),
        Seed = options.GetValue(seed),
        LearningRate = options.GetValue(learningRate),
        DenseLearningRate = options.GetValue(denseLearningRate),
        LinearLearningRate = options.GetValue(linearLearningRate),
        Threads = options.GetValue(threads),
    },
    cancellationToken).Run()));

var program = new Argument<string>("program") { Description = "The published program Sensor.Edge." };
var check = new Command("check", "Gives the test to the program compiled ahead of time, and compares its forecasts with those of the trained model.") { program };
check.SetAction((options, cancellationToken) => Run(cancellationToken, () => new CheckCommand(options.GetRequiredValue(program), options.GetRequiredValue(output)).Run()));
command.Subcommands.Add(check);

return await SampleProgram.Invoke(command, args);

static Task<int> Run(CancellationToken cancellationToken, Action action) => SampleProgram.Run("Cancelled.", action, cancellationToken);
