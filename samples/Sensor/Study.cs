using DeepThin.Samples;
using DeepThin.Training;
using Spectre.Console;

namespace Sensor;

/// <summary>Compares models: each is trained once for each seed, and judged by the last part of the record.</summary>
internal sealed class Study(Settings settings, CancellationToken cancellationToken)
{
    /// <summary>Trains all models and shows how far it is.</summary>
    /// <returns>The results of each model, one for each seed.</returns>
    public Candidate.Result[][] Run((Dataset Training, Dataset Validation, Dataset Test) data, params Candidate[] candidates)
    {
        if (Console.IsOutputRedirected) return Run(data, candidates, done => Console.WriteLine($"  {done} of {settings.Seeds} seeds"));
        return AnsiConsole.Progress().Start(context =>
        {
            var task = context.AddTask("seeds", maxValue: settings.Seeds);
            return Run(data, candidates, done => task.Value = done);
        });
    }

    private Candidate.Result[][] Run((Dataset Training, Dataset Validation, Dataset Test) data, Candidate[] candidates, Action<int> report)
    {
        var results = candidates.Select(_ => new List<Candidate.Result>()).ToArray();
        for (int seed = settings.Seed; seed < settings.Seed + settings.Seeds; seed++)
        {
            for (int i = 0; i < candidates.Length; i++) results[i].Add(candidates[i].Try(data, settings, seed, cancellationToken));
            report(results[0].Count);
        }

        return [.. results.Select(list => list.ToArray())];
    }

    /// <summary>The table of the results: mean ± standard deviation over the seeds, and the forecast without a model.</summary>
    /// <param name="results">The results of each model.</param>
    /// <param name="data">The windows that they were judged by.</param>
    /// <param name="microseconds">The time of a forecast of each model.</param>
    /// <param name="candidates">The models.</param>
    public static ModelTable Table(Candidate.Result[][] results, (Dataset Validation, Dataset Test) data, double[] microseconds, params Candidate[] candidates)
    {
        var table = new ModelTable("parameters", "validation, µV", "test, µV", "3 ms ahead", "50 ms ahead", "s of training", "µs per forecast");
        for (int i = 0; i < candidates.Length; i++)
        {
            var own = results[i];
            table.Add(
                candidates[i].Name,
                Figures.Count(candidates[i].Info.Parameters),
                Spread(own, result => result.Validation.RootMeanSquareErrorOfAll()),
                Spread(own, result => result.Test.RootMeanSquareErrorOfAll()),
                Spread(own, result => result.Test.Outputs[0].RootMeanSquareError),
                Spread(own, result => result.Test.Outputs[^1].RootMeanSquareError),
                Figures.Number(own.Average(result => result.Seconds), "0.0"),
                Figures.Number(microseconds[i], "0.0"));
        }

        RegressionReport validation = LastValue.Judge(data.Validation), test = LastValue.Judge(data.Test);
        table.Add(
            "last value", "", Error(validation.RootMeanSquareErrorOfAll()), Error(test.RootMeanSquareErrorOfAll()), Error(test.Outputs[0].RootMeanSquareError),
            Error(test.Outputs[^1].RootMeanSquareError), "", "");
        return table;
    }

    private static string Error(double value) => Figures.Number(1000 * value, "0.0");

    private static string Spread(Candidate.Result[] results, Func<Candidate.Result, double> value)
    {
        double[] values = [.. results.Select(value)];
        double mean = values.Average(), deviation = Math.Sqrt(values.Sum(one => (one - mean) * (one - mean)) / Math.Max(1, values.Length - 1));
        return $"{Error(mean)} ± {Error(deviation)}";
    }
}
