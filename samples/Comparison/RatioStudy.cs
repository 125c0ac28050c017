using System.Globalization;
using System.Text;
using Comparison.Networks;
using DeepThin;
using DeepThin.Training;

namespace Comparison;

/// <summary>
/// Measures how sensitive each layer is to its ratio, and proposes ratios of the same bytes as one ratio for all; then trains the compiled networks of one
/// ratio and of the ratios that an earlier measurement proposed.
/// </summary>
internal sealed class RatioStudy(ExperimentSettings settings, string folder, ExperimentView view, CancellationToken cancellationToken)
{
    private const int WarmUpSteps = 100;
    private const double Rate = 0.004;

    /// <summary>Does all of it and writes the table.</summary>
    /// <param name="dataSets">The data sets.</param>
    public void Run(IReadOnlyList<DataSet> dataSets)
    {
        var text = new StringBuilder();
        foreach (var data in dataSets)
        {
            bool images = data.Name == DataSet.Images;
            var report = images
                ? Measure<Images.Uncompressed>(data, baseRatio: 0.004, epochs: 2, 0.0025, 0.008, 0.02, 0.05, 0.15, 0.4)
                : Measure<Speech.Uncompressed>(data, baseRatio: 0.01, epochs: 1, 0.0035, 0.03, 0.1, 0.3);
            text.Append(CultureInfo.InvariantCulture, $"## {data.Name}\n\n```\n{report}\n{report.Propose(report.ReferenceBytes)}```\n\n");
            var recipe = (images ? settings.ImagesRecipe : settings.SpeechRecipe) with { LearningRates = [0.002, 0.004, 0.008] };
            var own = settings with { ImagesRecipe = recipe, SpeechRecipe = recipe, Candidates = Candidates.OfEqualBytes };
            var results = new Experiment(own, new ResultFiles(Path.Combine(folder, "ratios")), view, cancellationToken).Run([data]);
            text.Append("| ratios | bytes | test error in % |\n| --- | ---: | ---: |\n");
            foreach (var group in results.GroupBy(result => result.Variant))
            {
                double[] errors = [.. group.Select(result => 100 * result.Error)];
                string deviation = errors.Length == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" ± {MathNet.Numerics.Statistics.Statistics.StandardDeviation(errors):0.00}");
                text.Append(CultureInfo.InvariantCulture, $"| {group.Key.Form} | {group.First().StoredBytes} | {errors.Average():0.00}{deviation} |\n");
            }

            text.Append('\n');
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "ratios.md"), text.ToString());
        Console.WriteLine(text);
        Console.WriteLine($"This is in {Path.Combine(folder, "ratios.md")}");
    }

    private SensitivityReport Measure<TModel>(DataSet data, double baseRatio, int epochs, params double[] ratios)
        where TModel : class, ITrainableModel<TModel>
    {
        var options = new SensitivityOptions
        {
            Ratios = ratios,
            BaseRatio = baseRatio,
            Training = new TrainingOptions
            {
                Epochs = epochs,
                BatchSize = 128,
                Schedule = LearningRate.Linear(Rate, warmUp: WarmUpSteps),
                MaxDegreeOfParallelism = settings.Jobs,
            },
        };
        using var shown = view.Start($"{data.Name}, sensitivity", 0);
        return Sensitivity.Measure<TModel>(data.Training, data.Validation, options with { Progress = new Watcher(progress => shown.Say($"{data.Name}, sensitivity: training {progress.Training} of {progress.Trainings}", progress.Current.LastEpoch != null)) }, cancellationToken);
    }

    private sealed class Watcher(Action<SensitivityProgress> report) : IProgress<SensitivityProgress>
    {
        public void Report(SensitivityProgress value) => report(value);
    }
}
