using DeepThin.Samples;
using DeepThin.Training;
using Spectre.Console;

namespace Tables;

/// <summary>Compares models by cross-validation: every sample is judged once for each seed, by a model that was trained without it.</summary>
internal sealed class Study(Settings settings, CancellationToken cancellationToken)
{
    /// <summary>Trains all models on all folds and shows how far it is.</summary>
    /// <returns>The results of each model, one for each fold and seed.</returns>
    public Candidate.Result[][] Run(Dataset data, params Candidate[] candidates)
    {
        if (Console.IsOutputRedirected) return Run(data, candidates, done => Console.WriteLine($"  {done} of {settings.Seeds * settings.Folds} folds"));
        return AnsiConsole.Progress().Start(context =>
        {
            var task = context.AddTask("folds", maxValue: settings.Seeds * settings.Folds);
            return Run(data, candidates, done => task.Value = done);
        });
    }

    private Candidate.Result[][] Run(Dataset data, Candidate[] candidates, Action<int> report)
    {
        var results = candidates.Select(_ => new List<Candidate.Result>()).ToArray();
        for (int seed = settings.Seed; seed < settings.Seed + settings.Seeds; seed++)
        {
            foreach (var (training, test) in data.Folds(settings.Folds, seed))
            {
                for (int i = 0; i < candidates.Length; i++) results[i].Add(candidates[i].Try(training, test, settings, seed, cancellationToken));
                report(results[0].Count);
            }
        }

        return [.. results.Select(list => list.ToArray())];
    }

    /// <summary>The table of the results: mean ± standard deviation over folds and seeds.</summary>
    public static FigureTable Table(Candidate.Result[][] results, params Candidate[] candidates)
    {
        var table = new FigureTable("linear");
        Add("parameters", i => Figures.Count(candidates[i].Info.Parameters));
        Add("accuracy", i => Spread(results[i], result => 100 * result.Report.Accuracy, "0.00") + " %");
        Add("balanced accuracy", i => Spread(results[i], result => 100 * result.Report.BalancedAccuracy, "0.00") + " %");
        Add("malignant ones found", i => Spread(results[i], result => 100 * (Malignant(result.Report).Recall ?? double.NaN), "0.00") + " %");
        Add("ROC AUC", i => Spread(results[i], result => Malignant(result.Report).RocAuc ?? double.NaN, "0.0000"));
        Add("log loss", i => Spread(results[i], result => result.Report.LogLoss, "0.0000"));
        Add("ms of training", i => Spread(results[i], result => 1000 * result.Seconds, "0"));
        return table;

        void Add(string name, Func<int, string> value) => table.Add(name, value(0), value(1), value(2));
    }

    private static ClassResult Malignant(ClassificationReport report) => report.Classes.Single(one => one.Name == "malignant");

    private static string Spread(Candidate.Result[] results, Func<Candidate.Result, double> value, string format)
    {
        double[] values = [.. results.Select(value)];
        double mean = values.Average(), deviation = Math.Sqrt(values.Sum(one => (one - mean) * (one - mean)) / Math.Max(1, values.Length - 1));
        return $"{Figures.Number(mean, format)} ± {Figures.Number(deviation, format)}";
    }
}
