using System.Globalization;
using System.Text;
using Comparison.Networks;
using DeepThin;
using DeepThin.Training;

namespace Comparison;

/// <summary>What changes of the training bring, one at a time and the best together: DeepThin wide at 3 %, beside the uncompressed network.</summary>
internal sealed class RecipeStudy(ExperimentSettings settings, string folder, ExperimentView view, CancellationToken cancellationToken)
{
    private const string Plain = "plain: Adam, batches of 128, linear";

    private static readonly Variant Wide = new(Method.DeepThin, "wide", 1, 0.03);
    private static readonly Variant Uncompressed = new(Method.Uncompressed, null, 0, 1);
    private static readonly double[] Rates = [0.002, 0.004, 0.008];

    /// <summary>Trains everything and writes the table.</summary>
    /// <param name="dataSets">The data sets.</param>
    public void Run(IReadOnlyList<DataSet> dataSets)
    {
        var text = new StringBuilder();
        foreach (var data in dataSets)
        {
            var plain = data.Name == DataSet.Images ? settings.ImagesRecipe : settings.SpeechRecipe;
            var best = plain with { BatchSize = 64, Optimizer = new Adam { Beta2 = 0.99, WeightDecay = 0.03, Decoupled = true } };
            var files = new ResultFiles(Path.Combine(folder, "study", "plain"));
            double reference = Mean(Train(data, Uncompressed, plain, files));
            var teacher = Teacher(data, files.WeightsOf(data.Name, settings.Seeds[0]));
            text.Append(CultureInfo.InvariantCulture, $"## {data.Name}\n\n| recipe | learning rate | DeepThin wide, 3 %: error in % | against uncompressed, plain |\n| --- | ---: | ---: | ---: |\n");
            text.Append(CultureInfo.InvariantCulture, $"| uncompressed, plain | {Train(data, Uncompressed, plain, files)[0].LearningRate} | {Error(Train(data, Uncompressed, plain, files))} | |\n");
            var tuned = Train(data, Uncompressed, best, new ResultFiles(Path.Combine(folder, "study", "best")));
            text.Append(CultureInfo.InvariantCulture, $"| uncompressed, batches of 64, β₂ = 0.99, decay 0.03 | {tuned[0].LearningRate} | {Error(tuned)} | {Points(Mean(tuned) - reference)} |\n");
            int number = 0;
            foreach (var (name, recipe) in Recipes(plain, best, teacher))
            {
                string place = Path.Combine(folder, "study", string.Create(CultureInfo.InvariantCulture, $"{data.Name}-{number++}"));
                var results = Train(data, Wide, recipe with { LearningRates = Rates }, new ResultFiles(place));
                text.Append(CultureInfo.InvariantCulture, $"| {name} | {results[0].LearningRate} | {Error(results)} | {Points(Mean(results) - reference)} |\n");
            }

            text.Append('\n');
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "recipes.md"), text.ToString());
        Console.WriteLine(text);
        Console.WriteLine($"The table is {Path.Combine(folder, "recipes.md")}");
    }

    private static IEnumerable<(string Name, Recipe Recipe)> Recipes(Recipe plain, Recipe best, float[] teacher)
    {
        static Adam Decay(double decay, double beta2 = 0.999) => new() { Beta2 = beta2, WeightDecay = decay, Decoupled = true };
        yield return (Plain, plain);
        yield return ("first values of the longer factor × 0.5", plain with { Spread = 0.5 });
        yield return ("first values of the longer factor × 2", plain with { Spread = 2 });
        yield return ("rate of X_f × 3", plain with { FactorRates = new() { Left = 3 } });
        yield return ("rate of X_f × 0.3", plain with { FactorRates = new() { Left = 0.3 } });
        yield return ("rates by scale", plain with { FactorRates = new() { ByScale = true } });
        yield return ("no warm-up", plain with { Schedule = rate => LearningRate.Linear(rate) });
        yield return ("warm-up of 1000 steps", plain with { Schedule = rate => LearningRate.Linear(rate, warmUp: 1000) });
        yield return ("cosine", plain with { Schedule = rate => LearningRate.Cosine(rate, warmUp: 100) });
        yield return ("constant rate", plain with { Schedule = rate => LearningRate.Constant(rate, warmUp: 100) });
        yield return ("gradient clipped to 1", plain with { ClipNorm = 1 });
        yield return ("batches of 64", plain with { BatchSize = 64 });
        yield return ("batches of 256", plain with { BatchSize = 256 });
        yield return ("β₂ = 0.99", plain with { Optimizer = new Adam { Beta2 = 0.99 } });
        yield return ("decoupled weight decay 0.03", plain with { Optimizer = Decay(0.03) });
        yield return ("decoupled weight decay 0.1", plain with { Optimizer = Decay(0.1) });
        yield return ("distillation, T = 2, λ = 0.5", plain with { Loss = Loss.Distillation(teacher, 2, 0.5) });
        yield return ("distillation, T = 4, λ = 0.9", plain with { Loss = Loss.Distillation(teacher, 4, 0.9) });
        yield return ("β₂ = 0.99, decay 0.1, distillation, T = 2, λ = 0.9", plain with { Optimizer = Decay(0.1, 0.99), Loss = Loss.Distillation(teacher, 2, 0.9) });
        yield return ("β₂ = 0.99, decay 0.1, distillation, T = 3, λ = 0.8", plain with { Optimizer = Decay(0.1, 0.99), Loss = Loss.Distillation(teacher, 3, 0.8) });
        yield return ("batches of 64, β₂ = 0.99, decay 0.03", best);
        yield return ("batches of 64, β₂ = 0.99, decay 0.1", best with { Optimizer = Decay(0.1, 0.99) });
        yield return ("batches of 64, β₂ = 0.99, decay 0.03, distillation, T = 2, λ = 0.5", best with { Loss = Loss.Distillation(teacher, 2, 0.5) });
        yield return ("batches of 64, β₂ = 0.99, decay 0.03, distillation, T = 4, λ = 0.9", best with { Loss = Loss.Distillation(teacher, 4, 0.9) });
        yield return ("first values × 0.25", plain with { Spread = 0.25 });
        yield return ("batches of 64, β₂ = 0.99, decay 0.03, first values × 0.5", best with { Spread = 0.5 });
        yield return ("batches of 64, β₂ = 0.99, decay 0.03, first values × 0.25", best with { Spread = 0.25 });
        yield return ("batches of 64, β₂ = 0.99, decay 0.03, first values × 0.5, distillation, T = 2, λ = 0.9", best with { Spread = 0.5, Loss = Loss.Distillation(teacher, 2, 0.9) });
    }

    private IReadOnlyList<Result> Train(DataSet data, Variant variant, Recipe recipe, ResultFiles files)
    {
        var own = settings with { ImagesRecipe = recipe, SpeechRecipe = recipe, Candidates = name => Candidates.For(name).Where(candidate => candidate.Variant == variant), Ratios = [variant.Ratio] };
        return new Experiment(own, files, view, cancellationToken).Run([data]);
    }

    private static float[] Teacher(DataSet data, string weights)
    {
        float[] logits = new float[data.Training.Count * data.Training.Outputs];
        if (data.Name == DataSet.Images) Images.Uncompressed.Load(weights).ForwardBatch(data.Training.Samples.Span, logits, -1);
        else Speech.Uncompressed.Load(weights).ForwardBatch(data.Training.Samples.Span, logits, -1);
        return logits;
    }

    private static double Mean(IReadOnlyList<Result> results) => 100 * results.Average(result => result.Error);

    private static string Error(IReadOnlyList<Result> results) => results.Count == 1
        ? string.Create(CultureInfo.InvariantCulture, $"{Mean(results):0.00}")
        : string.Create(CultureInfo.InvariantCulture, $"{Mean(results):0.00} ± {100 * MathNet.Numerics.Statistics.Statistics.StandardDeviation(results.Select(result => result.Error)):0.00}");

    private static string Points(double points) => points.ToString("+0.00;−0.00", CultureInfo.InvariantCulture);
}
