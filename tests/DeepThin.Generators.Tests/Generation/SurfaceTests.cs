extern alias Library;

using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using DeepThin.Generators.Tests.Kernels;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;
using LayerInfo = Library::DeepThin.LayerInfo;

namespace DeepThin.Generators.Tests.Generation;

/// <summary>The members of a generated model as a user calls them.</summary>
public sealed class SurfaceTests
{
    private const int Inputs = 100;
    private const int Outputs = 30;
    private const float Untouched = 1234.5f;

    // A Fourier or segments kernel, a correlation, an uncompressed layer: everything that is prepared at load.
    private static readonly CompiledModel Model = CompiledModel.Build(
        [
            RandomModels.Model(
                0,
                TestLayers.Dense("first", Inputs, 256, 0.05, Form.Wide, 1, null, new(Activation.Relu, 0), true, null),
                TestLayers.Dense("second", 256, 256, 0.05, Form.Tall, 1, null, new(Activation.Gelu, 0), true, 0.3),
                TestLayers.Dense("third", 256, Outputs, null, Form.Wide, 1, null, new(Activation.Softmax, 0), true, null)),
        ],
        seed: 1).Single();

    [Fact]
    public void Lengths_and_plan_are_those_of_the_layers()
    {
        Assert.Equal((Inputs, Outputs), (Model.InputLength, Model.OutputLength));
        Assert.Equal("Model0", Model.Info.Name);
        Assert.Equal(["first", "second", "third"], Model.Info.Layers.Select(layer => layer.Name));
        Assert.Equal([(Inputs, 256), (256, 256), (256, Outputs)], Model.Info.Layers.Select(layer => (layer.Inputs, layer.Outputs)));
        Assert.Equal(Model.Parameters.Length, Model.Info.ParameterBlockLength);
        string[] lines = Model.Info.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(8, lines.Length);
        Assert.Equal("How to choose form, ratio and rank: https://github.com/deepthin/deepthin.generators/blob/main/docs/choosing.md", lines[7]);
        Assert.Matches("^layer +kind +inputs +outputs +r +m +n +form +gains +α +parameters +bytes +prepared +multiply-adds +kernel +batches$", lines[0]);
        Assert.Matches("^first +deepthin +100 +256 +1 +[0-9]+ +[0-9]+ +wide +[45]\\.[0-9]{2} % +[0-9]+ +[0-9]+ +[0-9]+ +[0-9]+ +[a-z]+ +[a-z]+$", lines[1]);
        Assert.Matches("^third +dense +256 +30 +100\\.00 % +7710 +30840 +0 +7680 +dense +dense$", lines[3]);
    }

    [Fact]
    public void The_plan_says_which_kernels_were_taken_and_why()
    {
        var (fast, named, small) = (InfoOf(TestLayers.Dense("tall", 256, 128, 0.05, Form.Tall)), InfoOf(Wide(Kernel.Segments)), InfoOf(Wide(Kernel.Auto), Optimize.Memory));
        CheckKernels(fast, "correlation", "correlation", "counted correlation 11 k, segments 249 k; batches correlation 7.5 k, segments 69 k");
        CheckKernels(named, "segments", "segments", "counted segments 332 k as the attribute says, fourier 70 k, correlation 89 M; batches as well");
        CheckKernels(small, "segments", "segments", "counted segments 332 k for Optimize.Memory, unpacked correlation 89 M, fourier 70 k holding 70 KB; batches segments 263 k, unpacked correlation 63 M");
        Assert.Equal((4L * 32 * 14 * 7, 0L, 0L), (fast.PreparedBytes, named.PreparedBytes, small.PreparedBytes));

        static FullyConnectedSpec Wide(Kernel kernel) => TestLayers.Dense("wide", 512, 512, 0.03, kernel: kernel);

        static void CheckKernels(LayerInfo layer, string kernel, string batchKernel, string reason) =>
            Assert.Equal($"{kernel}, {batchKernel}: {reason}", $"{layer.Maps[0].Kernel}, {layer.Maps[0].BatchKernel}: {layer.Maps[0].Reason}");
    }

    private static LayerInfo InfoOf(FullyConnectedSpec layer, Optimize optimize = Optimize.Speed) =>
        CompiledModel.Build([RandomModels.Model(0, layer).With(optimize)], seed: 1).Single().Info.Layers[0];

    [Fact]
    public void A_seed_decides_the_parameters()
    {
        var one = Model.Create(7);
        Assert.Equal(one.Parameters.ToArray(), Model.Create(7).Parameters.ToArray());
        Assert.NotEqual(one.Parameters.ToArray(), Model.Create(8).Parameters.ToArray());
        Assert.Equal(Predict(one, Samples(1)), Predict(Model.Create(7), Samples(1)));
    }

    [Fact]
    public void A_saved_model_comes_back_from_each_source()
    {
        string path = Path.Combine(Path.GetTempPath(), $"deepthin-{Guid.NewGuid():n}.safetensors");
        try
        {
            var saved = Model.Create(3);
            saved.Save(path);
            byte[] file = File.ReadAllBytes(path);
            CompiledModel[] loaded =
            [
                Model.Load(path), Model.Load(new MemoryStream(file)), Model.Load(file.AsMemory()), Model.LoadResource(AssemblyWith(file, "weights.safetensors"), "weights.safetensors"),
            ];
            Assert.All(loaded, model => Assert.Equal(saved.Parameters.ToArray(), model.Parameters.ToArray()));
            Assert.All(loaded, model => Assert.Equal(Predict(saved, Samples(2)), Predict(model, Samples(2))));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Changed_parameters_are_used_after_they_are_announced()
    {
        var (one, other) = (Model.Create(1), Model.Create(2));
        other.Parameters.CopyTo(one.Parameters);
        one.Prepare();
        Assert.Equal(Predict(other, Samples(1)), Predict(one, Samples(1)));
    }

    [Theory]
    [InlineData(Inputs - 1, Outputs, "input")]
    [InlineData(Inputs + 1, Outputs, "input")]
    [InlineData(0, Outputs, "input")]
    [InlineData(Inputs, Outputs - 1, "output")]
    [InlineData(Inputs, Outputs + 1, "output")]
    [InlineData(Inputs, 0, "output")]
    public void Forward_with_a_wrong_length_writes_nothing(int inputs, int outputs, string name) =>
        CheckRefused<ArgumentException>(name, outputs, output => Model.Forward(new float[inputs], output));

    [Theory]
    [InlineData(3 * Inputs - 1, 3 * Outputs, "inputs")]
    [InlineData(1, 0, "inputs")]
    [InlineData(3 * Inputs, 3 * Outputs + 1, "outputs")]
    [InlineData(2 * Inputs, 3 * Outputs, "outputs")]
    [InlineData(3 * Inputs, 0, "outputs")]
    [InlineData(0, Outputs, "outputs")]
    public void ForwardBatch_with_a_wrong_length_writes_nothing(int inputs, int outputs, string name) =>
        CheckRefused<ArgumentException>(name, outputs, output => Model.ForwardBatch(new float[inputs], output));

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    [InlineData(int.MinValue)]
    public void ForwardBatch_with_a_wrong_number_of_threads_writes_nothing(int threads)
    {
        CheckRefused<ArgumentOutOfRangeException>("maxDegreeOfParallelism", 200 * Outputs, outputs => Model.ForwardBatch(new float[200 * Inputs], outputs, threads));
        CheckRefused<ArgumentOutOfRangeException>("maxDegreeOfParallelism", 0, outputs => Model.ForwardBatch([], outputs, threads));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Model.ForwardBatch([], [], threads));
        Assert.StartsWith("The degree of parallelism is 1 or more threads, or -1 for all processors.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, Inputs - 1)]
    [InlineData(Outputs - 1, 0)]
    public void Overlapping_spans_are_refused(int input, int output)
    {
        CheckRefused<ArgumentException>("output", 2 * Inputs, all => Model.Forward(all.AsSpan(input, Inputs), all.AsSpan(output, Outputs)));
        CheckRefused<ArgumentException>("outputs", 2 * Inputs, all => Model.ForwardBatch(all.AsSpan(input, Inputs), all.AsSpan(output, Outputs)));
    }

    [Fact]
    public void Neighbouring_spans_are_fine_and_nothing_beside_them_is_written()
    {
        foreach (int count in (int[])[1, 5, 20, 64, 100])
        {
            float[] all = [.. Enumerable.Repeat(Untouched, Outputs), .. Samples(count), .. Enumerable.Repeat(Untouched, (count + 2) * Outputs)];
            Model.ForwardBatch(all.AsSpan(Outputs, count * Inputs), all.AsSpan(Outputs + count * Inputs, count * Outputs));
            Assert.Equal(Enumerable.Repeat(Untouched, Outputs), all[..Outputs]);
            Assert.Equal(Samples(count), all[Outputs..(Outputs + count * Inputs)]);
            Assert.Equal(Enumerable.Repeat(Untouched, 2 * Outputs), all[^(2 * Outputs)..]);
            Assert.DoesNotContain(Untouched, all[(Outputs + count * Inputs)..^(2 * Outputs)]);
        }
    }

    [Fact]
    public void An_empty_batch_does_nothing() => Model.ForwardBatch([], []);

    [Fact]
    public void ForwardTrace_and_Backward_with_wrong_arguments_write_nothing()
    {
        float[] trace = new float[Model.TraceLength];
        int parameters = Model.Parameters.Length;
        CheckRefused<ArgumentOutOfRangeException>("count", 0, outputs => Model.ForwardTrace([], outputs, 0, trace));
        CheckRefused<ArgumentOutOfRangeException>("count", 65 * Outputs, outputs => Model.ForwardTrace(new float[65 * Inputs], outputs, 65, trace));
        CheckRefused<ArgumentException>("trace", Outputs, outputs => Model.ForwardTrace(new float[Inputs], outputs, 1, trace.AsSpan(1)));
        CheckRefused<ArgumentException>("trace", Outputs, outputs => Model.ForwardTrace(new float[Inputs], outputs, 1, new float[Model.TraceLength + 1]));
        foreach (int count in (int[])[0, 65, -1, int.MinValue])
        {
            CheckRefused<ArgumentOutOfRangeException>("count", parameters, gradients => Model.Backward(new float[Math.Max(0, count) * Outputs], count, trace, gradients, []));
        }

        foreach (int length in (int[])[0, Outputs, 3 * Outputs - 1, 3 * Outputs + 1, 64 * Outputs])
        {
            CheckRefused<ArgumentException>("outputGradients", parameters, gradients => Model.Backward(new float[length], 3, trace, gradients, []));
        }

        foreach (int length in (int[])[0, trace.Length - 1, trace.Length + 1])
        {
            CheckRefused<ArgumentException>("trace", parameters, gradients => Model.Backward(new float[Outputs], 1, new float[length], gradients, []));
        }

        CheckRefused<ArgumentException>("parameterGradients", parameters - 1, gradients => Model.Backward(new float[Outputs], 1, trace, gradients, []));
        CheckRefused<ArgumentException>("parameterGradients", parameters + 1, gradients => Model.Backward(new float[Outputs], 1, trace, gradients, []));
        CheckRefused<ArgumentException>("parameterGradients", 10, gradients => Model.Backward(new float[Outputs], 1, trace, gradients, []));
        CheckRefused<ArgumentException>("inputGradients", Inputs + 1, gradients => Model.Backward(new float[Outputs], 1, trace, new float[Model.Parameters.Length], gradients));
        Assert.All(trace, value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void What_ForwardTrace_and_Backward_write_lies_apart(int end)
    {
        // The two of a pair have a float in common, at the one end or the other, or one lies within the other.
        const int Count = 2;
        int trace = Model.TraceLength, parameters = Model.Parameters.Length;
        CheckOverlap("outputs", Count * Inputs, Count * Outputs, (inputs, outputs) => Model.ForwardTrace(inputs, outputs, Count, new float[trace]));
        CheckOverlap("trace", Count * Inputs, trace, (inputs, other) => Model.ForwardTrace(inputs, new float[Count * Outputs], Count, other));
        CheckOverlap("trace", Count * Outputs, trace, (outputs, other) => Model.ForwardTrace(new float[Count * Inputs], outputs, Count, other));
        CheckOverlap("parameterGradients", trace, parameters, (other, gradients) => Model.Backward(new float[Count * Outputs], Count, other, gradients, []));
        CheckOverlap("parameterGradients", Count * Outputs, parameters, (slopes, gradients) => Model.Backward(slopes, Count, new float[trace], gradients, []));
        CheckOverlap("inputGradients", trace, Count * Inputs, (other, gradients) => Model.Backward(new float[Count * Outputs], Count, other, new float[parameters], gradients));
        CheckOverlap("inputGradients", Count * Outputs, Count * Inputs, (slopes, gradients) => Model.Backward(slopes, Count, new float[trace], new float[parameters], gradients));
        CheckOverlap("inputGradients", parameters, Count * Inputs, (sums, gradients) => Model.Backward(new float[Count * Outputs], Count, new float[trace], sums, gradients));

        void CheckOverlap(string parameter, int first, int second, Pair call)
        {
            int at = end == 0 ? Math.Min(first, second) / 2 : end > 0 ? first - 1 : second - 1;
            CheckRefused<ArgumentException>(parameter, first + second, all => call(all.AsSpan(end < 0 ? at : 0, first), all.AsSpan(end < 0 ? 0 : at, second)));
        }
    }

    private delegate void Pair(Span<float> first, Span<float> second);

    [Fact]
    public void Predictions_of_a_model_for_memory_allocate_nothing()
    {
        var layer = TestLayers.Dense("tall", Inputs, Outputs, 0.2, Form.Tall, kernel: Kernel.Correlation);
        var model = CompiledModel.Build([RandomModels.Model(0, layer).With(Optimize.Memory)], seed: 1).Single();
        Predict(model, Samples(1));
        float[] samples = Samples(1), output = new float[Outputs];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++) model.Forward(samples, output);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    public void More_threads_predict_the_same_bits_and_write_nothing_else(int threads)
    {
        foreach (int count in (int[])[0, 1, 63, 64, 65, 127, 128, 200, 1000])
        {
            float[] samples = Samples(count), outputs = [.. Enumerable.Repeat(Untouched, (count + 2) * Outputs)];
            Model.ForwardBatch(samples, outputs.AsSpan(Outputs, count * Outputs), threads);
            Assert.Equal(Bits(PredictBatch(Model, samples, count)), Bits(outputs[Outputs..^Outputs]));
            Assert.All(outputs[..Outputs].Concat(outputs[^Outputs..]), value => Assert.Equal(Untouched, value));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(80)]
    [InlineData(200)]
    public void Predictions_allocate_nothing_after_the_first_call_of_a_thread(int count)
    {
        var (inputs, outputs) = (Samples(count), new float[count * Outputs]);
        Model.ForwardBatch(inputs, outputs);
        Model.Forward(inputs.AsSpan(0, Inputs), outputs.AsSpan(0, Outputs));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++)
        {
            Model.ForwardBatch(inputs, outputs);
            Model.Forward(inputs.AsSpan(0, Inputs), outputs.AsSpan(0, Outputs));
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Many_threads_get_the_same_bits()
    {
        const int Count = 200;
        float[] samples = Samples(Count), one = Predict(Model, samples), batch = PredictBatch(Model, samples, Count);
        var answers = new (float[] One, float[] Batch, float[] Shared)[8];
        Thread[] threads = [.. answers.Select((_, i) => new Thread(() =>
        {
            for (int repeat = 0; repeat < 20; repeat++) answers[i] = (Predict(Model, samples), PredictBatch(Model, samples, Count), PredictBatch(Model, samples, Count, i + 1));
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(answers, answer => Assert.Equal(Bits(one), Bits(answer.One)));
        Assert.All(answers, answer => Assert.Equal(Bits(batch), Bits(answer.Batch)));
        Assert.All(answers, answer => Assert.Equal(Bits(batch), Bits(answer.Shared)));
    }

    [Fact]
    public void A_static_field_of_the_users_can_hold_a_model()
    {
        const string Source = """
            [DeepThin.DeepThinModel, DeepThin.Dense(100, 100, Ratio = 0.1), DeepThin.Dense(100, 3)]
            public sealed partial class Model
            {
                private static readonly int Layers = Info.Layers.Count;
                public static readonly Model Shared = Create(7);
                public readonly int Size = Layers + InputLength;
            }
            """;
        var type = LoadAssembly(Generate.Sources(Source).Compilation, []).GetType("Model", throwOnError: true)!;
        object? shared = type.GetField("Shared")!.GetValue(null);
        Assert.Equal(102, type.GetField("Size")!.GetValue(shared));
    }

    private static void CheckRefused<TException>(string parameter, int length, Action<float[]> call)
        where TException : ArgumentException
    {
        float[] output = [.. Enumerable.Repeat(Untouched, length)];
        var exception = Assert.Throws<TException>(() => call(output));
        Assert.Equal(parameter, exception.ParamName);
        Assert.All(output, value => Assert.Equal(Untouched, value));
    }

    private static float[] Samples(int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count * Inputs).Select(_ => random.NextSingle() - 0.5f)];
    }

    private static float[] Predict(CompiledModel model, float[] samples)
    {
        float[] output = new float[Outputs];
        model.Forward(samples.AsSpan(0, Inputs), output);
        return output;
    }

    private static float[] PredictBatch(CompiledModel model, float[] samples, int count, int threads = 1)
    {
        float[] outputs = new float[count * Outputs];
        model.ForwardBatch(samples.AsSpan(0, count * Inputs), outputs, threads);
        return outputs;
    }

    private static int[] Bits(float[] values) => MemoryMarshal.Cast<float, int>(values).ToArray();

    private static Assembly AssemblyWith(byte[] resource, string name) =>
        LoadAssembly(Compile.Sources("class Nothing { }"), [new ResourceDescription(name, () => new MemoryStream(resource), isPublic: true)]);

    private static Assembly LoadAssembly(Compilation compilation, IEnumerable<ResourceDescription> resources)
    {
        using var file = new MemoryStream();
        var result = compilation.Emit(file, manifestResources: resources);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Take(10)));
        file.Position = 0;
        return new AssemblyLoadContext("user", isCollectible: true).LoadFromStream(file);
    }
}
