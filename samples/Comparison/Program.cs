using System.CommandLine;
using System.Globalization;
using Comparison;
using Comparison.Reporting;
using DeepThin.Samples;
using FashionMnist.Data;
using static DeepThin.Samples.CommandOptions;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

const string Both = "both";
var quick = new Option<bool>("--quick") { Description = "A look at it in a few minutes: two ratios, one seed, one learning rate, fewer samples." };
var dataSet = new Option<string>("--data-set") { Description = "What to compare on: images, speech or both.", HelpName = "NAME", DefaultValueFactory = _ => Both };
dataSet.AcceptOnlyFromAmong(DataSet.Images, DataSet.Speech, Both);
var ratios = new Option<double[]>("--ratios")
{
    Description = "The ratios in per cent, of 10, 3, 1 and 0.4.",
    HelpName = "PERCENT",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => [.. ExperimentSettings.AllRatios.Select(ratio => 100 * ratio)],
};
ratios.Validators.Add(result =>
{
    foreach (var token in result.Tokens)
    {
        if (!ExperimentSettings.AllRatios.Any(ratio => string.Create(CultureInfo.InvariantCulture, $"{100 * ratio}") == token.Value)) result.AddError($"--ratios are of 10, 3, 1 and 0.4, and not '{token.Value}'.");
    }
});
var seeds = Count("--seeds", "How many seeds; the first one chooses the learning rates.", 3);
var jobs = Count("--jobs", "The trainings that run at the same time, each on one thread.", Environment.ProcessorCount);
var images = Folder("--images", "The folder with the four .gz files of Fashion-MNIST.", FashionImage.UsualFolder);
var speech = Folder("--speech", "The folder of the speech data that samples/Acoustic made.", "artifacts/acoustic/data");
var output = Folder("--output", "The folder that receives the report, and keeps the results from which a run that was stopped goes on.", "artifacts/comparison");
var noTiming = new Option<bool>("--no-timing") { Description = "Do not measure predictions and training speed." };

var command = new RootCommand("Trains networks made small in every way, on images and on synthetic speech, and writes a report that compares them.")
{
    quick, dataSet, ratios, seeds, jobs, images, speech, output, noTiming,
};
foreach (var option in command.Options) option.Recursive = true;
command.SetAction((options, cancellationToken) => Run(cancellationToken, () =>
{
    var (settings, dataSets, folder) = (Settings(options), Read(options), options.GetRequiredValue(output));
    var files = new ResultFiles(Path.Combine(folder, options.GetValue(quick) ? "results-quick" : "results"));
    var results = ExperimentView.Show(view => new Experiment(settings, files, view, cancellationToken).Run(dataSets));
    Report.Write(folder, settings, dataSets, results, !options.GetValue(noTiming), cancellationToken);
}));

var recipes = new Command("recipes", "Trains the wide networks and the uncompressed one in better and better ways: smoothed labels, distillation, several teachers, smaller batches, more epochs; writes a table.");
recipes.SetAction((options, cancellationToken) => Run(cancellationToken, () => ExperimentView.Show(view =>
{
    new RecipeStudy(Settings(options), options.GetRequiredValue(output), view, cancellationToken).Run(Read(options));
    return 0;
})));
command.Subcommands.Add(recipes);

var sensitivity = new Command("ratios", "Measures how sensitive each layer is to its ratio, and trains networks of the same bytes with one ratio for all layers and with a ratio for each.");
sensitivity.SetAction((options, cancellationToken) => Run(cancellationToken, () => ExperimentView.Show(view =>
{
    new RatioStudy(Settings(options), options.GetRequiredValue(output), view, cancellationToken).Run(Read(options));
    return 0;
})));
command.Subcommands.Add(sensitivity);

var gains = new Command("gains", "Trains DeepThin networks of both forms with gains for inputs, outputs and both, and without, at the same number of values; writes a table.");
gains.SetAction((options, cancellationToken) => Run(cancellationToken, () => ExperimentView.Show(view =>
{
    new GainsStudy(Settings(options), options.GetRequiredValue(output), view, cancellationToken).Run(Read(options));
    return 0;
})));
command.Subcommands.Add(gains);

var time = new Command("time", "Trains DeepThin networks and narrower ones of about their time, in single precision and in 8 bits; writes a table and a plot of error by time.");
time.SetAction((options, cancellationToken) => Run(cancellationToken, () => ExperimentView.Show(view =>
{
    new TimeStudy(Settings(options), options.GetRequiredValue(output), view, cancellationToken).Run(Read(options));
    return 0;
})));
command.Subcommands.Add(time);

return await SampleProgram.Invoke(command, args);

ExperimentSettings Settings(ParseResult options) => options.GetValue(quick)
    ? ExperimentSettings.Quick(options.GetValue(jobs))
    : ExperimentSettings.Full(options.GetRequiredValue(ratios), options.GetValue(seeds), options.GetValue(jobs));

List<DataSet> Read(ParseResult options)
{
    string asked = options.GetRequiredValue(dataSet);
    var dataSets = new List<DataSet>();
    if (asked != DataSet.Speech) dataSets.Add(DataSet.ReadImages(options.GetRequiredValue(images)));
    if (asked != DataSet.Images) dataSets.Add(DataSet.ReadSpeech(options.GetRequiredValue(speech)));
    return dataSets;
}

static Task<int> Run(CancellationToken cancellationToken, Action action) =>
    SampleProgram.Run("Cancelled. What has ended is kept: the same command goes on from there.", action, cancellationToken);
