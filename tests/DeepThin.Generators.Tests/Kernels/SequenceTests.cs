extern alias Library;

using DeepThin.Generators.Specs;
using Xunit.Abstractions;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>Sequences of many steps, in each way in which a model takes them, against the definition in double precision. Run at each vector width: see tests/run.sh.</summary>
[Trait("Category", "Kernels")]
public sealed class SequenceTests(ITestOutputHelper output)
{
    private const double RelativeError = 2e-5, GradientError = 2e-4;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, ModelSet.Seeds)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_sequence_equals_the_reference_however_it_is_cut(int seed) => ForEach(seed, (samples, random) =>
    {
        int steps = random.Next(2) == 0 ? random.Next(1, 20) : random.Next(60, 140);
        float[] input = samples.Inputs(steps), whole = new float[steps * samples.Model.OutputLength], cut = new float[whole.Length], state = new float[samples.Model.StateLength];
        double[][] wanted = samples.Wanted(input);
        samples.Model.Forward(input, whole);
        samples.AssertClose(wanted, whole, "whole");
        for (int t = 0; t < steps;)
        {
            int count = Math.Min(steps - t, random.Next(3) switch { 0 => 1, 1 => random.Next(1, 10), _ => random.Next(1, 100) });
            samples.Model.Forward(Part(input, t, count, samples.Model.InputLength), Part(cut, t, count, samples.Model.OutputLength), state);
            t += count;
        }

        samples.AssertClose(wanted, cut, "in parts");
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Many_sequences_side_by_side_equal_each_alone(int seed) => ForEach(seed, (samples, random) =>
    {
        int count = random.Next(2) == 0 ? random.Next(1, 20) : random.Next(60, 140), steps = random.Next(1, 6);
        int q = samples.Model.InputLength, r = samples.Model.OutputLength;
        float[] states = new float[count * samples.Model.StateLength], outputs = new float[count * r];
        float[][] sequences = [.. Enumerable.Range(0, count).Select(_ => samples.Inputs(steps))], found = [.. sequences.Select(_ => new float[steps * r])];
        for (int t = 0; t < steps; t++)
        {
            samples.Model.StepBatch((float[])[.. sequences.SelectMany(sequence => sequence[(t * q)..((t + 1) * q)])], outputs, states);
            for (int i = 0; i < count; i++) outputs.AsSpan(i * r, r).CopyTo(found[i].AsSpan(t * r));
        }

        for (int i = 0; i < count; i += 7) samples.AssertClose(samples.Wanted(sequences[i]), found[i], $"sequence {i} of {count}");
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Sequences_of_different_lengths_have_the_gradients_of_the_reference(int seed) => ForEach(seed, (samples, random) =>
    {
        var (lengths, inputs, outputs, states, trace) = CheckTrace(samples, random);
        CheckGradients(samples, random, lengths, inputs, outputs, trace);

        // The state behind a trace goes on where that of a prediction does.
        int steps = lengths[0], q = samples.Model.InputLength, r = samples.Model.OutputLength;
        float[] end = new float[samples.Model.StateLength];
        for (int i = 0; i < lengths.Length; i += 5)
        {
            end.AsSpan().Clear();
            samples.Model.Forward(inputs.AsSpan(i * steps * q, lengths[i] * q), new float[lengths[i] * r], end);
            Assert.All(end.Zip(states[(i * end.Length)..((i + 1) * end.Length)]), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * Math.Max(1, Math.Abs(pair.First))));
        }
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_whole_sequence_equals_the_reference(int seed) => ForEach(ModelSet.WholeSequences(seed), (samples, random) =>
    {
        int steps = random.Next(2) == 0 ? random.Next(1, 20) : random.Next(60, 140), r = samples.Model.OutputLength;
        float[] input = samples.Inputs(steps), output = new float[samples.HasOne ? r : steps * r];
        double[][] wanted = samples.Wanted(input);
        samples.Model.Forward(input, output);
        samples.AssertClose(samples.HasOne ? [wanted[^1]] : wanted, output, "whole");
        if (!samples.IsStreaming) return;
        float[] state = new float[samples.Model.StateLength], step = new float[r];
        for (int t = 0; t < steps; t++)
        {
            samples.Model.Forward(Part(input, t, 1, samples.Model.InputLength), step, state);
            if (t % 9 == 0 || t == steps - 1) samples.AssertClose([wanted[t]], step, $"step {t}");
        }
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whole_sequences_of_different_lengths_have_the_gradients_of_the_reference(int seed) => ForEach(ModelSet.WholeSequences(seed), (samples, random) =>
    {
        var (lengths, inputs, outputs, _, trace) = CheckTrace(samples, random);
        CheckGradients(samples, random, lengths, inputs, outputs, trace);
    });

    private static (int[] Lengths, float[] Inputs, float[] Outputs, float[] States, float[] Trace) CheckTrace(SequenceSamples samples, Random random)
    {
        int[] lengths = [.. Enumerable.Range(0, random.Next(3) == 0 ? 64 : random.Next(1, 6)).Select(_ => random.Next(1, 7)).OrderDescending()];
        int steps = lengths[0], count = lengths.Length, q = samples.Model.InputLength, r = samples.Model.OutputLength;
        float[] inputs = samples.Inputs(count * steps), outputs = new float[count * steps * r], trace = new float[steps * samples.Model.TraceLength], states = new float[count * samples.Model.StateLength];
        outputs.AsSpan().Fill(42);
        samples.Model.ForwardTrace(inputs, lengths, outputs, trace, states);
        for (int i = 0; i < count; i += 5)
        {
            float[] sequence = inputs[(i * steps * q)..((i * steps + lengths[i]) * q)];
            samples.AssertClose(samples.Wanted(sequence), outputs[(i * steps * r)..((i * steps + lengths[i]) * r)], $"sequence {i} of a trace");
            Assert.All(outputs[((i * steps + lengths[i]) * r)..((i + 1) * steps * r)], value => Assert.Equal(42, value));
        }

        return (lengths, inputs, outputs, states, trace);
    }

    private static void CheckGradients(SequenceSamples samples, Random random, int[] lengths, float[] inputs, float[] outputs, float[] trace)
    {
        float[] slopes = [.. outputs.Select(_ => (float)(2 * random.NextDouble() - 1))], gradients = new float[samples.Model.Parameters.Length], inputGradients = new float[inputs.Length];
        samples.Model.Backward(slopes, lengths, trace, gradients, inputGradients);
        samples.CheckGradients(inputs, lengths, slopes, gradients, inputGradients, random);
        float[] again = new float[gradients.Length];
        samples.Model.Backward(slopes, lengths, trace, again, []);
        Assert.Equal(gradients, again);
    }

    [Fact]
    public void A_trace_goes_on_from_the_states_that_it_is_given()
    {
        var model = CompiledModel.Build(ModelSet.Recurrent(0))[0];
        var random = new Random(7);
        int q = model.InputLength, r = model.OutputLength;
        float[] input = Random(random, 2 * 9 * q), whole = new float[2 * 9 * r], states = new float[2 * model.StateLength];
        model.ForwardTrace(input, [9, 9], whole, new float[9 * model.TraceLength], []);
        foreach (var (first, count) in new[] { (0, 4), (4, 5) })
        {
            float[] part = new float[2 * count * r], some = [.. Enumerable.Range(0, 2).SelectMany(i => input[((i * 9 + first) * q)..((i * 9 + first + count) * q)])];
            model.ForwardTrace(some, [count, count], part, new float[count * model.TraceLength], states);
            for (int i = 0; i < 2; i++) Assert.Equal(whole[((i * 9 + first) * r)..((i * 9 + first + count) * r)], part[(i * count * r)..((i + 1) * count * r)]);
        }
    }

    [Fact]
    public void The_networks_meet_every_cell_and_kernel()
    {
        var forms = Enumerable.Range(0, ModelSet.Seeds).SelectMany(seed => ModelSet.Recurrent(seed).Models).SelectMany(ModelForms.Of).GroupBy(form => form).ToDictionary(form => form.Key, form => form.Count());
        output.WriteLine(string.Join("\n", forms.OrderBy(form => form.Key, StringComparer.Ordinal)));
        foreach (string cell in (string[])["Lstm", "Gru", "Tanh", "Relu", "GruResetBefore"])
        {
            Assert.All((string[])["first", "behind another", "a bias", "no bias"], form => Assert.True(forms.ContainsKey($"{cell}, {form}"), $"No layer is {cell}, {form}."));
        }

        Assert.All((string[])["Lstm", "Gru", "GruResetBefore"], cell => Assert.True(forms.ContainsKey($"{cell}, Sigmoid for gates") && forms.ContainsKey($"{cell}, HardSigmoid for gates"), $"{cell} has not each kind of gates."));

        foreach (string part in (string[])["inputs", "hidden values", "hidden values that were reset"])
        {
            foreach (string kernel in (string[])["Dense", "Segments", "Correlation", "Fourier", "LowRank", "Hashed"])
            {
                Assert.True(forms.ContainsKey($"recurrent, {part}: {kernel} for one sample in Float32"), $"No {part} are multiplied by {kernel}.");
            }

            Assert.All((string[])["None", "Inputs", "Outputs", "Both"], gains => Assert.True(forms.ContainsKey($"recurrent, {part}: gains for {gains}"), $"No {part} have gains for {gains}."));
        }
    }

    private void ForEach(int seed, Action<SequenceSamples, Random> check) => ForEach(ModelSet.Recurrent(seed), check);

    private void ForEach(ModelSet set, Action<SequenceSamples, Random> check)
    {
        var models = CompiledModel.Build(set);
        for (int i = 0; i < models.Count; i++)
        {
            output.WriteLine(models[i].Info.ToString());
            check(new SequenceSamples(set.Models[i], models[i], set.Seed + i), new Random(100 * set.Seed + i));
            WorkspaceGuard.Check();
        }
    }

    private static Span<float> Part(float[] values, int first, int count, int length) => values.AsSpan(first * length, count * length);

    private static float[] Random(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(2 * random.NextDouble() - 1))];

    /// <summary>A model with random parameters, and the reference of it.</summary>
    private sealed class SequenceSamples
    {
        private readonly ReferenceModel _reference;
        private readonly double[] _parameters;
        private readonly Random _random;

        public SequenceSamples(ModelSpec spec, CompiledModel model, int seed)
        {
            Model = model;
            _random = new Random(seed);
            _reference = new(spec.ReferenceLayers(), model.Info);
            foreach (var (layer, tensor) in model.Info.Layers.SelectMany(layer => layer.Tensors.Select(tensor => (layer, tensor))))
            {
                double size = ReferenceModel.SizeOf(layer, tensor);
                foreach (ref float value in model.Parameters.Slice(tensor.Offset, tensor.Length)) value = (float)((2 * _random.NextDouble() - 1) * size);
            }

            model.Prepare();
            _parameters = [.. model.Parameters.ToArray().Select(value => (double)value)];
        }

        public CompiledModel Model { get; }

        public bool HasOne => Model.Info.EndsSequences;

        public bool IsStreaming => Model.StateLength > 0;

        public float[] Inputs(int steps) => Random(_random, steps * Model.InputLength);

        public double[][] Wanted(float[] sequence) => [.. Outputs(sequence).Select(step => step.Outputs)];

        public void AssertClose(double[][] wanted, float[] found, string what)
        {
            double[] all = [.. wanted.SelectMany(step => step)];
            double error = Math.Sqrt(all.Zip(found, (a, b) => (a - b) * (a - b)).Sum()), size = Math.Sqrt(all.Sum(value => value * value) + 0.01 * wanted.Length);
            Assert.True(error <= RelativeError * size, $"The outputs of {what} differ by {error / size:e2}.\n{Model.Info}");
        }

        // The derivatives of the reference along a few directions, in some of the values of each tensor, away from the corners of activations.
        public void CheckGradients(float[] inputs, int[] lengths, float[] slopes, float[] gradients, float[] inputGradients, Random random)
        {
            double[] x = [.. inputs.Select(value => (double)value)];
            if (Corner(x, lengths) < 1e-4) return;
            foreach (var tensor in Model.Info.Tensors) Check(_parameters, tensor.Offset, tensor.Length, gradients, tensor.Name);
            Check(x, 0, Model.InputLength * lengths[0], inputGradients, "the first sequence");

            void Check(double[] values, int offset, int length, float[] found, string what)
            {
                double[] direction = [.. Enumerable.Range(0, length).Select(_ => 2 * random.NextDouble() - 1)];
                double above = Moved(1e-6), below = Moved(-1e-6), wanted = (above - below) / 2e-6, slope = 0, size = 0;
                for (int i = 0; i < length; i++)
                {
                    slope += direction[i] * found[offset + i];
                    size += (double)found[offset + i] * found[offset + i];
                }

                double error = Math.Abs(slope - wanted) / Math.Max(0.05, Math.Sqrt(size));
                Assert.True(error < GradientError, $"The slope along the gradients of {what} is {slope} where {wanted} is right.\n{Model.Info}");

                double Moved(double step)
                {
                    double[] before = values[offset..(offset + length)];
                    for (int i = 0; i < length; i++) values[offset + i] += step * direction[i];
                    double loss = Loss(x, lengths, slopes);
                    before.CopyTo(values, offset);
                    return loss;
                }
            }
        }

        private double Loss(double[] x, int[] lengths, float[] slopes)
        {
            double loss = 0;
            int steps = lengths[0], q = Model.InputLength, r = Model.OutputLength;
            for (int i = 0; i < lengths.Length; i++)
            {
                var outputs = _reference.Sequence(_parameters, [.. Enumerable.Range(0, lengths[i]).Select(t => x[((i * steps + t) * q)..((i * steps + t + 1) * q)])]);
                for (int k = 0; k < lengths[i] * r; k++) loss += slopes[i * steps * r + k] * outputs[k / r].Outputs[k % r];
            }

            return loss;
        }

        private double Corner(double[] x, int[] lengths)
        {
            int steps = lengths[0], q = Model.InputLength;
            return lengths.Select((length, i) => _reference.Sequence(_parameters, [.. Enumerable.Range(0, length).Select(t => x[((i * steps + t) * q)..((i * steps + t + 1) * q)])]).Min(step => step.Corners.Min())).Min();
        }

        private (double[] Outputs, double Scale, double[] Corners)[] Outputs(float[] sequence) =>
            _reference.Sequence(_parameters, [.. sequence.Chunk(Model.InputLength).Select(step => step.Select(value => (double)value).ToArray())]);
    }
}
