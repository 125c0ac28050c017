using System.Globalization;
using Xunit.Abstractions;

namespace DeepThin.Aot.Tests;

/// <summary>Publishes the models and the checks of KernelTests ahead of time and runs the binary, for each instruction set.</summary>
public sealed class PublishedKernelTests(ITestOutputHelper output)
{
    /// <summary>The fewest models that have all forms of the kernels of KernelTests together, in single precision and narrow: see ModelForms. The program says how many it has.</summary>
    private const int Fewest = 50;

    /// <summary>From this index on the networks with convolutions are drawn for a kernel.</summary>
    private const int Steered = 13;

    private static readonly string[] Checks = ["Forward", "ForwardBatch", "gradients", "panels", "not-finite", "ends", "sequence", "threads", "allocated"];
    private static readonly string[] NarrowChecks = ["rounding", "file", "Forward", "ForwardBatch", "panels", "packed", "packed-wide", "not-finite", "ends", "threads", "allocated"];

    [PublishFact(128)]
    public void Kernels_equal_the_reference_without_an_instruction_set() => CheckX64("", 128);

    [PublishFact(256)]
    public void Kernels_equal_the_reference_at_the_avx_floor_which_takes_wider_ones_at_run_time() => CheckX64("avx", 256);

    [PublishFact(256)]
    public void Kernels_equal_the_reference_with_avx2() => CheckX64("x86-64-v3", 256);

    [PublishFact(512)]
    public void Kernels_equal_the_reference_with_avx512() => CheckX64("x86-64-v4", 512);

    [PublishArm64Fact]
    public void Kernels_equal_the_reference_on_arm64() =>
        CheckKernels(Publishing.Run(PublishArm64FactAttribute.Runner, ["-L", PublishArm64FactAttribute.Root, Publishing.PublishAppForArm64()]), 128);

    private void CheckX64(string instructionSet, int width) => CheckKernels(Publishing.Run(Publishing.PublishAppForX64(instructionSet), []), width);

    private void CheckKernels(string printed, int width)
    {
        string[][] lines = [.. printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))];
        Assert.Equal(["width", $"{width}"], lines[0]);
        Assert.Equal("models", lines[1][0]);
        int[] counts = [.. lines[1].Skip(1).Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        Assert.All(counts, count => Assert.True(count >= Fewest, $"Only {count} models are checked."));
        var models = lines.Skip(2).Where(words => words[0].Length > 0).GroupBy(words => words[0]).ToList();
        output.WriteLine($"{models.Count} models checked; the largest errors are");
        foreach (var check in models.SelectMany(model => model).GroupBy(words => (IsNarrow(words[0]) ? "narrow " : "") + words[1])) output.WriteLine($"{check.Key} {check.Max(words => Number(words[2])):e2}");

        Assert.Equal(counts, (int[])[models.Count(model => !IsNarrow(model.Key)), models.Count(model => IsNarrow(model.Key))]);
        Assert.All(models, model =>
        {
            // The ends of activations are looked at where the last layer is a fully connected one: of networks with convolutions those with an even number, and of some others
            // some. A table is given indices, which are always finite.
            string[] wanted = IsNarrow(model.Key) ? NarrowChecks : Checks;
            string[] found = [.. model.Select(words => words[1])];
            int index = int.Parse(model.Key.AsSpan(model.Key.LastIndexOf('l') + 1), CultureInfo.InvariantCulture);
            bool hasEnds = IsOf(model.Key, "Graph", "Embedding", "Values", "Rearranging", "Folding", "Recurrent", "WholeSequences") || (IsOf(model.Key, "Convolutions") && index >= Steered) ? found.Contains("ends") : !IsOf(model.Key, "Convolutions") || index % 2 == 0;
            Assert.Equal(wanted.Where(check => (check != "ends" || hasEnds) && (check != "not-finite" || !IsOf(model.Key, "Embedding")) && (check != "sequence" || IsOf(model.Key, "Recurrent", "WholeSequences"))), found);
            Assert.All(model, words =>
            {
                double error = Number(words[2]), tolerance = Number(words[3]);
                Assert.True(error <= tolerance && WithoutPairs(words[0], tolerance) <= LargestTolerance(words[0], words[1]), $"{string.Join(' ', words)}\n{PlanOf(words[0], printed)}");
            });
        });
    }

    private static bool IsNarrow(string model) => model.StartsWith("Narrow", StringComparison.Ordinal);

    // A narrow model has 1/256 more for each layer whose transforms are rounded to bfloat16; a layer that is kept another way has none.
    private static double WithoutPairs(string model, double tolerance)
    {
        int most = !IsNarrow(model) || model.Contains("Other", StringComparison.Ordinal) ? 0 : IsOf(model, "Graph", "Rearranging") ? 9 : IsOf(model, "WholeSequences") ? 12 : IsOf(model, "Recurrent") ? 6 : IsOf(model, "Network") || HasPositions(model) ? 3 : 1;
        const double LastPrintedDigit = 1e-9;
        int pairs = Math.Min(most, (int)(256 * tolerance));
        return pairs == 0 ? tolerance : tolerance - pairs / 256.0 - LastPrintedDigit;
    }

    // Those of KernelTests and NarrowKernelTests; one sample in 8 bits has its own for each model.
    private static double LargestTolerance(string model, string check) => check switch
    {
        "Forward" or "ForwardBatch" when IsNarrow(model) => 2e-3,
        "Forward" or "ForwardBatch" => ForwardTolerance(model),
        "panels" when IsNarrow(model) => ForwardTolerance(model),

        // Of a network with convolutions or tables it grows with the root of its positions, of which there are fewer than 400.
        "panels" when HasPositions(model) => 1e-5 * 20,
        "panels" => 1e-5,
        "gradients" => 1e-4,
        "sequence" => 2e-5,
        _ => 0,
    };

    private static double ForwardTolerance(string model) => IsOf(model, "Network") || HasPositions(model) ? 1e-5 : 2e-6;

    private static bool HasPositions(string model) => IsOf(model, "Convolutions", "Graph", "Embedding", "Values", "Rearranging", "Folding", "Recurrent", "WholeSequences");

    private static bool IsOf(string model, params string[] sets) => sets.Any(set => model.Contains(set, StringComparison.Ordinal));

    // It stands below the lines of a model that is not right.
    private static string PlanOf(string model, string printed) => string.Join('\n', printed.Split('\n')
        .SkipWhile(line => !line.StartsWith(model + " ", StringComparison.Ordinal)).SkipWhile(line => !line.StartsWith("  ", StringComparison.Ordinal))
        .TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal)));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
