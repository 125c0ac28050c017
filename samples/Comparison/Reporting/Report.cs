namespace Comparison.Reporting;
internal static class Report
{
    public static void Write(string folder, ExperimentSettings settings, IReadOnlyList<DataSet> dataSets, IReadOnlyList<Result> results, bool timing, CancellationToken ct)
    {
        foreach (var g in results.GroupBy(r => (r.DataSet, r.Variant))) Console.WriteLine($"{g.Key.DataSet} {g.Key.Variant.Key} {100 * g.Average(r => r.Error):0.00} lr {g.First().LearningRate} bytes {g.First().StoredBytes} {g.Average(r => r.TrainSeconds):0.0} s");
    }
}
