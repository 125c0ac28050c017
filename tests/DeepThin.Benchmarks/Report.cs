using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using DeepThin.Benchmarks.Machine;
using DeepThin.Benchmarks.Peers;
using Microsoft.ML.OnnxRuntime;

namespace DeepThin.Benchmarks;

/// <summary>What a quick run found, as text and as JSON.</summary>
internal static class Report
{
    /// <summary>The name of the files: a copy compiled ahead of time writes beside those of the JIT.</summary>
    private static string Name => RuntimeFeature.IsDynamicCodeSupported ? "bench" : "bench-aot";

    /// <summary>Prints the report, and writes <c>bench.md</c> and <c>bench.json</c> (<c>bench-aot</c> when compiled ahead of time).</summary>
    /// <param name="run">The run.</param>
    /// <param name="folder">The folder; created when it is missing.</param>
    public static void Write(QuickRun run, string folder)
    {
        string text = Text(run);
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, Name);
        File.WriteAllText(path + ".md", text);
        File.WriteAllText(path + ".json", JsonSerializer.Serialize(Results(run), ResultsJson.Default.BenchResults) + "\n");
        Console.Write(text);
        Console.WriteLine();
        Console.WriteLine($"Written to {path}.md and {path}.json.");
    }

    private static string Text(QuickRun run)
    {
        var text = new StringBuilder("# DeepThin against dense, int8 and plain low rank\n\n");
        var limits = run.Limits;
        string compiler = RuntimeFeature.IsDynamicCodeSupported ? "compiled by the JIT" : "compiled ahead of time";
        string bandwidths = string.Join(", ", limits.Bandwidths.Select(probe => $"{probe.Contender.Name} {probe.Rate / 1000:0} GB/s"));
        text.Append($"""
            - {RuntimeInformation.FrameworkDescription}, {compiler}, {RuntimeInformation.OSArchitecture}, {Limits.Width}-bit vectors, one thread.
            - Medians of {run.Rounds} interleaved rounds, {run.Elapsed.TotalSeconds:0} s in all. A ratio is the median of the ratios in the same round.
            - Limits in the same run: {limits.Peak.Rate / 1000:0.0} G multiply-adds/s; {bandwidths}.
            - ONNX Runtime {OrtEnv.Instance().GetVersionString()}; {OpenBlas.Description}.


            """);
        text.Append(MarkdownTable.Of(Header, [.. run.Layers.SelectMany(layer => layer.Cells).Select(contest => Row(contest, limits))]));
        text.Append("""

            Times in µs. α: the ratio asked for. Ratio: how many times faster than the fastest dense float32 peer. Low rank: the fastest plain
            product of two factors with as many parameters. Naive: W rebuilt for every call. Floor: the larger of the counted multiply-adds at the
            peak and the bytes of parameters, inputs and outputs at the bandwidth of the level that holds them; behind it the distance from it.

            The dense peers:


            """);
        text.Append(MarkdownTable.Of(["layer", "samples", "peer", "µs"], [.. run.Layers.SelectMany(DenseRows)]));
        return text.ToString();
    }

    private static readonly string[] Header =
    [
        "layer", "samples", "form", "α", "n", "kernel", "µs", "dense", "fastest dense", "ratio", "target", "reached",
        "int8", "low rank", "naive", "floor", "× floor",
    ];

    private static string[] Row(Contest contest, Limits limits)
    {
        var cell = contest.Cell;
        double floor = limits.Floor(cell.MultiplyAdds, cell.Bytes), speedup = contest.Speedup;
        return
        [
            LayerName(cell),
            $"{cell.Batch}",
            cell.Form,
            Invariant($"{100 * cell.Ratio:0.##} %"),
            $"{cell.Layer.Maps[0].N}",
            cell.Kernel,
            Time(contest.DeepThin.Median),
            Time(contest.Layer.FastestDense.Median),
            contest.Layer.FastestDense.Name,
            Invariant($"{speedup:0.0}"),
            cell.Target is { } target ? Invariant($"{target:0.#}") : "",
            cell.Target is { } wanted ? speedup >= wanted ? "yes" : "no" : "",
            Time(contest.Layer.Int8.Median),
            Time(contest.FastestLowRank.Median),
            Time(contest.Naive.Median),
            Time(floor),
            Invariant($"{contest.DeepThin.Median / floor:0.0}"),
        ];
    }

    private static IEnumerable<string[]> DenseRows(LayerRun layer)
    {
        var cell = layer.Cells[0].Cell;
        return layer.Dense.Append(layer.Int8).Select(peer => new[] { LayerName(cell), $"{cell.Batch}", peer.Name, Time(peer.Median) });
    }

    private static BenchResults Results(QuickRun run) => new([.. run.Layers.SelectMany(layer => layer.Cells).Select(contest => Result(contest, run.Limits))]);

    private static CellResult Result(Contest contest, Limits limits)
    {
        var (cell, dense) = (contest.Cell, contest.Layer.FastestDense);
        return new(
            cell.Layer.Inputs,
            cell.Layer.Outputs,
            cell.Ratio,
            cell.Form,
            cell.Layer.Maps[0].N,
            cell.Batch,
            cell.Kernel,
            Rounded(contest.DeepThin.Median),
            Rounded(dense.Median),
            dense.Name,
            Rounded(contest.FastestLowRank.Median),
            Rounded(limits.Floor(cell.MultiplyAdds, cell.Bytes)),
            Rounded(contest.Speedup),
            cell.Target,
            Rounded(contest.Layer.Int8.Median),
            Rounded(contest.Naive.Median));
    }

    private static string LayerName(Cell cell) => $"{cell.Layer.Inputs}×{cell.Layer.Outputs}";

    private static string Time(double microseconds) => Invariant(microseconds < 100 ? $"{microseconds:0.00}" : (FormattableString)$"{microseconds:0}");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static double Rounded(double value) => Math.Round(value, 4);
}

/// <summary>The whole JSON file.</summary>
internal sealed record BenchResults(CellResult[] Cells);

/// <summary>A cell of the JSON file; times are medians in microseconds, and the speed-up is the median of the ratios in the same round.</summary>
internal sealed record CellResult(
    int Q,
    int R,
    double Ratio,
    string Form,
    int N,
    int Batch,
    string Kernel,
    double Microseconds,
    double DenseMicroseconds,
    string DensePeer,
    double LowRankMicroseconds,
    double FloorMicroseconds,
    double Speedup,
    double? Target,
    double Int8Microseconds,
    double NaiveMicroseconds);

/// <summary>Writes the JSON file without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(BenchResults))]
[JsonSerializable(typeof(NetworkResults))]
[JsonSerializable(typeof(ShareResults))]
internal sealed partial class ResultsJson : JsonSerializerContext;
