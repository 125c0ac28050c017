using System.CommandLine;
using System.Globalization;
using DeepThin.Samples;
using Listen;
using Listen.Data;
using static DeepThin.Samples.CommandOptions;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

const int QuickScenes = 30, QuickEpochs = 6;
const string AllVariants = "all";
string names = string.Join(", ", Variants.All.Select(variant => variant.Key));
var scenes = new Option<int>("--scenes")
{
    Description = "How many scenes networks are trained with; half as many more are for the test, and a fifth chooses the best epoch.",
    HelpName = "N",
    DefaultValueFactory = _ => 160,
    CustomParser = argument => Parse<int>(argument, $"--scenes is a whole number, {DataSettings.FewestScenes} or more", count => count >= DataSettings.FewestScenes),
};
var dataSeed = Seed("--data-seed", "Decides who says what in which scene, and the noise.");
var remake = new Option<bool>("--remake") { Description = "Make the scenes anew even if they are there." };
var output = Folder("--output", "The folder that receives the scenes, the weights and the report, and keeps the results from which a run that was stopped goes on.", OutputFiles.DefaultFolder);
var quick = new Option<bool>("--quick") { Description = $"A look at it: {QuickScenes} scenes, {QuickEpochs} epochs and two networks, unless others are given." };
var variants = new Option<string[]>("--variants")
{
    Description = $"The networks, of {names}; or {AllVariants}.",
    HelpName = "NAME",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => [AllVariants],
};
variants.Validators.Add(result =>
{
    foreach (var token in result.Tokens)
    {
        if (token.Value != AllVariants && !Variants.All.Any(variant => variant.Key == token.Value)) result.AddError($"--variants are of {names}, or {AllVariants}, and not '{token.Value}'.");
    }
});
var epochs = Count("--epochs", "How often a training goes through the scenes.", 20);
var seed = Seed("--seed", "Decides the first weights and the order of the pieces.");
var learningRate = Rate("--learning-rate", "The highest learning rate of the compressed networks.", 0.006);
var denseLearningRate = Rate("--dense-learning-rate", "That of the uncompressed one.", 0.006);
var narrowLearningRate = Rate("--narrow-learning-rate", "That of the narrow ones.", 0.01);
var threads = Count("--threads", "The threads that train.", Environment.ProcessorCount);

var command = new RootCommand("Makes scenes of speech and noise, trains networks that tell in which frames somebody speaks, compressed ones and uncompressed ones, and compares them.");
foreach (var option in (Option[])[scenes, dataSeed, remake, output, quick, variants, epochs, seed, learningRate, denseLearningRate, narrowLearningRate, threads]) command.Options.Add(option);
output.Recursive = true;
command.SetAction((options, cancellationToken) => Run(cancellationToken, () => new TrainCommand(
    new()
    {
        Data = new(options.GetValue(dataSeed), IsQuickWithout(options, scenes) ? QuickScenes : options.GetValue(scenes)),
        Remake = options.GetValue(remake),
        Output = options.GetRequiredValue(output),
        Variants = IsQuickWithout(options, variants) ? Variants.Quick : [.. Variants.All.Where(variant => options.GetRequiredValue(variants) is var given && (given.Contains(AllVariants) || given.Contains(variant.Key)))],
        Epochs = IsQuickWithout(options, epochs) ? QuickEpochs : options.GetValue(epochs),
        Seed = options.GetValue(seed),
        LearningRate = options.GetValue(learningRate),
        DenseLearningRate = options.GetValue(denseLearningRate),
        NarrowLearningRate = options.GetValue(narrowLearningRate),
        Threads = options.GetValue(threads),
    },
    cancellationToken).Run()));

var program = new Argument<string>("program") { Description = "The published program Listen.Edge." };
var streams = Count("--streams", "How many streams the program listens to at once.", 1000);
var check = new Command("check", "Streams the scenes of the test through the program compiled ahead of time, compares its answers with those of the trained network, and tells the load.") { program, streams };
check.SetAction((options, cancellationToken) => Run(cancellationToken, () => new CheckCommand(options.GetRequiredValue(program), options.GetRequiredValue(output), options.GetValue(streams)).Run()));
command.Subcommands.Add(check);

return await SampleProgram.Invoke(command, args);

bool IsQuickWithout(ParseResult options, Option option) => options.GetValue(quick) && options.GetResult(option) is not { Implicit: false };

static Task<int> Run(CancellationToken cancellationToken, Action action) => SampleProgram.Run("Cancelled. What has ended is kept: the same command goes on from there.", action, cancellationToken);
