using System.Globalization;
using System.Text;
using Comparison.Statistics;
using DeepThin;

namespace Comparison;

/// <summary>What gains for inputs, for outputs and for both bring at the same number of values: both forms, three ratios.</summary>
internal sealed class GainsStudy(ExperimentSettings settings, string folder, ExperimentView view, CancellationToken cancellationToken)
{
    private static readonly double[] Rates = [0.002, 0.004, 0.008];
    private static readonly Gains[] All = [Gains.None, Gains.Inputs, Gains.Outputs, Gains.Both];

    /// <summary>Trains everything and writes the table.</summary>
    /// <param name="dataSets">The data sets.</param>
    public void Run(IReadOnlyList<DataSet> dataSets)
    {
        var text = new StringBuilder();
        foreach (var data in dataSets)
        {
            var recipe = (data.Name == DataSet.Images ? settings.ImagesRecipe : settings.SpeechRecipe) with { LearningRates = Rates };
            var own = settings with { ImagesRecipe = recipe, SpeechRecipe = recipe, Candidates = Candidates.WithGains };
            var results = new Experiment(own, new ResultFiles(Path.Combine(folder, "gains")), view, cancellationToken).Run([data]);
            Write(text, data, results.GroupBy(result => result.Variant).ToDictionary(group => group.Key, group => group.ToArray()));
        }

        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, "gains.md");
        File.WriteAllText(path, text.ToString());
        Console.WriteLine(text);
        Console.WriteLine($"This is in {path}");
    }

    private static void Write(StringBuilder text, DataSet data, Dictionary<Variant, Result[]> results)
    {
        text.Append(CultureInfo.InvariantCulture, $"## {data.Name}\n\nTest error in %, and in brackets by how much of itself it is less than without gains, with the interval of 95 %.\n\n");
        text.Append("| form | ratio | without | gains for inputs | for outputs | for both |\n| --- | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (var row in results.Keys.GroupBy(variant => variant with { Gains = null }))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row.Key.Form} | {row.Key.Percent} |");
            var without = results[row.Key with { Gains = Gains.None }];
            foreach (var gains in All)
            {
                if (!results.TryGetValue(row.Key with { Gains = gains }, out var found))
                {
                    text.Append(" – |");
                    continue;
                }

                text.Append(CultureInfo.InvariantCulture, $" {100 * found.Average(result => result.Error):0.00}");
                if (gains != Gains.None)
                {
                    var less = Paired.RelativeReduction(data.Errors(found), data.Errors(without), data.TestGroups);
                    text.Append(CultureInfo.InvariantCulture, $" ({less})");
                }

                text.Append(" |");
            }

            text.Append('\n');
        }

        text.Append('\n');
    }
}
