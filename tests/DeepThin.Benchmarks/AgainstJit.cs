using System.Diagnostics;

namespace DeepThin.Benchmarks;

/// <summary>Copies compiled ahead of time against the JIT, held to the same width of vectors: whole runs of processes that alternate.</summary>
internal static class AgainstJit
{
    private const int Runs = 5;

    private const double MostOfJit = 1.10, MostOfV3 = 1.15;

    private const string V3 = "x86-64-v3";

    /// <summary>Measures and prints.</summary>
    /// <param name="instructionSet">What the copy is compiled for.</param>
    /// <param name="copy">The copy.</param>
    /// <param name="publish">Publishes another copy for an instruction set.</param>
    /// <param name="cells">The cells.</param>
    /// <param name="filters">The options of the program that choose these cells.</param>
    /// <exception cref="BenchmarkException">A process fails, or has vectors of another width.</exception>
    public static void Run(string instructionSet, string copy, Func<string, string> publish, IReadOnlyList<Cell> cells, string[] filters)
    {
        var jit = new Program("JIT", "dotnet", [Path.Combine(AppContext.BaseDirectory, AheadOfTime.Name + ".dll")], Narrowed(instructionSet));
        var its = new Program(Name(instructionSet), copy, [], null);

        // What checks at run time which vectors there are is compared with what knows.
        Program[] programs = instructionSet == "avx" ? [jit, new Program(V3, publish(V3), [], null), its] : [jit, its];
        for (int run = 1; run <= Runs; run++)
        {
            foreach (var program in programs)
            {
                ProgressLine.Show($"{program.Name}: run {run} of {Runs}");
                program.Run(["--times", .. filters]);
            }
        }

        ProgressLine.Clear();
        Print(programs, cells);
    }

    private static void Print(Program[] programs, IReadOnlyList<Cell> cells)
    {
        var (its, others) = (programs[^1], programs[..^1]);
        if (others.FirstOrDefault(other => other.Width != its.Width) is { } different)
        {
            throw new BenchmarkException(
                $"{its.Name} computes with {its.Width}-bit vectors and {different.Name} with {different.Width}-bit ones: their times cannot be compared.");
        }

        Console.WriteLine($"""

            Compiled ahead of time for {its.Name} against {string.Join(" and ", others.Select(other => other.Name))}, {its.Width}-bit vectors, one thread:
            medians of {Runs} processes each, in turn; a ratio is its time over the other's, the median of the ratios of neighbouring runs.

            """);
        Console.Write(MarkdownTable.Of(
            ["cell", "kernel", .. programs.Select(program => program.Name + " µs"), .. others.Select(other => "of " + other.Name)],
            [.. cells.Select(cell => Row(cell, its, programs))]));
        var (judge, most) = its.Name == "avx" ? (others[1], MostOfV3) : (others[0], MostOfJit);
        double[] ratios = [.. cells.Select(cell => its.RatioTo(judge, cell))];
        Console.WriteLine();
        int reached = ratios.Count(ratio => ratio <= most);
        Console.WriteLine(
            $"{its.Name} takes at most {most:0.00} times the time of {judge.Name} in {reached} of {ratios.Length} cells; {Median(ratios):0.00} times in the median.");
    }

    private static string[] Row(Cell cell, Program its, Program[] programs) =>
    [
        cell.Name,
        cell.Kernel,
        .. programs.Select(program => $"{program.Median(cell):0.00}"),
        .. programs.Where(program => program != its).Select(other => $"{its.RatioTo(other, cell):0.00}"),
    ];

    // The variable that holds the JIT to the width of the copy; null where the copy has that of the machine.
    private static string? Narrowed(string instructionSet) => instructionSet switch
    {
        "avx" or V3 => "DOTNET_EnableAVX512",
        "" => "DOTNET_EnableAVX2",
        _ => null,
    };

    private static string Name(string instructionSet) => instructionSet.Length == 0 ? "the default" : instructionSet;

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>A program, and what its processes printed.</summary>
    private sealed class Program(string name, string file, string[] arguments, string? off)
    {
        private readonly List<CellTimes> _times = [];

        public string Name { get; } = name;

        public int Width => _times[0].Width;

        public double Median(Cell cell) => AgainstJit.Median(_times.Select(times => times.Microseconds[CellTimes.NameOf(cell)]));

        public double RatioTo(Program other, Cell cell) =>
            AgainstJit.Median(_times.Zip(other._times, (mine, its) => mine.Microseconds[CellTimes.NameOf(cell)] / its.Microseconds[CellTimes.NameOf(cell)]));

        public void Run(string[] options)
        {
            var start = new ProcessStartInfo(file, [.. arguments, .. options]) { RedirectStandardOutput = true, RedirectStandardError = true };
            if (off != null) start.Environment[off] = "0";
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            string printed = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0) throw new BenchmarkException($"The process of {Name} failed:\n{errors.Result}");
            _times.Add(CellTimes.Parse(printed));
        }
    }
}
