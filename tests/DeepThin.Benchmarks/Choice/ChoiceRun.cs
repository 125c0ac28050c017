using System.Diagnostics;
using DeepThin.Benchmarks.Machine;

namespace DeepThin.Benchmarks.Choice;

/// <summary>Checks the cost model: every layer of a grid by every kernel that fits it, and whether the planner chose the fastest.</summary>
internal sealed class ChoiceRun
{
    private const int RoundsOfOneSample = 51, RoundsOfPanels = 21;

    /// <summary>How far from the fastest kernel a good choice is at most.</summary>
    private const double MostDistance = 0.1;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly int _batch, _rounds;
    private readonly IReadOnlyList<ChoiceContest> _contests;

    /// <summary>Compiles the models, and checks that the kernels of a layer agree.</summary>
    /// <param name="batch">The samples: 1, or so many that panels are used.</param>
    /// <exception cref="BenchmarkException">Kernels of a layer compute something else.</exception>
    public ChoiceRun(int batch)
    {
        _batch = batch;
        _rounds = batch == 1 ? RoundsOfOneSample : RoundsOfPanels;
        var layers = ChoiceLayer.Grid().Select(layer => (Layer: layer, Kernels: layer.Kernels(batch))).ToList();
        ChoiceKernel[] measured = [.. layers.SelectMany(layer => layer.Kernels).Where(kernel => kernel.IsMeasured)];
        ProgressLine.Show($"compiling {measured.Length} models");
        var compiled = ModelCompiler.Compile([.. measured.Select(kernel => kernel.Attribute)]);
        var models = measured.Zip(compiled).ToDictionary(pair => pair.First, pair => pair.Second);
        ProgressLine.Show("checking that kernels agree");
        _contests = [.. layers.Select(layer => new ChoiceContest(layer.Layer, layer.Kernels, models, batch))];
    }

    /// <summary>Measures, prints the table, and writes it to <c>choice.md</c>, or <c>choice-64.md</c> for 64 samples.</summary>
    /// <param name="folder">The folder; created when it is missing.</param>
    public void Run(string folder)
    {
        Interleaved.Measure("kernels", _rounds, [.. _contests.SelectMany(contest => contest.Contenders)]);
        string text = Text();
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, _batch == 1 ? "choice.md" : $"choice-{_batch}.md");
        File.WriteAllText(path, text);
        Console.Write(text);
    }

    private string Text() => $"""
        # The choice of kernels against measurement

        {_contests.Count} layers, {(_batch == 1 ? "1 sample" : $"{_batch} samples")}, one thread, {Limits.Width}-bit vectors; every kernel that fits.
        Times are medians of {_rounds} interleaved measurements in µs, of two models in different places of the memory the faster; {_watch.Elapsed.TotalSeconds:0} s in
        all. The distance from the fastest is the median of those in the same round. Behind a kernel's time is what the planner counts for a
        sample: {(_batch == 1 ? "multiply-adds in full vectors, padding and horizontal sums included" : "multiply-adds")}.
        Kernels counted at more than {ChoiceLayer.MostCost(_batch)} times the least are not measured.

        {MarkdownTable.Of(
            ["layer", "n", "chosen", "µs", "fastest", "its µs", "distance", .. ChoiceLayer.Kinds.Select(kind => $"{ChoiceContest.NameOf(kind)} µs, cost")],
            [.. _contests.Select(contest => contest.Row())])}
        chosen within 10 % of the best in {_contests.Count(contest => contest.Distance <= MostDistance)} of {_contests.Count} layers

        """;
}
