using BenchmarkDotNet.Attributes;
using DeepThin.Benchmarks.Peers;

namespace DeepThin.Benchmarks.Record;

/// <summary>The cells by BenchmarkDotNet, each beside its peers, against ONNX Runtime.</summary>
public class CellBenchmarks : IDisposable
{
    private LayerRun? _layer;

    /// <summary>The cells to measure, as name and number of samples.</summary>
    public static IReadOnlyList<string> Chosen { get; set; } = [];

    /// <summary>The cell: layer, form, ratio, samples.</summary>
    [ParamsSource(nameof(Chosen))]
    public string Cell { get; set; } = "";

    private Contest Contest => _layer!.Cells[0];

    /// <summary>What stands for a cell among the parameters.</summary>
    internal static string NameOf(Cell cell) => $"{cell.Name}/{cell.Batch}";

    /// <summary>Sets up the contenders of the cell.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        int slash = Cell.LastIndexOf('/');
        int batch = int.Parse(Cell.AsSpan(slash + 1), System.Globalization.CultureInfo.InvariantCulture);
        var cell = Table.Select(new CellFilter([], [], batch)).Single(cell => NameOf(cell) == Cell);
        _layer = new LayerRun([cell]);
    }

    /// <summary>Frees them.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _layer?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Dense float32 by ONNX Runtime.</summary>
    [Benchmark(Baseline = true)]
    public void DenseOnnxRuntime() => _layer!.Dense[0].Run();

    /// <summary>Dense float32 by TensorPrimitives.</summary>
    [Benchmark]
    public void DenseTensorPrimitives() => _layer!.Dense[1].Run();

    /// <summary>Dense float32 by OpenBLAS.</summary>
    [Benchmark]
    public void DenseOpenBlas() => _layer!.Dense[2].Run();

    /// <summary>Dense int8 by ONNX Runtime.</summary>
    [Benchmark]
    public void DenseInt8() => _layer!.Int8.Run();

    /// <summary>Plain low rank by the dense kernel of DeepThin.</summary>
    [Benchmark]
    public void LowRank() => Contest.LowRanks[0].Run();

    /// <summary>DeepThin with W rebuilt for every call.</summary>
    [Benchmark]
    public void NaiveDeepThin() => Contest.Naive.Run();

    /// <summary>The generated kernel.</summary>
    [Benchmark]
    public void DeepThin() => Contest.DeepThin.Run();
}
