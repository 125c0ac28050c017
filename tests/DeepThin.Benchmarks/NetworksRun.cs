using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using DeepThin.Benchmarks.Machine;
using DeepThin.Benchmarks.Models;
using DeepThin.Benchmarks.Peers;
using Microsoft.ML.OnnxRuntime;

namespace DeepThin.Benchmarks;

/// <summary>
/// Whole networks, one prediction on one thread, beside uncompressed ones: called one after the other, as a busy program does, and with the caches swept
/// between calls, as a device meets it that predicts now and then.
/// </summary>
internal static class NetworksRun
{
    private const int Rounds = 31;

    /// <summary>Measures all, prints the table, and writes <c>networks.md</c> and <c>networks.json</c> (<c>networks-aot</c> when compiled ahead of time).</summary>
    /// <param name="names">Parts of the names of the networks to measure; none measures all.</param>
    /// <param name="folder">The folder; created when it is missing.</param>
    /// <exception cref="BenchmarkException">A contender computes something else.</exception>
    public static void Run(string[] names, string folder)
    {
        var sweep = new CacheSweep();
        string path = Path.GetTempFileName();
        try
        {
            var networks = WholeNetwork.All.Where(network => names.Length == 0 || names.Any(name => network.Name.Contains(name, StringComparison.OrdinalIgnoreCase)));
            Write([.. networks.SelectMany(network => Measure(network, sweep, path))], folder);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static List<NetworkRow> Measure(WholeNetwork network, CacheSweep sweep, string path)
    {
        ProgressLine.Show($"{network.Name}: setting up");
        var samples = new Samples(network.Sizes[0], network.Sizes[^1], 1);
        var dense = new DenseLayers(network.Sizes, samples);
        using var onnx = new OnnxSession(OnnxModel.Dense(dense.Layers, 1), samples);
        using var onnxInt8 = new OnnxSession(OnnxModel.DenseInt8(dense.Layers, 1), samples);
        Candidate[] peers =
        [
            new("uncompressed", "ONNX Runtime", 1, WeightType.Float32, onnx.Run),
            new("uncompressed", "TensorPrimitives", 1, WeightType.Float32, () => dense.Run(TensorProducts.Dense)),
            .. OpenBlas.IsInstalled ? [new Candidate("uncompressed", "OpenBLAS", 1, WeightType.Float32, () => dense.Run(OpenBlas.Dense))] : Array.Empty<Candidate>(),
            new("uncompressed", "ONNX Runtime", 1, WeightType.Int8, onnxInt8.Run),
        ];
        Check(peers, samples);
        List<Candidate> candidates = [.. peers];
        foreach (var pair in network.Models)
        {
            pair.Single.Create(path);
            Candidate[] both = [.. new[] { pair.Single, pair.Int8 }.Select(model => new Candidate(pair.Form, "DeepThin", pair.Ratio, model.Info.Held, model.Forward(path, samples)))];
            Check(both, samples);
            candidates.AddRange(both);
        }

        return [.. Measure(network, candidates, (name, action) => new Contender(name, action), swept: false), .. Measure(network, candidates, sweep.Contender, swept: true)];
    }

    private static IEnumerable<NetworkRow> Measure(WholeNetwork network, List<Candidate> candidates, Func<string, Action, Contender> contender, bool swept)
    {
        var contenders = candidates.Select(candidate => (Candidate: candidate, Contender: contender(candidate.By, candidate.Predict))).ToList();
        string what = network.Name + (swept ? ", caches swept" : "");
        Contender[] all = [.. contenders.Select(item => item.Contender)];
        if (!swept) Interleaved.WarmUp(what, all, Contender.LongSlice);
        Interleaved.MeasureWarm(what, Rounds, all);
        var fastest = contenders.Where(item => item.Candidate is { Ratio: 1, Weights: WeightType.Float32 }).MinBy(item => item.Contender.Median).Contender;
        return contenders.Select(item => new NetworkRow(
            network.Name,
            item.Candidate.Form,
            item.Candidate.By,
            item.Candidate.Ratio,
            item.Candidate.Weights.ToString(),
            swept,
            Math.Round(item.Contender.Median, 3),
            Math.Round(fastest.Median, 3),
            fastest.Name,
            Math.Round(item.Contender.RatioTo(fastest), 3)));
    }

    // Those in single precision agree to the rounding, those in 8 bits with the first in single precision.
    private static void Check(Candidate[] candidates, Samples samples)
    {
        foreach (var type in (WeightType[])[WeightType.Float32, WeightType.Int8])
        {
            Contender[] same = [.. candidates.Where((candidate, i) => i == 0 || candidate.Weights == type).Select(candidate => new Contender($"{candidate.By} {candidate.Form} in {candidate.Weights}", candidate.Predict))];
            Agreement.Check(same, samples, type == WeightType.Int8 ? Agreement.OfInt8Networks : Agreement.OfFloats);
        }
    }

    private static void Write(IReadOnlyList<NetworkRow> rows, string folder)
    {
        string path = Path.Combine(folder, RuntimeFeature.IsDynamicCodeSupported ? "networks" : "networks-aot");
        string compiler = RuntimeFeature.IsDynamicCodeSupported ? "compiled by the JIT" : "compiled ahead of time";
        string text = $"""
            # Whole networks, one prediction

            - {RuntimeInformation.FrameworkDescription}, {compiler}, {RuntimeInformation.OSArchitecture}, {Limits.Width}-bit vectors, one thread.
            - Medians of {Rounds} interleaved rounds. Times faster: the median of the ratios to the fastest uncompressed network in single precision, in the same round.
            - ONNX Runtime {OrtEnv.Instance().GetVersionString()}; {OpenBlas.Description}.
            - Swept: before each prediction more memory is read than the caches hold.

            {MarkdownTable.Of(["network", "form", "by", "ratio", "weights", "µs", "times faster", "swept µs", "times faster"], [.. Table(rows)])}
            """;
        Directory.CreateDirectory(folder);
        File.WriteAllText(path + ".md", text);
        File.WriteAllText(path + ".json", JsonSerializer.Serialize(new NetworkResults([.. rows]), ResultsJson.Default.NetworkResults) + "\n");
        Console.Write(text);
        Console.WriteLine();
        Console.WriteLine($"Written to {path}.md and {path}.json.");
    }

    // A network in a row, as it is called at once and after a sweep.
    private static IEnumerable<string[]> Table(IReadOnlyList<NetworkRow> rows) =>
        from row in rows
        where !row.Swept
        let swept = rows.Single(other => other == row with { Swept = true, Microseconds = other.Microseconds, DenseMicroseconds = other.DenseMicroseconds, DensePeer = other.DensePeer, Speedup = other.Speedup })
        select (string[])
        [
            row.Network, row.Form, row.By, FormattableString.Invariant($"{100 * row.Ratio:0.##} %"), row.Weights, Time(row.Microseconds), FormattableString.Invariant($"{row.Speedup:0.0}"),
            Time(swept.Microseconds), FormattableString.Invariant($"{swept.Speedup:0.0}"),
        ];

    private static string Time(double microseconds) => FormattableString.Invariant(microseconds < 100 ? $"{microseconds:0.00}" : (FormattableString)$"{microseconds:0}");

    private sealed record Candidate(string Form, string By, double Ratio, WeightType Weights, Action Predict);
}

/// <summary>The whole JSON file of networks.</summary>
internal sealed record NetworkResults(NetworkRow[] Rows);

/// <summary>A network of the JSON file; times are medians in microseconds, and the speed-up is the median of the ratios to the fastest uncompressed network in single precision.</summary>
internal sealed record NetworkRow(
    string Network, string Form, string By, double Ratio, string Weights, bool Swept, double Microseconds, double DenseMicroseconds, string DensePeer, double Speedup);
