using System.CommandLine;
using System.Globalization;
using DeepThin;
using DeepThin.Training;
using FashionMnist;
using FashionMnist.Data;
using static DeepThin.Samples.CommandOptions;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var data = Folder("--data", "The folder with the four .gz files of Fashion-MNIST.", FashionImage.UsualFolder);
var output = Folder("--output", "The folder that receives the weights, the checkpoints, the plot and the report.", OutputFiles.DefaultFolder);
var epochs = Count("--epochs", "How often the training goes through the images.", 5);
var seed = Seed("--seed", "Decides the first weights and the order of the images.");
var batchSize = Count("--batch-size", "The images of a training step; 64 for each thread keep all busy.", 64);
var learningRate = Rate("--learning-rate", "The highest learning rate of Adam: it rises to it in 100 steps and falls along a line to 0.", 0.004);
var denseLearningRate = Rate("--dense-learning-rate", "The same for the uncompressed network, which learns better at a lower one.", 0.001);
var threads = Count("--threads", "The threads that train.", Environment.ProcessorCount);
var skipDense = new Option<bool>("--skip-dense") { Description = "Do not train the same network uncompressed; its speed is measured with random weights." };
var resume = new Option<bool>("--resume") { Description = "Go on with a training that was cancelled, from its checkpoint in the output folder." };

var command = new RootCommand("Trains a network of 784-1024-1024-10 on Fashion-MNIST with 3 % of its weights, and the same one with all of them.")
{
    data, output, epochs, seed, batchSize, learningRate, denseLearningRate, threads, skipDense, resume,
};
data.Recursive = output.Recursive = true;
Option[] training = [epochs, seed, batchSize, learningRate, threads, resume];
command.SetAction((options, cancellationToken) => Run(options, cancellationToken, () => Trainer(options, cancellationToken).Run()));

TrainCommand Trainer(ParseResult options, CancellationToken cancellationToken) => new(
    new TrainSettings
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
    },
    cancellationToken);

var program = new Argument<string>("program") { Description = "The published program FashionMnist.Edge." };
var empty = new Option<string?>("--empty") { Description = "The published program FashionMnist.Empty, to compare size, start and memory with." };
var instructionSet = new Option<string>("--instruction-set") { Description = "What the program was compiled for.", DefaultValueFactory = _ => "Portable" };
var avx2 = new Option<string?>("--avx2") { Description = "The same program, compiled for processors with AVX2, to compare its speed with." };
var edge = new Command("edge", "Runs the network compiled ahead of time over the test images, compares it with the trained one, measures it, and completes the report.") { program, instructionSet, avx2, empty };
edge.SetAction((options, cancellationToken) => Run(options, cancellationToken, () =>
    new EdgeCommand(options.GetRequiredValue(program), options.GetRequiredValue(data), options.GetRequiredValue(output))
    {
        InstructionSet = options.GetRequiredValue(instructionSet),
        Avx2 = options.GetValue(avx2),
        Empty = options.GetValue(empty),
    }.Run()));
command.Subcommands.Add(edge);

var first = new Argument<string>("first") { Description = "The folder with predictions.bin and scores.bin of one program." };
var second = new Argument<string>("second") { Description = "The folder with those of the other." };
var compare = new Command("compare", "Compares what FashionMnist.Edge, published for two processors, predicts: the classes must be equal, the scores as good as equal.") { first, second };
compare.SetAction((options, cancellationToken) => Run(options, cancellationToken, () =>
    new CompareCommand(options.GetRequiredValue(first), options.GetRequiredValue(second)).Run()));
command.Subcommands.Add(compare);

var narrow = new Command("narrow", "Trains the tall form too, holds the weights of both forms in 16 and 8 bits, and compares accuracy, memory and time.");
foreach (var option in training) narrow.Options.Add(option);
narrow.SetAction((options, cancellationToken) => Run(options, cancellationToken, () =>
    new NarrowCommand(Trainer(options, cancellationToken), options.GetRequiredValue(data), options.GetRequiredValue(output)).Run()));
command.Subcommands.Add(narrow);

// A cancelled training writes its checkpoint before it ends.
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });

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
