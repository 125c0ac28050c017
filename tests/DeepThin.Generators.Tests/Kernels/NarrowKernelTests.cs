using DeepThin.Planning;
using Xunit.Abstractions;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>Kernels that read weights in 16 or 8 bits against the definition in double precision, and their files, packed ones too.</summary>
[Trait("Category", "Kernels")]
public sealed class NarrowKernelTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("deepthin-").FullName;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, ModelSet.Seeds)];

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void One_layer_equals_the_reference(int seed) => Check(ModelSet.OneLayer(seed));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_layer_whose_kernel_is_named_or_chosen_for_memory_equals_the_reference(int seed) => Check(ModelSet.SteeredLayer(seed));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_layer_whose_weights_are_kept_another_way_equals_the_reference(int seed) => Check(ModelSet.OtherLayer(seed));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_network_equals_the_reference(int seed) => Check(ModelSet.Network(seed));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_network_with_convolutions_equals_the_reference(int seed) => Check(ModelSet.Convolutions(seed));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_network_with_layers_that_have_no_matrix_equals_the_reference(int seed) => Check(ModelSet.Values(seed));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_network_whose_layers_have_values_in_another_order_equals_the_reference(int seed) => Check(ModelSet.Rearranging(seed));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_network_with_layers_that_are_folded_equals_the_reference(int seed) => Check(ModelSet.Folding(seed));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_step_of_a_network_with_state_equals_the_reference(int seed) => Check(ModelSet.Recurrent(seed));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_step_of_a_network_of_whole_sequences_equals_the_reference(int seed) => Check(ModelSet.WholeSequences(seed));

    [Fact]
    public void The_layers_meet_every_kernel_that_reads_narrow_weights()
    {
        var random = new RandomModels(0);
        var (steered, other) = (new RandomModels(2000), new RandomModels(3000));
        var forms = Enumerable.Range(0, ModelSet.Size)
            .SelectMany(index => new[] { random.OneLayer(index), steered.SteeredLayer(index), other.OtherLayer(index) })
            .Select(model => model.FirstMap(WeightType.Int8))
            .Where(plan => plan.OneSample.IsNarrow)
            .GroupBy(plan => plan.OneSample.Kind + (plan.OneSample is CorrelationShape { LanesArePhases: true } ? ", lanes over phases" : ""))
            .ToDictionary(group => group.Key, group => group.Count());
        output.WriteLine(string.Join("\n", forms));
        Assert.All(["Dense", "LowRank", "Correlation", "Correlation, lanes over phases", "Fourier"], (string form) => Assert.InRange(forms.GetValueOrDefault(form), 2, int.MaxValue));
    }

    private void Check(ModelSet set)
    {
        IReadOnlyList<CompiledModel> wide = CompiledModel.Build(set), narrow = CompiledModel.BuildNarrow(set);
        for (int i = 0; i < narrow.Count; i++)
        {
            string plan = narrow[i].Info.ToString();
            output.WriteLine(plan);
            var samples = new NarrowSamples(set.Models[i].ReferenceLayers(), wide[i], narrow[i], set.Seed + i, _directory);
            Assert.All(samples.Findings(set.Tolerance), finding => Assert.True(finding.IsRight, $"{finding}, seed {set.Seed}\n{plan}"));
        }
    }
}
