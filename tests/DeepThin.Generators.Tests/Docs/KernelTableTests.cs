using DeepThin.Generators.Emitting.Kernels;
using DeepThin.Generators.Specs;
using DeepThin.Generators.Tests.Kernels;
using DeepThin.Planning;
using Markdig.Extensions.Tables;

namespace DeepThin.Generators.Tests.Docs;

/// <summary>What each kernel computes: the page of kernels, the head of a layer and the comments above its loops say it in the words of the emitter.</summary>
public sealed class KernelTableTests
{
    private static readonly Table Kernels = Page.Read("docs/kernels.md").Tables.First();

    // A small layer for each kernel.
    private static readonly Dictionary<string, FullyConnectedSpec> Examples = new FullyConnectedSpec[]
    {
        TestLayers.Dense("layer", 12, 6),
        TestLayers.Dense("layer", 30, 20, n: 79, kernel: Kernel.Segments),
        TestLayers.Dense("layer", 60, 40, n: 7, kernel: Kernel.Correlation),
        TestLayers.Dense("layer", 100, 100, n: 303, kernel: Kernel.Fourier),
        TestLayers.Other(new LowRankPlan(12, 6, 2), RandomModels.Identity, bias: true),
        TestLayers.Other(new HashedPlan(12, 6, 5, 0), RandomModels.Identity, bias: true),
    }.ToDictionary(layer => RandomModels.Model(0, layer).FirstMap().OneSample.Name);

    public static TheoryData<string> Names => [.. Examples.Keys];

    [Fact]
    public void Every_kernel_has_a_row_and_an_example()
    {
        string[] kernels = [.. Enum.GetNames<KernelKind>().Select(kernel => kernel.ToLowerInvariant()).Order(StringComparer.Ordinal)];
        Assert.Equal(kernels, Rows().Keys.Order(StringComparer.Ordinal));
        Assert.Equal(kernels, Examples.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_has_the_words_of_the_emitter(string kernel) => Assert.Equal(string.Join(", then ", Steps(kernel)), Rows()[kernel]);

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_step_stands_at_the_head_and_above_a_loop(string kernel)
    {
        string layer = RandomModels.Model(0, Examples[kernel]).Emit().Single(file => file.HintName.Contains(".Layer0.", StringComparison.Ordinal)).Text;
        string[] lines = [.. layer.Split('\n').Select(line => line.Trim())], head = [.. lines.TakeWhile(line => line != "/// </remarks>")];
        Assert.Contains(head, line => line.StartsWith($"/// One sample, {kernel}: {Steps(kernel)[0]}", StringComparison.Ordinal));
        Assert.All(Steps(kernel).Skip(1), step => Assert.Contains(head, line => line.StartsWith($"/// then {step}", StringComparison.Ordinal)));
        Assert.All(Steps(kernel), step => Assert.Contains(lines, line => line.StartsWith("// ", StringComparison.Ordinal) && line.Contains(step, StringComparison.Ordinal)));
    }

    private static IReadOnlyList<string> Steps(string kernel) => KernelEmitter.For(RandomModels.Model(0, Examples[kernel]).FirstMap().OneSample, training: false).Steps;

    // By the name of the kernel what the page says that it computes.
    private static Dictionary<string, string> Rows() => Kernels.Cast<TableRow>().Where(row => !row.IsHeader).ToDictionary(row => Page.Text(row, 0), row => Page.Text(row, 1));
}
