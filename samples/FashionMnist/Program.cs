using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DeepThin;
using DeepThin.Training;
using FashionMnist;
using FashionMnist.Data;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var data = Folder("--data", "The folder with the four .gz files of Fashion-MNIST.", FashionData.UsualFolder);
var output = Folder("--output", "The folder that receives the weights, the checkpoints, the plot and the report.", OutputFiles.DefaultFolder);
var epochs = Count("--epochs", "How often the training goes through the images.", 5);
var seed = new Option<int>("--seed") { Description = "Decides the first weights and the order of the images.", HelpName = "N", DefaultValueFactory = _ => 1 };
var batchSize = Count("--batch-size", "The images of a training step; 64 for each thread keep all busy.", 128);
var learningRate = new Option<double>("--learning-rate")
{
    Description = "The highest learning rate of Adam: it rises to it in 100 steps and falls along a line to 0.",
    HelpName = "RATE",
    DefaultValueFactory = _ => 0.003,
    CustomParser = argument => Parse<double>(argument, "--learning-rate is a number above 0, such as 0.003", rate => rate is > 0 and < double.PositiveInfinity),
};
var threads = Count("--threads", "The threads that train.", Environment.ProcessorCount);
var skipDense = new Option<bool>("--skip-dense") { Description = "Do not train the same network uncompressed; its speed is measured with random weights." };
var resume = new Option<bool>("--resume") { Description = "Go on with a training that was cancelled, from its checkpoint in the output folder." };

var command = new RootCommand("Trains a network of 784-1024-1024-10 on Fashion-MNIST with 3 % of its weights, and the same one with all of them.")
{
    data, output, epochs, seed, batchSize, learningRate, threads, skipDense, resume,
};
command.SetAction((options, cancellationToken) => Run(options, cancellationToken, () => new TrainCommand(
    new TrainSettings
    {
        Data = options.GetRequiredValue(data),
        Output = options.GetRequiredValue(output),
        Epochs = options.GetValue(epochs),
        BatchSize = options.GetValue(batchSize),
        LearningRate = options.GetValue(learningRate),
        Seed = options.GetValue(seed),
        Threads = options.GetValue(threads),
        SkipDense = options.GetValue(skipDense),
        Resume = options.GetValue(resume),
    },
    cancellationToken).Run()));

var program = new Argument<string>("program") { Description = "The published program FashionMnist.Edge." };
var edge = new Command("edge", "Runs the network compiled ahead of time over the test images, compares it with the trained one, and completes the report.") { program };
edge.SetAction((options, cancellationToken) => Run(options, cancellationToken, () =>
    new EdgeCommand(options.GetRequiredValue(program), options.GetRequiredValue(data), options.GetRequiredValue(output)).Run()));
command.Subcommands.Add(edge);

// A cancelled training writes its checkpoint before it ends.
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });

static Option<string> Folder(string name, string description, string folder) => new(name)
{
    Description = description,
    HelpName = "DIR",
    DefaultValueFactory = _ => folder,
    CustomParser = argument => Parse<string>(argument, $"{name} is a folder", text => !string.IsNullOrWhiteSpace(text)),
    Recursive = true,
};

static Option<int> Count(string name, string description, int value) => new(name)
{
    Description = description,
    HelpName = "N",
    DefaultValueFactory = _ => value,
    CustomParser = argument => Parse<int>(argument, $"{name} is a whole number, 1 or more", count => count >= 1),
};

static T Parse<T>(ArgumentResult argument, string rule, Predicate<T> isValid)
    where T : IParsable<T>
{
    string text = argument.Tokens[0].Value;
    if (T.TryParse(text, CultureInfo.InvariantCulture, out var value) && isValid(value)) return value;

    argument.AddError($"{rule}, and not '{text}'.");
    return value!;
}

static Task<int> Run(ParseResult options, CancellationToken cancellationToken, Action action) => Task.Run(() =>
{
    try
    {
        action();
        return 0;
    }
    catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
    {
        Console.Error.WriteLine("Cancelled. The checkpoint is kept: the same command with --resume goes on from there.");
        return 130;
    }
    catch (Exception error) when (error is FashionDataException or SampleException or WeightsException or CheckpointException or TrainingDivergedException
        or IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(error.Message);
        return 1;
    }
});
