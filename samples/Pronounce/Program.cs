using System.CommandLine;
using System.Globalization;
using DeepThin.Samples;
using Pronounce;
using Pronounce.Data;
using static DeepThin.Samples.CommandOptions;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

const int QuickWords = 4000, QuickEpochs = 4;
const string AllVariants = "all";
string names = string.Join(", ", Variants.All.Select(variant => variant.Key));
var dictionary = new Option<string>("--dictionary")
{
    Description = "A dictionary in the format of Festival or in the text format of CMU.",
    HelpName = "FILE",
    DefaultValueFactory = _ => Lexicon.UsualFile,
    CustomParser = argument => Parse<string>(argument, "--dictionary is a file", text => !string.IsNullOrWhiteSpace(text)),
};
var output = Folder("--output", "The folder that receives the weights and the report, and keeps the results from which a run that was stopped goes on.", OutputFiles.DefaultFolder);
var quick = new Option<bool>("--quick") { Description = $"A look at it: {QuickWords} words, {QuickEpochs} epochs and two networks, unless others are given." };
var variants = new Option<string[]>("--variants")
{
    Description = $"The networks, of {names}; or {AllVariants}.",
    HelpName = "NAME",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => [.. Variants.Usual.Select(variant => variant.Key)],
};
variants.Validators.Add(result =>
{
    foreach (var token in result.Tokens)
    {
        if (token.Value != AllVariants && !Variants.All.Any(variant => variant.Key == token.Value)) result.AddError($"--variants are of {names}, or {AllVariants}, and not '{token.Value}'.");
    }
});
var words = Count("--words", "The most words that are taken of the dictionary.", int.MaxValue);
var epochs = Count("--epochs", "How often a training goes through the words.", 8);
var seed = Seed("--seed", "Decides which words are in which part, the first weights and the order of the words.");
var learningRate = Rate("--learning-rate", "The highest learning rate of the compressed networks.", 0.006);
var denseLearningRate = Rate("--dense-learning-rate", "That of the uncompressed one.", 0.003);
var narrowLearningRate = Rate("--narrow-learning-rate", "That of the narrow ones.", 0.02);
var threads = Count("--threads", "The threads that train.", Environment.ProcessorCount);

var command = new RootCommand("Trains networks that tell the phones of English words from their letters, compressed ones and uncompressed ones, and compares them.");
foreach (var option in (Option[])[dictionary, output, quick, variants, words, epochs, seed, learningRate, denseLearningRate, narrowLearningRate, threads]) command.Options.Add(option);
output.Recursive = true;
command.SetAction((options, cancellationToken) => Run(cancellationToken, () => new TrainCommand(
    new()
    {
        Dictionary = options.GetRequiredValue(dictionary),
        Output = options.GetRequiredValue(output),
        Variants = IsQuickWithout(options, variants) ? Variants.Quick : [.. Variants.All.Where(variant => options.GetRequiredValue(variants) is var given && (given.Contains(AllVariants) || given.Contains(variant.Key)))],
        Words = IsQuickWithout(options, words) ? QuickWords : options.GetValue(words),
        Epochs = IsQuickWithout(options, epochs) ? QuickEpochs : options.GetValue(epochs),
        Seed = options.GetValue(seed),
        LearningRate = options.GetValue(learningRate),
        DenseLearningRate = options.GetValue(denseLearningRate),
        NarrowLearningRate = options.GetValue(narrowLearningRate),
        Threads = options.GetValue(threads),
    },
    cancellationToken).Run()));

var program = new Argument<string>("program") { Description = "The published program Pronounce.Edge." };
var check = new Command("check", "Gives the words of the test to the program compiled ahead of time, and compares its phones with those of the trained network.") { program };
check.SetAction((options, cancellationToken) => Run(cancellationToken, () => new CheckCommand(options.GetRequiredValue(program), options.GetRequiredValue(output)).Run()));
command.Subcommands.Add(check);

return await SampleProgram.Invoke(command, args);

bool IsQuickWithout(ParseResult options, Option option) => options.GetValue(quick) && options.GetResult(option) is not { Implicit: false };

static Task<int> Run(CancellationToken cancellationToken, Action action) => SampleProgram.Run("Cancelled. What has ended is kept: the same command goes on from there.", action, cancellationToken);
