using System.Diagnostics;
using DeepThin.Benchmarks.Machine;

namespace DeepThin.Benchmarks;

/// <summary>
/// Measures all contenders of all cells interleaved in one process: every round takes a short measurement of each, so that what
/// disturbs the machine disturbs all alike, and ratios are taken within a round.
/// </summary>
internal sealed class QuickRun : IDisposable
{
    private const int MostRounds = 101, FewestRounds = 3;

    // Set-up and warm-up included.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3.5);

    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>Sets up the contenders.</summary>
    public QuickRun(IReadOnlyList<Cell> cells)
    {
        ProgressLine.Show("setting up");
        Limits = new Limits(cells.Max(cell => cell.Bytes));
        Layers = [.. cells.GroupBy(cell => (cell.Layer.Inputs, cell.Layer.Outputs, cell.Batch)).Select(group => new LayerRun([.. group]))];
    }

    /// <summary>The limits of the processor.</summary>
    public Limits Limits { get; }

    /// <summary>The layers.</summary>
    public IReadOnlyList<LayerRun> Layers { get; }

    /// <summary>The rounds that were measured.</summary>
    public int Rounds { get; private set; }

    /// <summary>What it took, set-up and warm-up included.</summary>
    public TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Warms up and measures.</summary>
    public void Run()
    {
        Contender[] contenders = [Limits.Peak.Contender, .. Limits.Bandwidths.Select(probe => probe.Contender), .. Layers.SelectMany(layer => layer.Contenders)];
        Interleaved.WarmUp("all cells", contenders, Contender.LongSlice);
        while (Rounds < MostRounds && (Rounds < FewestRounds || _watch.Elapsed < Limit))
        {
            ProgressLine.Show($"round {Rounds + 1} of {MostRounds}, {_watch.Elapsed:m\\:ss}");
            foreach (var contender in contenders) contender.Measure();
            Rounds++;
        }

        ProgressLine.Clear();
        _watch.Stop();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var layer in Layers) layer.Dispose();
    }
}
