using System.Globalization;
using System.Numerics.Tensors;
using System.Text;
using Comparison.Networks;
using Comparison.Statistics;
using DeepThin;
using DeepThin.Training;
using MathNet.Numerics.Statistics;

namespace Comparison;

/// <summary>
/// What changes of the training bring, one after the other, each against the row before: DeepThin wide, rank 1, beside the uncompressed network. Teachers
/// are uncompressed networks that were trained with smoothed labels, one for each seed.
/// </summary>
internal sealed class RecipeStudy(ExperimentSettings settings, string folder, ExperimentView view, CancellationToken cancellationToken)
{
    private static readonly Variant Uncompressed = new(Method.Uncompressed, null, 0, 1);
    private static readonly double[] Rates = [0.002, 0.004, 0.008], RatesOfUncompressed = [0.0005, 0.001, 0.002];

    private readonly Variant[] _compressed = [.. settings.Ratios.Select(ratio => new Variant(Method.DeepThin, "wide", 1, ratio))];

    /// <summary>Trains everything and writes the table.</summary>
    /// <param name="dataSets">The data sets.</param>
    public void Run(IReadOnlyList<DataSet> dataSets)
    {
        var text = new StringBuilder();
        foreach (var data in dataSets)
        {
            text.Append(CultureInfo.InvariantCulture, $"## {data.Name}\n\n");
            text.Append("Test error in %, and in brackets by how much of itself it is less than in the row before, with the interval of 95 %.\n\n");
            text.Append(CultureInfo.InvariantCulture, $"| recipe | uncompressed |{string.Concat(_compressed.Select(variant => $" {variant.Percent} |"))}\n| --- | ---: |{string.Concat(_compressed.Select(_ => " ---: |"))}\n");
            WriteRows(text, data);
            text.Append('\n');
        }

        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, "recipes.md");
        File.WriteAllText(path, text.ToString());
        Console.WriteLine(text);
        Console.WriteLine($"The table is {path}");
    }

    private void WriteRows(StringBuilder text, DataSet data)
    {
        var before = new Dictionary<Variant, Result[]>();
        var plain = (data.Name == DataSet.Images ? settings.ImagesRecipe : settings.SpeechRecipe) with { Loss = Loss.CrossEntropy };
        WriteRow(text, data, $"cross-entropy, {plain.Epochs} epochs, batches of {plain.BatchSize}", plain, [Uncompressed, .. _compressed], before);
        var smoothed = plain with { Loss = Loss.Smoothed(0.1) };
        var files = WriteRow(text, data, "labels smoothed by 0.1", smoothed, [Uncompressed, .. _compressed], before);
        string[] weights = [.. settings.Seeds.Select(seed => files.WeightsOf(data.Name, seed))];
        var taught = plain with { Loss = Loss.Distillation(Logits(data.WithAtMost(plain.Samples), weights[..1]), temperature: 1, weight: 0.9) };
        WriteRow(text, data, "distillation, T = 1, λ = 0.9", taught, _compressed, before);
        if (weights.Length > 1)
        {
            taught = taught with { Loss = Loss.Distillation(Logits(data.WithAtMost(plain.Samples), weights), temperature: 1, weight: 0.9) };
            WriteRow(text, data, string.Create(CultureInfo.InvariantCulture, $"{weights.Length} teachers"), taught, _compressed, before);
        }

        taught = taught with { BatchSize = plain.BatchSize / 2 };
        WriteRow(text, data, $"batches of {taught.BatchSize}", taught, _compressed, before);
        WriteRow(text, data, $"{2 * plain.Epochs} epochs", taught with { Epochs = 2 * plain.Epochs }, _compressed, before);
    }

    // Each row has a folder of results of its own, where a run that was stopped goes on.
    private ResultFiles WriteRow(StringBuilder text, DataSet data, string name, Recipe recipe, Variant[] variants, Dictionary<Variant, Result[]> before)
    {
        var files = new ResultFiles(Path.Combine(folder, "recipes", $"{data.Name} {name}".Replace(' ', '-')));
        text.Append(CultureInfo.InvariantCulture, $"| {name} |{(variants.Contains(Uncompressed) ? "" : " |")}");
        foreach (var variant in variants)
        {
            var own = recipe with { LearningRates = variant == Uncompressed ? RatesOfUncompressed : Rates };
            var experiment = settings with { ImagesRecipe = own, SpeechRecipe = own, Candidates = set => Candidates.For(set).Where(candidate => candidate.Variant == variant), Ratios = [variant.Ratio] };
            Result[] results = [.. new Experiment(experiment, files, view, cancellationToken).Run([data])];
            text.Append(CultureInfo.InvariantCulture, $" {100 * results.Average(result => result.Error):0.00}");
            if (results.Length > 1) text.Append(CultureInfo.InvariantCulture, $" ± {100 * results.Select(result => result.Error).StandardDeviation():0.00}");
            if (before.TryGetValue(variant, out var others))
            {
                var less = Paired.RelativeReduction(data.Errors(results), data.Errors(others), data.TestGroups);
                text.Append(CultureInfo.InvariantCulture, $" ({less})");
            }

            text.Append(" |");
            before[variant] = results;
        }

        text.Append('\n');
        return files;
    }

    // The mean of several teachers, computed once for all trainings.
    private static float[] Logits(DataSet data, string[] weights)
    {
        float[] mean = new float[data.Training.Count * data.Training.Outputs], one = new float[mean.Length];
        foreach (string path in weights)
        {
            if (data.Name == DataSet.Images) Images.Uncompressed.Load(path).ForwardBatch(data.Training.Samples.Span, one, -1);
            else Speech.Uncompressed.Load(path).ForwardBatch(data.Training.Samples.Span, one, -1);
            TensorPrimitives.Add<float>(mean, one, mean);
        }

        TensorPrimitives.Divide(mean, weights.Length, mean);
        return mean;
    }
}
