using CsCheck;
using DeepThin.Exporting.Declarations;
using DeepThin.Onnx.Compressing;
using DeepThin.Onnx.Importing;
using DeepThin.Planning;

namespace DeepThin.Tool.Tests.Onnx;

/// <summary>Factors that come nearest to weights.</summary>
public sealed class CompressorTests
{
    [Fact]
    public void Weights_that_are_factors_are_captured_whole() => Gen.Select(Gen.Int[20, 60], Gen.Int[20, 60], Gen.Int[1, 2], Gen.Bool, Gen.Int[0, 1000]).Sample(
        (q, r, rank, gains, seed) =>
        {
            var plan = ReLayoutPlanner.Plan(q, r, rank, 0.5, seed % 2 == 0 ? Form.Wide : Form.Tall, gains ? q : 0)!;
            var fit = new FactorFit(Made(plan, gains ? q : 0, seed), plan, gains ? q : 0, default);
            // With gains the squares have more than one valley; the fit starts from gains of 1.
            Assert.True(fit.Captured > (gains ? 0.8 : rank == 1 ? 0.9999 : 0.95), $"{fit.Captured} of {q}×{r}, rank {rank}");
        },
        iter: 60);

    [Fact]
    public void Without_gains_the_fit_is_the_truncated_decomposition()
    {
        // A matrix of two directions, whose strengths are 3 and 1: rank 1 has nine tenths of the squares.
        var plan = new ReLayoutPlan(9, 10, 1, 10);
        float[] matrix = new float[90];
        for (int i = 0; i < matrix.Length; i++) matrix[i] = (float)(3 * Wave(i / 10, 9, 1) * Wave(i % 10, 10, 1) + Wave(i / 10, 9, 2) * Wave(i % 10, 10, 2));
        Assert.Equal(0.9, new FactorFit(matrix, plan, 0, default).Captured, 1e-6);

        static double Wave(int i, int n, int k) => Math.Sqrt(2.0 / n) * Math.Sin(2 * Math.PI * k * (i + 0.5) / n);
    }

    [Theory]
    [InlineData(2500)]
    [InlineData(11)]
    public void Factors_are_as_large_as_those_that_a_layer_begins_with(int n)
    {
        var plan = new ReLayoutPlan(50, 60, 2, n + 1 - n % 2);
        var random = new Random(1);
        var fit = new FactorFit([.. Enumerable.Range(0, 3000).Select(_ => 1e-3f * (random.NextSingle() - 0.5f))], plan, 50, default);
        double[,] few = plan.M < plan.N ? fit.Left : fit.Right;
        for (int k = 0; k < 2; k++) Assert.Equal(1, Enumerable.Range(0, Math.Min(plan.M, plan.N)).Average(i => Math.Pow(plan.M < plan.N ? few[i, k] : few[k, i], 2)), 1e-9);
        Assert.Equal(1, fit.Gains.Average(gain => gain * gain), 1e-9);
    }

    [Fact]
    public void A_network_whose_weights_are_factors_predicts_the_same_compressed()
    {
        var dense = ReLayoutPlanner.Plan(60, 50, 1, 0.2, Form.Wide, 60)!;
        var ih = ReLayoutPlanner.Plan(50, 4 * 24, 1, 0.2, Form.Wide, 50)!;
        var hh = ReLayoutPlanner.Plan(24, 4 * 24, 1, 0.2, Form.Wide, 24)!;
        float[] w = Made(dense, 0, 1), turned = new float[w.Length];
        for (int i = 0; i < w.Length; i++) turned[i % 60 * 50 + i / 60] = w[i];
        var graph = new GraphBuilder(13).Input("x", 5, 1, 60).Floats("w", [60, 50], turned).Floats("wi", [1, 96, 50], Gates(Made(ih, 0, 2))).Floats("wh", [1, 96, 24], Gates(Made(hh, 0, 3))).Weights("b", 1, 192).Whole("one", 1)
            .Node("MatMul", ["x", "w"], "h").Node("Tanh", ["h"], "t").Node("LSTM", ["t", "wi", "wh", "b"], "s", ("hidden_size", 24)).Node("Squeeze", ["s", "one"], "y").Output("y");
        Same(graph, "Tanh", 3);
        var tall = ReLayoutPlanner.Plan(9 * 20, 16, 1, 0.3, Form.Tall, 20)!;
        float[] factors = Made(tall, 0, 4), taps = new float[factors.Length];
        for (int i = 0; i < taps.Length; i++) taps[(i / 180 * 20 + i % 20) * 9 + i % 180 / 20] = factors[i];
        Same(new GraphBuilder().Input("x", 1, 20, 6, 6).Floats("w", [16, 20, 3, 3], taps).Weights("b", 16).Node("Conv", ["x", "w", "b"], "y").Output("y"), "Conv", 1, 0.3);

        // ONNX has the gates i, o, f, c of our i, f, c, o.
        static float[] Gates(float[] ours) => [.. ((int[])[0, 3, 1, 2]).SelectMany(gate => ours.AsSpan(gate * ours.Length / 4, ours.Length / 4).ToArray())];

        static void Same(GraphBuilder graph, string name, int matrices, double ratio = 0.2)
        {
            var original = Importer.Import(graph.Read(), new());
            var (compressed, found) = new Compressor(original, (_, _) => ratio).Compress(default);
            Assert.Equal(matrices, found.Count(matrix => matrix.Captured > 0.99));
            string file = Path.Combine(Directory.CreateTempSubdirectory("deepthin-onnx-").FullName, "model.onnx");
            try
            {
                File.WriteAllBytes(file, graph.ToArray());
                Comparison.Check(file, compressed, new(), CompiledNetworks.Of(new Dictionary<string, ImportedNetwork> { [name] = compressed })[name], tolerance: 0.05);
            }
            finally
            {
                Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
            }
        }
    }

    [Fact]
    public void The_error_of_a_layer_is_that_of_its_outputs_for_what_the_original_gives_it()
    {
        var random = new Random(1);
        float[] w = [.. Enumerable.Range(0, 40 * 30).Select(_ => random.NextSingle() - 0.5f)], samples = [.. Enumerable.Range(0, 7 * 40).Select(_ => random.NextSingle() - 0.5f)];
        var original = Importer.Import(new GraphBuilder().Input("x", 1, 40).Floats("w", [40, 30], w).Weights("v", 30, 50).Node("MatMul", ["x", "w"], "h").Node("MatMul", ["h", "v"], "y").Output("y").Read(), new());
        var (compressed, _) = new Compressor(original, (_, index) => index == 0 ? 0.4 : null).Compress(default);
        double found = Assert.Single(Originals.LayerErrors.Of(original, compressed, [0], samples)).Value;

        // By hand: g∘x with W of the factors.
        var layer = compressed.Layers[0];
        float[] left = layer.Tensor("xf")!.Values, right = layer.Tensor("wf")!.Values, gain = layer.Tensor("input_gain")!.Values;
        double error = 0, output = 0;
        for (int sample = 0; sample < 7; sample++)
        {
            for (int r = 0; r < 30; r++)
            {
                double wanted = 0, made = 0;
                for (int q = 0; q < 40; q++)
                {
                    float x = samples[sample * 40 + q];
                    wanted += x * w[q * 30 + r];
                    made += (double)x * gain[q] * left[(r * 40 + q) / right.Length] * right[(r * 40 + q) % right.Length];
                }

                (error, output) = (error + Math.Pow(made - wanted, 2), output + wanted * wanted);
            }
        }

        Assert.InRange(found, 0.1, 1);
        Assert.Equal(Math.Sqrt(error / output), found, 1e-5);
    }

    [Theory]
    [InlineData("StateOfSession")]
    [InlineData("LastOfSequence")]
    [InlineData("BothDirections")]
    public void A_layer_that_stays_as_it_is_has_no_error(string name)
    {
        var original = Importer.Import(Graphs.All[name].Graph.Read(), Graphs.All[name].Options);
        int[] layers = [.. Enumerable.Range(0, original.Layers.Count).Where(layer => Compressor.CanCompress(original.Layers[layer]))];
        var random = new Random(1);
        float[] samples = [.. Enumerable.Range(0, 3 * original.Inputs.Sum(input => DeepThin.Onnx.Graphs.Dims.Length(input.Dims))).Select(_ => random.NextSingle() - 0.5f)];
        var errors = Originals.LayerErrors.Of(original, original, layers, Originals.Samples.Arranged(original, samples));
        Assert.Equal(layers, errors.Keys);
        Assert.All(errors.Values, error => Assert.InRange(error, 0, 1e-5));
    }

    [Fact]
    public void What_cannot_be_compressed_is_left_and_named()
    {
        var graph = new GraphBuilder().Input("x", 1, 64).Weights("w", 64, 40).Weights("v", 40, 10).Node("MatMul", ["x", "w"], "h").Node("Relu", ["h"], "r").Node("MatMul", ["r", "v"], "y").Output("y");
        var original = Importer.Import(graph.Read(), new());
        var compressor = new Compressor(original, (_, _) => 0.1);
        var (compressed, matrices) = compressor.Compress(default);
        Assert.Equal(["", "it has 400 weights only"], matrices.Select(matrix => matrix.Left));
        Assert.Equal(compressor.CountParameters(), compressed.Layers.Sum(layer => layer.Tensors.Sum(tensor => (long)tensor.Values.Length)));
        Assert.Equal("its smallest ratio is 0.0399", new Compressor(original, (_, _) => 0.01).Compress(default).Matrices[0].Left);
        Assert.Equal("as asked", new Compressor(original, (_, _) => null).Compress(default).Matrices[0].Left);
        Assert.Equal(64 * 40, original.Layers[0].Tensors[0].Values.Length);
    }

    // A matrix of Q×R, the outputs one behind the other, that factors and gains make.
    private static float[] Made(ReLayoutPlan plan, int gains, int seed)
    {
        var random = new Random(seed);
        double Value() => random.NextDouble() - 0.5 is var value && Math.Abs(value) < 0.1 ? 0.3 : value;
        double[] left = [.. Enumerable.Range(0, plan.M * plan.Rank).Select(_ => Value())], right = [.. Enumerable.Range(0, plan.N * plan.Rank).Select(_ => Value())], factors = [.. Enumerable.Range(0, gains).Select(_ => 1 + 0.3 * Value())];
        float[] matrix = new float[plan.Q * plan.R];
        for (int i = 0; i < matrix.Length; i++)
        {
            double sum = 0;
            for (int k = 0; k < plan.Rank; k++) sum += left[i / plan.N * plan.Rank + k] * right[k * plan.N + i % plan.N];
            matrix[i] = (float)(sum * (gains > 0 ? factors[i % plan.Q % gains] : 1));
        }

        return matrix;
    }
}
