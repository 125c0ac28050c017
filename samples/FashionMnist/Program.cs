using System.CommandLine;
using System.Globalization;
using DeepThin.Samples;
using FashionMnist;
using FashionMnist.Data;
using static DeepThin.Samples.CommandOptions;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var data = Folder("--data", "The folder with the four .gz files of Fashion-MNIST.", FashionImage.UsualFolder);
var output = Folder("--output", "The folder that receives the weights, the checkpoints, the plot and the report.", OutputFiles.DefaultFolder);
var network = new Option<string>("--network")
{
    Description = $"The network: {Network.Dense.Name} is {Network.Dense.Layers}, {Network.Conv.Name} is {Network.Conv.Layers} with two convolutions.",
    HelpName = "NAME",
    DefaultValueFactory = _ => Network.Dense.Name,
    CustomParser = argument => Parse<string>(argument, $"--network is {Network.Dense.Name} or {Network.Conv.Name}", name => Network.Named(name) != null),
};
var images = new Option<int>("--images")
{
    Description = "How many images the training has; fewer for a short look.",
    HelpName = "N",
    DefaultValueFactory = _ => FashionTrainer.MostImages,
    CustomParser = argument => Parse<int>(argument, $"--images is a whole number from 1 to {FashionTrainer.MostImages}", count => count is >= 1 and <= FashionTrainer.MostImages),
};
var trainer = new Option<string>("--trainer")
{
    Description = $"What trains: {TrainerName.Net} is DeepThin.Training, {TrainerName.Torch} is PyTorch, which needs Python.",
    HelpName = "NAME",
    DefaultValueFactory = _ => TrainerName.Net,
    CustomParser = argument => Parse<string>(argument, $"--trainer is {TrainerName.Net} or {TrainerName.Torch}", name => name is TrainerName.Net or TrainerName.Torch),
};
var python = new Option<string>("--python") { Description = $"The Python that has PyTorch, for --trainer {TrainerName.Torch}.", HelpName = "PROGRAM", DefaultValueFactory = _ => "python3" };
var training = new TrainOptions(data, output, "images", (Epochs: 5, BatchSize: 64, Network.Dense.LearningRate));

var command = new RootCommand("Trains a network on Fashion-MNIST with 3 % of the weights of its large layers, and the same one with all of them.") { data, network, trainer, python };
training.AddTo(command);
command.Options.Add(images);
data.Recursive = output.Recursive = true;
command.SetAction((options, cancellationToken) => Run(cancellationToken, () =>
{
    var settings = training.Read(options, NetworkOf(options).LearningRate);
    var torch = options.GetValue(trainer) == TrainerName.Torch
        ? new TorchTrainer(NetworkOf(options), options.GetRequiredValue(python), settings, options.GetValue(images), cancellationToken)
        : null;
    NetworkOf(options).Train(Trainer(settings, options, cancellationToken), settings, torch);
}));

var program = new Argument<string>("program") { Description = "The published program FashionMnist.Edge." };
var empty = new Option<string?>("--empty") { Description = "The published program FashionMnist.Empty, to compare size, start and memory with." };
var instructionSet = new Option<string>("--instruction-set") { Description = "What the program was compiled for.", DefaultValueFactory = _ => "Portable" };
var avx2 = new Option<string?>("--avx2") { Description = "The same program, compiled for processors with AVX2, to compare its speed with." };
var edge = new Command("edge", "Runs the network compiled ahead of time over the test images, compares it with the trained one, measures it, and completes the report.") { program, network, instructionSet, avx2, empty };
edge.SetAction((options, cancellationToken) => Run(cancellationToken, () =>
    new EdgeCommand(NetworkOf(options), options.GetRequiredValue(program), options.GetRequiredValue(data), options.GetRequiredValue(output))
    {
        InstructionSet = options.GetRequiredValue(instructionSet),
        Avx2 = options.GetValue(avx2),
        Empty = options.GetValue(empty),
    }.Run()));
command.Subcommands.Add(edge);

var first = new Argument<string>("first") { Description = "The folder with predictions.bin and scores.bin of one program." };
var second = new Argument<string>("second") { Description = "The folder with those of the other." };
var compare = new Command("compare", "Compares what FashionMnist.Edge, published for two processors, predicts: the classes must be equal, the scores as good as equal.") { first, second };
compare.SetAction((options, cancellationToken) => Run(cancellationToken, () =>
    new CompareCommand(options.GetRequiredValue(first), options.GetRequiredValue(second)).Run()));
command.Subcommands.Add(compare);

var narrow = new Command("narrow", "Trains the tall form too, holds the weights of both forms in 16 and 8 bits, and compares accuracy, memory and time.");
foreach (var option in training.OfOneNetwork.Append(images)) narrow.Options.Add(option);
narrow.SetAction((options, cancellationToken) => Run(cancellationToken, () =>
{
    var settings = training.Read(options);
    new NarrowCommand(Trainer(settings, options, cancellationToken), settings).Run();
}));
command.Subcommands.Add(narrow);

var seeds = Count("--seeds", "With how many seeds each is trained.", 3);
var variants = new Command("variants", "Trains the convolutional network uncompressed and compressed to different ratios, with its second convolution wide and tall.") { seeds };
foreach (var option in training.OfBothNetworks.Append(images)) variants.Options.Add(option);
variants.SetAction((options, cancellationToken) => Run(cancellationToken, () =>
{
    var settings = training.Read(options, Network.Conv.LearningRate);
    new VariantsCommand(Trainer(settings, options, cancellationToken), settings, options.GetValue(seeds)).Run();
}));
command.Subcommands.Add(variants);

return await SampleProgram.Invoke(command, args);

FashionTrainer Trainer(TrainSettings settings, ParseResult options, CancellationToken cancellationToken) => new(settings, options.GetValue(images), cancellationToken);

Network NetworkOf(ParseResult options) => Network.Named(options.GetRequiredValue(network))!;

static Task<int> Run(CancellationToken cancellationToken, Action action) =>
    SampleProgram.Run("Cancelled. The checkpoint is kept: the same command with --resume goes on from there.", action, cancellationToken);
