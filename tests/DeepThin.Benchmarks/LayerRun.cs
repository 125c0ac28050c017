using DeepThin.Benchmarks.Models;
using DeepThin.Benchmarks.Peers;
using DeepThin.Runtime;

namespace DeepThin.Benchmarks;

/// <summary>A layer and a batch: the dense peers, which serve all its cells, and the contenders of each cell. All compute with the same samples.</summary>
internal sealed class LayerRun : IDisposable
{
    private readonly Samples _samples;
    private readonly OnnxSession _onnx, _onnxInt8;

    /// <summary>Sets up the contenders and checks that peers agree.</summary>
    /// <param name="cells">Cells of one layer and one batch.</param>
    /// <exception cref="BenchmarkException">A contender computes something else.</exception>
    public LayerRun(IReadOnlyList<Cell> cells)
    {
        var first = cells[0];
        _samples = new Samples(first.Layer.Inputs, first.Layer.Outputs, first.Batch);
        var dense = new DenseLayer(first.Layer.Inputs, first.Layer.Outputs);
        _onnx = new OnnxSession(OnnxModel.Dense([dense], first.Batch), _samples);
        _onnxInt8 = new OnnxSession(OnnxModel.DenseInt8([dense], first.Batch), _samples);
        Dense =
        [
            new("ONNX Runtime", _onnx.Run),
            new("TensorPrimitives", () => TensorProducts.Dense(dense.Weights, dense.Bias, _samples)),
            .. OpenBlas.IsInstalled ? [new Contender("OpenBLAS", () => OpenBlas.Dense(dense.Weights, dense.Bias, _samples))] : Array.Empty<Contender>(),
        ];
        Int8 = new("ONNX Runtime int8", _onnxInt8.Run);
        Agreement.Check([.. Dense], _samples, Agreement.OfFloats);
        Agreement.Check([Dense[0], Int8], _samples, Agreement.OfInt8);
        var lowRanks = cells.Select(cell => cell.LowRank).Distinct().ToDictionary(model => model, LowRank);
        Cells = [.. cells.Select(cell => Contest(cell, lowRanks[cell.LowRank]))];
    }

    /// <summary>Dense in single precision.</summary>
    public IReadOnlyList<Contender> Dense { get; }

    /// <summary>Dense with dynamic quantisation.</summary>
    public Contender Int8 { get; }

    /// <summary>The cells.</summary>
    public IReadOnlyList<Contest> Cells { get; }

    /// <summary>Everything that a round measures, in order.</summary>
    public IEnumerable<Contender> Contenders =>
        [.. Dense, Int8, .. Cells.SelectMany(contest => contest.LowRanks).Distinct(), .. Cells.SelectMany(contest => new[] { contest.DeepThin, contest.Naive })];

    /// <summary>The dense peer in single precision with the smallest median.</summary>
    public Contender FastestDense => Dense.MinBy(dense => dense.Median)!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _onnx.Dispose();
        _onnxInt8.Dispose();
    }

    private Contest Contest(Cell cell, IReadOnlyList<Contender> lowRanks)
    {
        var naive = new NaiveDeepThin(cell.Model);
        var contest = new Contest(
            cell,
            this,
            new Contender($"DeepThin {cell.Form}", () => cell.Model.Forward(_samples)),
            new Contender("naive DeepThin", () => naive.Run(_samples)),
            lowRanks);
        Agreement.Check([contest.Naive, contest.DeepThin], _samples, Agreement.OfFloats);
        return contest;
    }

    private Contender[] LowRank(BenchModel model)
    {
        var factors = new LowRankFactors(model);
        var hidden = new AlignedBuffer(factors.Rank * _samples.Count);
        Contender[] contenders =
        [
            new("DeepThin's dense kernel", () => model.Forward(_samples)),
            new("TensorPrimitives", () => TensorProducts.LowRank(factors, _samples)),
            .. OpenBlas.IsInstalled ? [new Contender("OpenBLAS", () => OpenBlas.LowRank(factors, hidden, _samples))] : Array.Empty<Contender>(),
        ];
        Agreement.Check(contenders, _samples, Agreement.OfFloats);
        return contenders;
    }
}
