using System.Globalization;
using Comparison.Statistics;
using DeepThin.Samples;

namespace Comparison.Reporting;

/// <summary>The tables of a data set, as Markdown.</summary>
internal sealed class Tables
{
    private static readonly Variant Reference = new(Method.DeepThin, "wide", 1, 1);

    private readonly DataSet _data;
    private readonly Dictionary<Variant, Result[]> _results;
    private readonly double[] _ratios;
    private readonly Variant[] _methods;

    public Tables(DataSet data, IReadOnlyList<Result> results)
    {
        _data = data;
        _results = results.GroupBy(result => result.Variant).ToDictionary(group => group.Key, group => group.ToArray());
        _ratios = [.. results.Select(result => result.Ratio).Where(ratio => ratio < 1).Distinct().OrderDescending()];
        _methods = [.. results.Select(result => result.Variant with { Ratio = 1 }).Distinct()];
    }

    /// <summary>The methods, each with the ratio 1.</summary>
    public IReadOnlyList<Variant> Methods => _methods;

    /// <summary>The variants of a method, from the largest to the smallest.</summary>
    public IEnumerable<Variant> VariantsOf(Variant method) => _ratios.Prepend(1).Select(ratio => method with { Ratio = ratio }).Where(Has);

    public bool Has(Variant variant) => _results.ContainsKey(variant);

    /// <summary>The mean test error.</summary>
    public double Error(Variant variant) => _results[variant].Average(result => result.Error);

    public long StoredBytes(Variant variant) => _results[variant][0].StoredBytes;

    public string ByRatio() => Markdown(
        ["method", .. _ratios.Select(Percent), "weights kept"],
        _methods.Select(method => (string[])
        [
            method.Label,
            .. _ratios.Select(ratio => Has(method with { Ratio = ratio }) ? MeanError(method with { Ratio = ratio }) : IsWhole(method) ? MeanError(method) : "–"),
            string.Join(", ", VariantsOf(method).Select(variant => Figures.Count(_results[variant][0].WeightsOfLargeLayers))),
        ]));

    public string ByBytes() => Markdown(
        ["stored bytes", "method", "ratio", "error in %", "trained values", "learning rate", "seconds of training"],
        _results.Keys.OrderByDescending(StoredBytes).Select(variant => (string[])
        [
            Figures.Count(StoredBytes(variant)),
            variant.Label,
            IsWhole(variant) ? "" : Percent(variant.Ratio),
            MeanError(variant),
            Figures.Count(_results[variant][0].Parameters),
            _results[variant][0].LearningRate is > 0 and var rate ? Text($"{rate}") : "",
            Text($"{_results[variant].Average(result => result.TrainSeconds):0.0}"),
        ]));

    public string Reductions()
    {
        var others = _methods.Where(method => !IsWhole(method) && method != Reference).ToList();
        var rows = others.Select(method => (string[])[method.Label, .. _ratios.Select(ratio => Reduction(ratio, method with { Ratio = ratio }))]).ToList();
        if (others.Exists(method => method.Method == Method.Pruned)) rows.Add(["pruned at equal bytes", .. _ratios.Select(ReductionAtEqualBytes)]);
        return Markdown(["against", .. _ratios.Select(Percent)], rows);
    }

    public string Times(IReadOnlyDictionary<Variant, double> microseconds) => Markdown(
        ["method", .. _ratios.Select(Percent)],
        _methods.Where(method => method.Method != Method.Int8).Select(method => (string[])
        [
            method.Label,
            .. _ratios.Select(ratio => microseconds.TryGetValue(method with { Ratio = ratio }, out double time) || microseconds.TryGetValue(method, out time) ? Text($"{time:0.0}") : "–"),
        ]));

    private string Reduction(double ratio, Variant other)
    {
        var own = Reference with { Ratio = ratio };
        if (!Has(own) || !Has(other)) return "–";
        var interval = Paired.RelativeReduction(Errors(own), Errors(other), _data.TestGroups);
        return Text($"{100 * interval.Value:0.0} % ({100 * interval.Low:0.0} … {100 * interval.High:0.0})");
    }

    private string ReductionAtEqualBytes(double ratio)
    {
        var own = Reference with { Ratio = ratio };
        var pruned = _results.Keys.Where(variant => variant.Method == Method.Pruned).ToList();
        var curve = new ErrorCurve(pruned.Select(variant => ((double)StoredBytes(variant), Error(variant))));
        if (!Has(own)) return "–";
        if (curve.At(StoredBytes(own)) is { } error) return Text($"{100 * (1 - Error(own) / error):0.0} %");

        // Below its smallest network pruning has no figure; the smallest one has more bytes and so, if anything, fewer errors.
        var smallest = pruned.MinBy(StoredBytes)!;
        return StoredBytes(own) < StoredBytes(smallest) ? Text($"more than {100 * (1 - Error(own) / Error(smallest)):0.0} %, with fewer bytes") : "–";
    }

    private int[] Errors(Variant variant) => _data.Errors(_results[variant]);

    private string MeanError(Variant variant)
    {
        double[] errors = [.. _results[variant].Select(result => 100 * result.Error)];
        return errors.Length == 1 ? Text($"{errors[0]:0.00}") : Text($"{errors.Average():0.00} ± {MathNet.Numerics.Statistics.Statistics.StandardDeviation(errors):0.00}");
    }

    private static bool IsWhole(Variant variant) => variant.Method is Method.Uncompressed or Method.Int8;

    private static string Percent(double ratio) => Text($"{100 * ratio:0.#} %");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Markdown(string[] header, IEnumerable<string[]> rows) =>
        Line(header) + Line([.. header.Select((_, column) => column == 0 ? "---" : "---:")]) + string.Concat(rows.Select(Line));

    private static string Line(string[] cells) => $"| {string.Join(" | ", cells)} |\n";
}
