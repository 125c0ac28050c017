using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using DeepThin.Benchmarks.Peers;

namespace DeepThin.Benchmarks.Record;

/// <summary>The benchmark by BenchmarkDotNet: slower and more thorough than the quick run.</summary>
internal static class BenchmarkRecord
{
    // The program that BenchmarkDotNet writes builds all of this one anew, which a busy machine takes minutes for.
    private static readonly TimeSpan MostBuildTime = TimeSpan.FromMinutes(15);

    /// <summary>Measures the cells and writes the reports of BenchmarkDotNet.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="folder">Receives the folder BenchmarkDotNet.</param>
    public static void Run(IReadOnlyList<Cell> cells, string folder)
    {
        CellBenchmarks.Chosen = [.. cells.Select(CellBenchmarks.NameOf)];
        var config = ManualConfig.Create(DefaultConfig.Instance).WithArtifactsPath(Path.Combine(folder, "BenchmarkDotNet")).WithBuildTimeout(MostBuildTime);
        if (!OpenBlas.IsInstalled)
        {
            Console.WriteLine(OpenBlas.Description + ".");
            config.AddFilter(new BenchmarkDotNet.Filters.SimpleFilter(benchmark => benchmark.Descriptor.WorkloadMethod.Name != nameof(CellBenchmarks.DenseOpenBlas)));
        }

        BenchmarkRunner.Run<CellBenchmarks>(config);
    }
}
