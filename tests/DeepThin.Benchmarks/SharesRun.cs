using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using DeepThin.Benchmarks.Machine;
using DeepThin.Benchmarks.Models;
using DeepThin.Benchmarks.Peers;
using DeepThin.Runtime;
using Microsoft.ML.OnnxRuntime;

namespace DeepThin.Benchmarks;

/// <summary>Layers and networks, one prediction on one thread, beside the uncompressed ones of ONNX Runtime.</summary>
/// <param name="title">What they are.</param>
/// <param name="file">The name of the files with the results, without an ending.</param>
/// <param name="all">The cases.</param>
internal sealed class SharesRun(string title, string file, ShareCase[] all)
{
    private const int Rounds = 31;

    /// <summary>Convolutions, and a network with some.</summary>
    public static SharesRun Convolutions { get; } = new("Convolutions", "convolutions", ShareCase.Convolutions);

    /// <summary>Recurrent layers, and a network with one.</summary>
    public static SharesRun Recurrent { get; } = new("Recurrent layers", "recurrent", ShareCase.Recurrent);

    /// <summary>Measures all, prints the table, and writes them as <c>.md</c> and <c>.json</c> (with <c>-aot</c> when compiled ahead of time).</summary>
    /// <param name="names">Parts of the names of the cases to measure; none measures all.</param>
    /// <param name="folder">The folder; created when it is missing.</param>
    /// <exception cref="BenchmarkException">A contender computes something else, or there is no such case.</exception>
    public void Run(string[] names, string folder)
    {
        ShareCase[] cases = [.. all.Where(item => names.Length == 0 || names.Any(item.Has))];
        if (cases.Length == 0) throw new BenchmarkException($"No case has one of these parts in its name. There are {string.Join("; ", all.Select(item => item.Name))}.");
        var limits = new Limits(cases.SelectMany(item => item.Models).Max(model => Bytes(model.Generated.Info)));
        Write([.. cases.SelectMany(item => Measure(item, limits))], limits, folder);
    }

    private static List<Measured> Measure(ShareCase item, Limits limits)
    {
        ProgressLine.Show($"{item.Name}: setting up");
        var uncompressed = item.Models[0].Generated;
        var samples = new Samples(item.Steps * uncompressed.Info.Layers[0].Inputs, item.Steps * uncompressed.Info.Layers[^1].Outputs, 1);
        foreach (var model in item.Models.Where(model => model.Generated.HasParameters)) FillBiases(model.Generated);
        using var session = new OnnxSession(OnnxModel.Of(uncompressed, item.Steps), samples);
        var onnx = new Contender("ONNX Runtime", session.Run);
        Contender[] ours = [.. item.Models.Select(model => new Contender($"DeepThin {Ratio(model)}", () => model.Generated.Forward(samples)))];
        Agreement.Check([onnx, ours[0]], samples, Agreement.OfFloats);
        foreach (var (model, contender) in item.Models.Zip(ours).Where(pair => item.Steps == 1 && pair.First.Generated.HasParameters)) Agreement.Check([contender, InBatch(model.Generated, samples)], samples, Agreement.OfFloats);
        Interleaved.Measure(item.Name, Rounds, [limits.Peak.Contender, .. limits.Bandwidths.Select(probe => probe.Contender), onnx, .. ours], Contender.LongSlice);
        return [.. item.Models.Zip(ours, (model, contender) => new Measured(item.Name, item.Steps, model, contender, onnx))];
    }

    // Biases begin with 0, which would hide one that is left out.
    private static void FillBiases(BenchModel model)
    {
        foreach (var tensor in model.Info.Tensors.Where(tensor => tensor.Role == TensorRole.Bias)) Samples.RandomBuffer(tensor.Length, 0.1, seed: 4).Span.CopyTo(model.Tensor(tensor.Name));
    }

    // The same sample by the kernels of batches, as one of as many as are computed together.
    private static Contender InBatch(BenchModel model, Samples samples)
    {
        int inputs = samples.Inputs.Length, outputs = samples.Outputs.Length;
        var batch = new Samples(inputs, outputs, Panel.Size);
        return new("the same in a batch", () =>
        {
            samples.Inputs.Span.CopyTo(batch.Inputs.Span);
            model.Forward(batch);
            batch.Outputs.Span[..outputs].CopyTo(samples.Outputs.Span);
        });
    }

    private void Write(IReadOnlyList<Measured> measured, Limits limits, string folder)
    {
        string path = Path.Combine(folder, RuntimeFeature.IsDynamicCodeSupported ? file : file + "-aot");
        string compiler = RuntimeFeature.IsDynamicCodeSupported ? "compiled by the JIT" : "compiled ahead of time";
        string bandwidths = string.Join(", ", limits.Bandwidths.Select(probe => FormattableString.Invariant($"{probe.Contender.Name} {probe.Rate / 1000:0} GB/s")));
        string text = $"""
            # {title}, one prediction

            - {RuntimeInformation.FrameworkDescription}, {compiler}, {RuntimeInformation.OSArchitecture}, {Limits.Width}-bit vectors, one thread.
            - Medians of {Rounds} interleaved rounds. × ONNX Runtime: the time as a share of that of the uncompressed network in ONNX Runtime, the median of the shares round by round.
            - Aim: the most that this share should be.
            - Limits in the same run: {FormattableString.Invariant($"{limits.Peak.Rate / 1000:0.0}")} G multiply-adds/s; {bandwidths}.
            - Floor: the larger of the counted multiply-adds at the peak and the bytes of parameters, inputs and outputs at the bandwidth of the level that holds them.
            - ONNX Runtime {OrtEnv.Instance().GetVersionString()}.

            {MarkdownTable.Of(["case", "ratio", "kernel", "µs", "ONNX Runtime", "× ONNX Runtime", "aim", "reached", "floor", "× floor"], [.. measured.Select(row => Row(row, limits))])}
            """;
        Directory.CreateDirectory(folder);
        File.WriteAllText(path + ".md", text);
        File.WriteAllText(path + ".json", JsonSerializer.Serialize(new ShareResults([.. measured.Select(row => Result(row, limits))]), ResultsJson.Default.ShareResults) + "\n");
        Console.Write(text);
        Console.WriteLine();
        Console.WriteLine($"Written to {path}.md and {path}.json.");
    }

    private static string[] Row(Measured row, Limits limits)
    {
        double floor = Floor(row, limits), share = row.Onnx.RatioTo(row.Ours);
        return
        [
            row.Case,
            Ratio(row.Model),
            string.Join(", ", row.Model.Generated.Info.Layers.SelectMany(KernelsOf)),
            Time(row.Ours.Median),
            Time(row.Onnx.Median),
            Share(share),
            Share(row.Model.Aim),
            share <= row.Model.Aim ? "yes" : "no",
            Time(floor),
            FormattableString.Invariant($"{row.Ours.Median / floor:0.0}"),
        ];
    }

    // A layer without a matrix that has weights is its own kernel.
    private static IEnumerable<string> KernelsOf(LayerInfo layer) => layer.Maps.Count == 0 && layer.Tensors.Count > 0 ? [layer.Kind] : layer.Maps.Select(map => map.Kernel);

    private static ShareRow Result(Measured row, Limits limits) => new(
        row.Case, Math.Round(row.Model.Ratio, 4), Math.Round(row.Ours.Median, 3), Math.Round(row.Onnx.Median, 3), Math.Round(Floor(row, limits), 3));

    private static double Floor(Measured row, Limits limits) => row.Steps * limits.Floor(row.Model.Generated.Info.MultiplyAdds, Bytes(row.Model.Generated.Info));

    // What cannot but pass: inputs, outputs, and the parameters, as they are or as the kernels prepared them.
    private static long Bytes(ModelInfo info) =>
        sizeof(float) * ((long)info.Layers[0].Inputs + info.Layers[^1].Outputs) + info.Layers.Sum(layer => Math.Max(layer.Bytes, layer.PreparedBytes));

    private static string Ratio(ShareCase.Model model) => Percent(model.Ratio) + (model.Form == null ? "" : $", {model.Form}") + (model.Generated.Info.Held == WeightType.Float32 ? "" : $", {model.Generated.Info.Held}");

    private static string Percent(double ratio) => FormattableString.Invariant($"{100 * ratio:0.##} %");

    private static string Share(double share) => FormattableString.Invariant(share < 0.1 ? $"{share:0.0000}" : (FormattableString)$"{share:0.00}");

    private static string Time(double microseconds) => FormattableString.Invariant(microseconds < 100 ? $"{microseconds:0.00}" : (FormattableString)$"{microseconds:0}");

    private sealed record Measured(string Case, int Steps, ShareCase.Model Model, Contender Ours, Contender Onnx);
}

/// <summary>The whole JSON file of a run.</summary>
internal sealed record ShareResults(ShareRow[] Rows);

/// <summary>A model of the JSON file; times are medians in microseconds, ONNX Runtime's that of the uncompressed network.</summary>
internal sealed record ShareRow(string Case, double Ratio, double Microseconds, double OnnxRuntimeMicroseconds, double FloorMicroseconds);
