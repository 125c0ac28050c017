extern alias Library;

using DeepThin.Generators.Parsing;
using DeepThin.Planning;
using Library::DeepThin;
using Xunit.Abstractions;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>Kernels that read weights in 16 or 8 bits against the definition in double precision, and their files, packed ones too.</summary>
[Trait("Category", "Kernels")]
public sealed class NarrowKernelTests(ITestOutputHelper output) : IDisposable
{
    private const double RelativeError = 2e-6;
    private const int ModelsOfASeed = 40, Panel = 64;

    private readonly string _directory = Directory.CreateTempSubdirectory("deepthin-").FullName;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 4)];

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void One_layer_equals_the_reference(int seed) => Check(new RandomModels(seed).OneLayer, seed, RelativeError);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_layer_whose_kernel_is_named_or_chosen_for_memory_equals_the_reference(int seed) => Check(new RandomModels(seed + 2000).SteeredLayer, seed, RelativeError);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_layer_whose_weights_are_kept_another_way_equals_the_reference(int seed) => Check(new RandomModels(seed + 3000).OtherLayer, seed, RelativeError);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_network_equals_the_reference(int seed) => Check(new RandomModels(seed + 1000).Network, seed, 5 * RelativeError, ModelsOfASeed / 3);

    [Fact]
    public void The_layers_meet_every_kernel_that_reads_narrow_weights()
    {
        var random = new RandomModels(0);
        var (steered, other) = (new RandomModels(2000), new RandomModels(3000));
        var forms = Enumerable.Range(0, ModelsOfASeed)
            .SelectMany(index => new[] { random.OneLayer(index), steered.SteeredLayer(index), other.OtherLayer(index) })
            .Select(model => DensePlan.For(model.Layers[0], 0, model.Optimize, WeightType.Int8))
            .Where(plan => plan.OneSample.IsNarrow)
            .GroupBy(plan => plan.OneSample.Kind + (plan.OneSample is CorrelationShape { LanesArePhases: true } ? ", lanes over phases" : ""))
            .ToDictionary(group => group.Key, group => group.Count());
        output.WriteLine(string.Join("\n", forms));
        Assert.All(["Dense", "LowRank", "Correlation", "Correlation, lanes over phases", "Fourier"], (string form) => Assert.InRange(forms.GetValueOrDefault(form), 2, int.MaxValue));
    }

    // Values that every type holds exactly, so that the kernels are as exact as those in single precision: multiples of a power of two up to 127, and one
    // of them 127 in each group that shares a scale.
    private void Check(Func<int, ModelSpec> draw, int seed, double tolerance, int count = ModelsOfASeed)
    {
        ModelSpec[] wide = [.. Enumerable.Range(0, count).Select(draw)];
        ModelSpec[] narrow = [.. wide.Select((spec, index) => spec with
        {
            Type = RandomModels.Model(index + count).Type,
            Training = false,
            Weights = (WeightType)(1 + index / 2 % 3),
        })];
        var models = CompiledModel.Build([.. wide, .. narrow], seed);
        for (int i = 0; i < count; i++) Check(wide[i], models[i], models[i + count], seed + i, tolerance);
    }

    private void Check(ModelSpec spec, CompiledModel wide, CompiledModel narrow, int seed, double tolerance)
    {
        string plan = narrow.Info.ToString(), file = Path.Combine(_directory, "wide.safetensors"), again = Path.Combine(_directory, "again.safetensors");
        output.WriteLine(plan);
        var random = new Random(seed);
        foreach (var (tensor, held) in wide.Info.Tensors.Zip(narrow.Info.Tensors))
        {
            var layer = wide.Info.Layers.Single(layer => layer.Tensors.Contains(tensor));
            Fill(random, layer, held, wide.Parameters.Slice(tensor.Offset, tensor.Length));
        }

        wide.ParametersChanged();
        wide.Save(file);
        var loaded = narrow.Load(file);
        Assert.All(loaded.Rounding.Layers, layer => Assert.Equal((0, 0), (layer.RelativeError, layer.LargestError)));
        loaded.Save(again, Library::DeepThin.WeightType.Float32);
        Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(again));

        int samples = random.Next(1, 2 * Panel);
        float[] inputs = [.. Enumerable.Range(0, samples * wide.InputLength).Select(_ => (float)(2 * random.NextDouble() - 1))];
        var wanted = new ReferenceModel(spec.Activations(), wide.Info).Forward(
            [.. wide.Parameters.ToArray().Select(value => (double)value)], [.. inputs.Chunk(wide.InputLength).Select(sample => sample.Select(value => (double)value).ToArray())]);
        float[] one = OneByOne(loaded, inputs), batch = Batch(loaded, inputs);
        Assert.True(Error(one, wanted) <= ToleranceOfOne(narrow, tolerance), $"Forward is off by {Error(one, wanted):e2}, seed {seed}\n{plan}");
        Assert.True(Error(batch, wanted) <= ToleranceOfOne(narrow, tolerance), $"ForwardBatch is off by {Error(batch, wanted):e2}, seed {seed}\n{plan}");

        // Whole panels, where a rest of few samples is computed one by one.
        double panels = Error(batch[..(samples / Panel * Panel * wide.OutputLength)], wanted[..(samples / Panel * Panel)]);
        Assert.True(panels <= tolerance, $"A panel of ForwardBatch is off by {panels:e2}, seed {seed}\n{plan}");

        foreach (var model in new[] { loaded, wide })
        {
            string packed = Path.Combine(_directory, Guid.NewGuid().ToString("N"));
            model.Save(packed, packed: true);
            foreach (var inPlace in new[] { model.Load(packed), model.Load(File.ReadAllBytes(packed)), model.Load(new MemoryStream(File.ReadAllBytes(packed))) })
            {
                Assert.Equal(OneByOne(model, inputs), OneByOne(inPlace, inputs));
                Assert.Equal(Batch(model, inputs), Batch(inPlace, inputs));
                if (model == wide) inPlace.Parameters.Clear();
            }
        }
    }

    // One sample of a correlation in 8 bits has its shifts in 16 bits, or in fewer where there are many terms.
    private static double ToleranceOfOne(CompiledModel narrow, double tolerance)
    {
        double largest = narrow.Info.Layers.Max(layer => layer.Tensors.Max(tensor => tensor is { Order: not null, Type: Library::DeepThin.WeightType.Int8 } ? 1.0 / Math.Min(short.MaxValue, int.MaxValue / (127 * layer.Rank * (layer.Q / layer.N + 2))) : 0));
        return tolerance + 4 * largest;
    }

    private static void Fill(Random random, LayerInfo layer, TensorInfo held, Span<float> values)
    {
        double size = held.Name.EndsWith(".weight", StringComparison.Ordinal) ? 1 / Math.Sqrt(held.Columns)
            : held.Name.EndsWith(".wf", StringComparison.Ordinal) && !held.Name.Contains(".bias", StringComparison.Ordinal) ? 1 / Math.Sqrt(layer.Rank * (double)layer.Q)
            : held.Name.EndsWith(".u", StringComparison.Ordinal) || held.Name.EndsWith(".buckets", StringComparison.Ordinal) ? 1 / Math.Sqrt(layer.Q) : 1;
        float step = (float)Math.ScaleB(1, (int)Math.Round(Math.Log2(size / 75)));
        for (int i = 0; i < values.Length; i++)
        {
            bool isLargest = held.Type != Library::DeepThin.WeightType.Float32 && IsLargest(layer, held, i);
            values[i] = held.Kept > 0 && i >= held.Kept ? 0 : step * (isLargest ? random.Next(2) * 254 - 127 : random.Next(-127, 128));
        }
    }

    private static bool IsLargest(LayerInfo layer, TensorInfo held, int index)
    {
        if (held.Order == null)
        {
            return held.Group == 0 ? index % held.Columns == 0 : (held.Columns < held.Group ? index : index % held.Columns) % held.Group == 0;
        }

        // Each column of W overlaps the first or the last row, or one that begins or ends in another column; with n = 1 none does, and it begins with a row.
        int row = index / held.Columns;
        long first = (long)row * layer.N, last = Math.Min(first + layer.N, (long)layer.Q * layer.R) - 1;
        return row == 0 || row == held.Rows - 1 || first / layer.Q != last / layer.Q || (layer.N == 1 && row % layer.Q == 0);
    }

    private static float[] OneByOne(CompiledModel model, float[] inputs)
    {
        float[] outputs = new float[inputs.Length / model.InputLength * model.OutputLength];
        for (int i = 0; i < inputs.Length / model.InputLength; i++)
        {
            model.Forward(inputs.AsSpan(i * model.InputLength, model.InputLength), outputs.AsSpan(i * model.OutputLength, model.OutputLength));
        }

        return outputs;
    }

    private static float[] Batch(CompiledModel model, float[] inputs)
    {
        int count = inputs.Length / model.InputLength;
        float[] outputs = new float[count * model.OutputLength];
        model.ForwardBatch(inputs, outputs, count);
        return outputs;
    }

    private static double Error(float[] outputs, (double[] Outputs, double Scale)[] wanted)
    {
        double squares = wanted.SelectMany(sample => sample.Outputs).Zip(outputs, (right, found) => Math.Pow(found - right, 2)).Sum();
        return double.IsNaN(squares) ? double.PositiveInfinity : squares == 0 ? 0 : Math.Sqrt(squares / wanted.Sum(sample => sample.Scale * sample.Scale));
    }
}
