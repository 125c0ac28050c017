namespace Comparison;

/// <summary>
/// Trains every candidate: with the first seed at each learning rate, then, at the rate with the smallest validation error, with the other seeds.
/// Pruned networks come last, because they begin with the uncompressed one of their seed. What has ended before is not trained again.
/// </summary>
internal sealed class Experiment(ExperimentSettings settings, ResultFiles files, ExperimentView view, CancellationToken cancellationToken)
{
    private readonly Dictionary<string, Result> _results = files.Read(settings.ImagesRecipe)
        .Concat(files.Read(settings.SpeechRecipe))
        .GroupBy(KeyOf).ToDictionary(group => group.Key, group => group.Last());

    /// <summary>Does all of it.</summary>
    /// <param name="dataSets">The data sets.</param>
    /// <returns>The results at the chosen learning rates.</returns>
    public IReadOnlyList<Result> Run(IReadOnlyList<DataSet> dataSets)
    {
        var work = dataSets.SelectMany(data => settings.Candidates(data.Name).Where(IsAsked).Select(candidate => new Work(data, candidate))).ToList();
        view.Begin(work.Sum(CostOf));
        var first = work.Where(item => !BeginsWithUncompressed(item)).ToList();
        RunAll(first.SelectMany(Grid));
        foreach (var item in first.Where(item => item.Candidate.Variant.Method == Method.Uncompressed)) files.Choose(item.Data.Name, Best(item));
        RunAll(first.SelectMany(OtherSeeds));
        var last = work.Except(first).ToList();
        RunAll(last.SelectMany(Grid));
        RunAll(last.SelectMany(OtherSeeds));
        return [.. work.SelectMany(item => settings.Seeds.Select(seed => _results[KeyOf(item, seed, Best(item))]))];
    }

    private static bool BeginsWithUncompressed(Work work) => work.Candidate.Variant.Method is Method.Pruned or Method.Int8;

    private bool IsAsked(Candidate candidate) => candidate.Variant.Ratio == 1 || settings.Ratios.Contains(candidate.Variant.Ratio);

    private Recipe RecipeOf(DataSet data) => data.Name == DataSet.Images ? settings.ImagesRecipe : settings.SpeechRecipe;

    // Rounding to 8 bits trains nothing.
    private IReadOnlyList<double> RatesOf(Work work) => work.Candidate.Variant.Method == Method.Int8 ? [0] : RecipeOf(work.Data).LearningRates;

    private IEnumerable<Training> Grid(Work work) => RatesOf(work).Select(rate => new Training(work, settings.Seeds[0], rate));

    private IEnumerable<Training> OtherSeeds(Work work) => settings.Seeds.Skip(1).Select(seed => new Training(work, seed, Best(work)));

    private double Best(Work work) => RatesOf(work).MinBy(rate => _results[KeyOf(work, settings.Seeds[0], rate)].ValidationError);

    private double CostOf(Work work) => CostOfOne(work) * (RatesOf(work).Count + settings.Seeds.Count - 1);

    private double CostOfOne(Work work) => work.Candidate.Cost * RecipeOf(work.Data).Epochs * Math.Min(work.Data.Training.Count, RecipeOf(work.Data).Samples ?? int.MaxValue);

    // The longest first, so that no processor waits for a long one at the end.
    private void RunAll(IEnumerable<Training> trainings)
    {
        var ordered = trainings.OrderByDescending(training => CostOfOne(training.Work)).ToList();
        var options = new ParallelOptions { MaxDegreeOfParallelism = settings.Jobs, CancellationToken = cancellationToken };
        Parallel.ForEach(System.Collections.Concurrent.Partitioner.Create(ordered, System.Collections.Concurrent.EnumerablePartitionerOptions.NoBuffering), options, RunOne);
    }

    private void RunOne(Training training)
    {
        var (data, candidate) = training.Work;
        string key = KeyOf(training.Work, training.Seed, training.LearningRate);
        string name = $"{data.Name}, {candidate.Variant.Label}{(candidate.Variant.Ratio < 1 ? ", " + candidate.Variant.Percent : "")}, seed {training.Seed}";
        if (_results.ContainsKey(key))
        {
            view.Skip(CostOfOne(training.Work));
            return;
        }

        using var shown = view.Start(name, CostOfOne(training.Work));
        var result = candidate.Train(data, RecipeOf(data), training.Seed, training.LearningRate, files, shown, cancellationToken);
        files.Write(result);
        lock (_results) _results[key] = result;
        shown.Finish(result);
    }

    private static string KeyOf(Work work, int seed, double rate) => KeyOf(work.Data.Name, work.Candidate.Variant, seed, rate);

    private static string KeyOf(Result result) => KeyOf(result.DataSet, result.Variant, result.Seed, result.LearningRate);

    private static string KeyOf(string dataSet, Variant variant, int seed, double rate) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{dataSet} {variant.Key} {seed} {rate}");

    private sealed record Work(DataSet Data, Candidate Candidate);

    private sealed record Training(Work Work, int Seed, double LearningRate);
}
