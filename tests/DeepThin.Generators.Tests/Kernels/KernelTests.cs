extern alias Library;

using System.Globalization;
using DeepThin.Generators.Parsing;
using DeepThin.Generators.Specs;
using DeepThin.Planning;
using Library::DeepThin.Runtime;
using Xunit.Abstractions;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>Every kernel against the definition in double precision. Run at each vector width: see tests/run.sh.</summary>
[Trait("Category", "Kernels")]
public sealed class KernelTests(ITestOutputHelper output)
{
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
    public void A_network_whose_values_several_layers_read_equals_the_reference(int seed) => Check(ModelSet.Graph(seed));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_network_with_tables_equals_the_reference(int seed) => Check(ModelSet.Embedding(seed));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_step_of_a_network_with_recurrent_layers_equals_the_reference(int seed) => Check(ModelSet.Recurrent(seed));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_step_of_a_network_of_whole_sequences_equals_the_reference(int seed) => Check(ModelSet.WholeSequences(seed));

    [Theory]
    [InlineData(3.5f)]
    [InlineData(-1)]
    [InlineData(7)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_no_index_of_a_row_is_refused_and_writes_nothing_from_its_sample_on(float value)
    {
        var model = CompiledModel.Build([RandomModels.Model(0, new EmbeddingSpec("words", 2, new DenseWeights(3, 7)))], seed: 1).Single();
        float[] output = [.. Enumerable.Repeat(42f, 6)], outputs = [.. Enumerable.Repeat(42f, 6 * 40)], inputs = new float[2 * 40];
        inputs[61] = value;
        string message = string.Create(CultureInfo.InvariantCulture, $"A table of 7 rows is asked for row {value}; an index is a whole number from 0 to 6.");
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => model.Forward([0, value], output)).Message);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => model.ForwardBatch(inputs, outputs)).Message);
        Assert.All(output.Concat(outputs[(30 * 6)..]), kept => Assert.Equal(42, kept));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Prepare_packs_X_f_in_the_order_that_is_planned(int seed)
    {
        CheckPacking(ModelSet.OneLayer(seed));
        CheckPacking(ModelSet.SteeredLayer(seed));
    }

    [Fact]
    public void The_layers_meet_every_form_of_the_packed_order()
    {
        var models = Enumerable.Range(0, ModelSet.Seeds).SelectMany(seed => (ModelSpec[])[.. ModelSet.OneLayer(seed).Models, .. ModelSet.SteeredLayer(seed).Models]);
        CheckEachIsMet(
            models.SelectMany(model => ModelForms.PackedOrder(model.FirstMap())),
            "phases, one rank", "phases, one rank, blocks", "phases, several ranks", "phases, several ranks, blocks",
            "columns by 16, one rank, blocks", "columns by 16, several ranks, blocks", "columns by 32, one rank, blocks", "columns by 32, several ranks, blocks");
    }

    [Fact]
    public void The_random_layers_meet_every_kernel_in_every_form()
    {
        var plans = Enumerable.Range(0, ModelSet.Seeds).SelectMany(seed => ModelSet.OneLayer(seed).Models).Select(model => model.FirstMap()).ToList();
        CheckEachIsMet(
            plans.SelectMany(ModelForms.Of),
            "Dense", "Segments", "Segments of several ranks", "Correlation", "Correlation of several ranks", "Correlation, lanes over phases", "Correlation, lanes over phases, n > R",
            "Correlation of several ranks, lanes over phases",
            "Correlation, split", "Correlation of several ranks, split", "Correlation, overlap-save", "Correlation of several ranks, overlap-save",
            "Fourier by residues, D > 0", "Fourier by residues, D < 0", "Fourier, D > 0", "Fourier, D < 0", "Fourier of several ranks, D > 0", "Fourier of several ranks, D < 0",
            "Fourier of several ranks by residues, D > 0", "Fourier of several ranks by residues, D < 0",
            "Training: Dense", "Training: Segments", "Training: Segments of several ranks", "Training: Correlation", "Training: Correlation of several ranks",
            "Training: Fourier by residues, D > 0", "Training: Fourier by residues, D < 0", "Training: Fourier, D > 0", "Training: Fourier, D < 0",
            "Training: Fourier of several ranks, D > 0", "Training: Fourier of several ranks, D < 0",
            "Training: Fourier of several ranks by residues, D > 0", "Training: Fourier of several ranks by residues, D < 0");
    }

    [Fact]
    public void The_networks_meet_every_way_in_which_values_are_read()
    {
        var models = Enumerable.Range(0, ModelSet.Seeds).SelectMany(seed => ModelSet.Graph(seed).Models);
        CheckEachIsMet(
            models.SelectMany(ModelForms.Of),
            "2 inputs", "3 inputs", "2 outputs", "3 outputs", "a value scaled for one of its readers", "gradients added to those of another reader", "an output that is read",
            "concat of 2", "concat of 3", "an output that is another by another name");
        Assert.All(Enum.GetValues<Activation>(), activation => Assert.Contains(models.SelectMany(ModelForms.Of), form => form == $"residual, {activation}, one shape"));
        Assert.Contains(models.SelectMany(ModelForms.Of), form => form.EndsWith("padded", StringComparison.Ordinal));
    }

    [Fact]
    public void The_networks_have_values_in_every_other_order() =>
        CheckEachIsMet(Enumerable.Range(0, ModelSet.Seeds).SelectMany(seed => ModelSet.Rearranging(seed).Models).SelectMany(ModelForms.Of), "transpose, copied", "transpose, by another name", "reshape, a vector", "reshape, a series", "reshape, an image",
            "channels, the first", "channels, the last", "channels, between others", "channels, all",
            "multiply, one shape", "multiply, a gate first", "multiply, a gate second");

    [Fact]
    public void Norms_are_folded_into_every_kind_of_layer_with_weights()
    {
        var forms = Enumerable.Range(0, ModelSet.Seeds).SelectMany(seed => ModelSet.Folding(seed).Narrow).SelectMany(ModelForms.Of);
        string[] layers =
        [
            "a layer, dense", "a layer, deepthin", "a layer, lowrank", "a layer, hashed", "a layer, pruned", "a convolution, shared", "a convolution, winograd", "a convolution, direct", "a convolution, columns",
            "grouped", "depthwise, rows as they are, in place", "depthwise, rows as they are, copied", "depthwise, a padded copy, copied",
        ];
        CheckEachIsMet(forms.Where(form => form.StartsWith("a norm in ", StringComparison.Ordinal)).Select(form => layers.First(layer => form.StartsWith("a norm in " + layer, StringComparison.Ordinal))), layers);
        Assert.All(Enum.GetValues<Activation>(), activation => Assert.Equal(activation is not (Activation.Identity or Activation.Softmax or Activation.LogSoftmax), forms.Contains($"a norm, then {activation} of another layer")));
    }

    [Fact]
    public void The_random_convolutions_meet_every_kernel_of_one_sample()
    {
        var layers = Enumerable.Range(0, ModelSet.Seeds).SelectMany(seed => ModelSet.Convolutions(seed).Models).SelectMany(model => new NetworkPlan(model.Network).Steps);
        var plans = layers.Select(step => step.Layer).ToList();
        CheckEachIsMet(
            [.. plans.OfType<ConvolutionPlan>().Select(ModelForms.KernelOf), .. plans.OfType<DepthwisePlan>().Select(ModelForms.SumsOf)],
            "shared", "winograd", "direct", "columns", "depthwise, rows as they are, in place", "depthwise, rows as they are, copied", "depthwise, a padded copy, copied");
    }

    [Fact]
    public void Groups_of_channels_are_kept_in_every_way() => CheckEachIsMet(
        Enumerable.Range(0, ModelSet.Seeds).SelectMany(seed => ModelSet.Convolutions(seed).Models).SelectMany(ModelForms.Of).Where(form => form.StartsWith("grouped, ", StringComparison.Ordinal)),
        "grouped, dense, few positions", "grouped, dense, positions", "grouped, deepthin, few positions", "grouped, deepthin, positions", "grouped, one rank", "grouped, several ranks");

    [Fact]
    public void The_models_of_published_programs_have_every_form_that_any_has()
    {
        foreach (bool isNarrow in (bool[])[false, true])
        {
            ModelSpec[] models = [.. ModelSet.All.Where(set => isNarrow || !set.IsForPredictions).SelectMany(set => isNarrow ? set.Narrow : set.Models)], few = [.. ModelForms.Cover(models, model => model)];
            Assert.InRange(few.Length, 1, models.Length / 4);
            Assert.Equal(models.SelectMany(ModelForms.Of).ToHashSet(), [.. few.SelectMany(ModelForms.Of)]);
        }
    }

    [Fact]
    public void No_model_is_too_slow_for_an_emulator() =>
        Assert.All(ModelSet.All.SelectMany(set => set.Models), model => Assert.InRange(new NetworkPlan(model.Network).Steps.SelectMany(step => step.Layer.Maps).Sum(map => map.OneSample.MultiplyAdds), 0, 2e6));

    [Fact]
    public void The_steered_layers_meet_every_kernel_where_it_would_not_be_chosen_and_the_unpacked_one_in_every_form()
    {
        var plans = Enumerable.Range(0, ModelSet.Seeds).SelectMany(seed => ModelSet.SteeredLayer(seed).Models)
            .Select(model => (Spec: (FullyConnectedSpec)model.Network.Layers[0], Plan: model.FirstMap())).ToList();
        var kernels = plans.Where(layer => layer.Plan.OneSample.Kind != KernelPlan.For((ReLayoutPlan)layer.Plan.Weights, Kernel.Auto, Optimize.Speed).OneSample.Kind)
            .Select(layer => $"{layer.Plan.OneSample.Kind} {(layer.Spec.Kernel == Kernel.Auto ? "for memory" : "by name")}");
        var unpacked = plans.SelectMany(layer => ModelForms.UnpackedColumns(layer.Plan));
        string[] wanted = [.. from rank in (int[])[1, 2, 3]
            from columns in (string[])["one column", "few columns", "many columns"] select $"unpacked, rank {rank}, {columns}"];
        CheckEachIsMet(kernels.Concat(unpacked), ["Segments by name", "Correlation by name", "Fourier by name", "Segments for memory", .. wanted]);
    }

    [Fact]
    public void Every_activation_is_met_behind_every_kernel()
    {
        var plans = Enumerable.Range(0, ModelSet.Seeds).SelectMany(seed => (ModelSpec[])[.. ModelSet.OneLayer(seed).Models, .. ModelSet.SteeredLayer(seed).Models, .. ModelSet.OtherLayer(seed).Models])
            .Select(model => (model.Network.Layers[0].Activation, Plan: model.FirstMap()));
        var met = plans.SelectMany(layer => (string[])[$"one sample, {layer.Plan.OneSample.Kind}", $"panel, {layer.Plan.Panel.Kind}", $"traced, {layer.Plan.Training.Kind}"], (layer, kernel) => (kernel, layer.Activation))
            .GroupBy(pair => pair.kernel).ToDictionary(group => group.Key, group => group.Select(pair => pair.Activation).Distinct().Count());
        output.WriteLine(string.Join("\n", met.OrderBy(kernel => kernel.Key, StringComparer.Ordinal)));
        Assert.Equal(3 * Enum.GetValues<KernelKind>().Length, met.Count);
        Assert.All(met, kernel => Assert.Equal(Enum.GetValues<Activation>().Length + 1, kernel.Value));
    }

    private void CheckEachIsMet(IEnumerable<string> met, params string[] wanted)
    {
        var forms = met.GroupBy(form => form).ToDictionary(group => group.Key, group => group.Count());
        output.WriteLine(string.Join("\n", forms.OrderBy(form => form.Key, StringComparer.Ordinal)));
        Assert.All(wanted, form => Assert.True(forms.GetValueOrDefault(form) >= 2, $"Only {forms.GetValueOrDefault(form)} layers are {form}."));
    }

    /// <summary>The runs at narrower vectors would prove nothing if the runtime no longer knew the variable that narrows them.</summary>
    [Fact]
    public void The_vectors_are_as_wide_as_the_run_asks()
    {
        int width = Simd512.IsSupported ? 512 : Simd256.IsSupported ? 256 : Simd128.IsSupported ? 128 : 32;
        string asked = Environment.GetEnvironmentVariable("DEEPTHIN_TEST_WIDTH") ?? width.ToString(CultureInfo.InvariantCulture);
        Assert.Equal(asked, width.ToString(CultureInfo.InvariantCulture));
    }

    // Values of X_f that are all different are found where the order has them, and zeros everywhere else.
    private void CheckPacking(ModelSet set)
    {
        foreach (var (spec, model) in set.Models.Zip(CompiledModel.Build(set)))
        {
            if (spec.FirstMap().OneSample is not CorrelationShape { Packed: > 0 } shape) continue;
            output.WriteLine(model.Info.ToString());
            var xf = model.Parameters.Slice(model.Info.Tensors[0].Offset, model.Info.Tensors[0].Length);
            for (int i = 0; i < xf.Length; i++) xf[i] = i + 1;
            model.Prepare();
            Assert.Equal(shape.Packed, shape.Order.Length);
            Assert.Equal(InOrder(xf, shape.Order), model.Prepared()[..shape.Order.Length]);
        }
    }

    private static float[] InOrder(ReadOnlySpan<float> xf, PackedOrder order)
    {
        float[] packed = new float[order.Length];
        for (int column = 0; column < order.Outputs; column++)
        {
            for (int i = 0; i < order.RowsOf(column) * order.Rank; i++)
            {
                packed[order.Place(column, i % order.Rank, i / order.Rank)] = xf[order.FirstRow(column) * order.Rank + i];
            }
        }

        return packed;
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, ModelSet.Seeds)];

    private void Check(ModelSet set)
    {
        var models = CompiledModel.Build(set);
        for (int i = 0; i < models.Count; i++)
        {
            var (spec, model) = (set.Models[i], models[i]);
            string plan = model.Info.ToString();
            output.WriteLine(plan);
            if (spec.Network.Optimize == Optimize.Memory) Assert.Equal((0, 0L), (model.Info.PreparedBlockLength, model.Info.PreparedBytes));
            Assert.All(new Samples(spec.ReferenceLayers(), model, set.Seed + i).Findings(set.Tolerance), finding => Assert.True(finding.IsRight, $"{finding}, seed {set.Seed}\n{plan}"));
        }
    }
}
