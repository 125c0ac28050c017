using DeepThin.Generators.Parsing;
using Xunit.Abstractions;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>Every kernel against the definition in double precision. Run at each vector width: see tests/run.sh.</summary>
[Trait("Category", "Kernels")]
public sealed class KernelTests(ITestOutputHelper output)
{
    private const double RelativeError = 2e-6;
    private const int ModelsOfASeed = 30;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void One_layer_equals_the_reference(int seed)
    {
        var random = new RandomModels(seed);
        Check([.. Enumerable.Range(0, ModelsOfASeed).Select(random.OneLayer)], seed, RelativeError);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_network_equals_the_reference(int seed)
    {
        var random = new RandomModels(seed + 1000);
        Check([.. Enumerable.Range(0, ModelsOfASeed).Select(random.Network)], seed, 5 * RelativeError);
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 4)];

    private void Check(IReadOnlyList<ModelSpec> specs, int seed, double tolerance)
    {
        var models = CompiledModel.Build(specs, seed);
        for (int i = 0; i < specs.Count; i++)
        {
            string plan = models[i].Info.ToString();
            output.WriteLine(plan);
            var samples = new Samples(specs[i], models[i], seed + i);
            Assert.True(samples.ForwardError() <= tolerance, $"Forward is off by {samples.ForwardError():e2}, seed {seed}\n{plan}");
            Assert.True(samples.BatchError() <= tolerance, $"ForwardBatch is off by {samples.BatchError():e2}, seed {seed}\n{plan}");
            samples.CheckGradients(1e-4, plan);
        }
    }
}
