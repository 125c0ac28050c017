namespace DeepThin.Training.Tests;

/// <summary>
/// A network whose matrices are compressed virtually trains as the compiled one with the same ratios: the order of the weights of a convolution, the gates of a recurrent layer and the
/// matrices of both directions are those of the build, and so are form, n and gains.
/// </summary>
public sealed partial class VirtualLayersTests
{
    private const double Ratio = 0.3, RecurrentRatio = 0.35;

    private static TrainingOptions Options => new() { Epochs = 2, BatchSize = 40, Schedule = LearningRate.Constant(0.01), Seed = 3, MaxDegreeOfParallelism = 2 };

    [Fact]
    public void Convolutions_of_images_have_the_order_of_factors() => Trains<PlainImages, ThinImages>(Values(120, 2 * 7 * 6, seed: 1));

    [Fact]
    public void Convolutions_of_images_may_be_wide() => Trains<PlainImages, WideImages>(Values(120, 2 * 7 * 6, seed: 1), form: Form.Wide);

    [Fact]
    public void Convolutions_of_images_may_have_a_rank() => Trains<PlainImages, RankedImages>(Values(120, 2 * 7 * 6, seed: 1), rank: 2, ratio: 0.6);

    [Fact]
    public void Convolutions_of_series_have_the_order_of_factors() => Trains<PlainSeries, ThinSeries>(Values(120, 3 * 20, seed: 2));

    [Fact]
    public void Convolutions_in_groups_have_the_order_of_the_tensor() => Trains<PlainGroups, ThinGroups>(Values(120, 4 * 7 * 6, seed: 8));

    [Fact]
    public void Embeddings_have_no_gains() => Trains<PlainWords, ThinWords>(Words(120, 5, 40, seed: 3));

    [Fact]
    public void An_lstm_has_two_ratios() => Follows<PlainLstm, ThinLstm>();

    [Fact]
    public void A_gru_has_two_ratios() => Follows<PlainGru, ThinGru>();

    [Fact]
    public void A_gru_that_resets_before_has_two_recurrent_matrices() => Follows<PlainReset, ThinReset>();

    [Fact]
    public void A_simple_layer_has_two_ratios() => Follows<PlainRnn, ThinRnn>();

    [Fact]
    public void Both_directions_have_the_same_ratios() => Follows<PlainBoth, ThinBoth>();

    [Fact]
    public void The_base_of_a_measurement_is_the_loss_of_the_compiled_model_of_images()
    {
        var (training, others) = (Values(120, 2 * 7 * 6, seed: 1), Values(60, 2 * 7 * 6, seed: 9));
        var report = Sensitivity.Measure<PlainImages>(training, others, new() { Ratios = [Ratio, 0.5], BaseRatio = Ratio, Training = Options, Layers = [0, 1] });
        Assert.Equal(["conv0", "conv1"], report.Ratios.Select(ratio => ratio.Name));
        Assert.Equal(ThinImages.Info.Bytes, report.ReferenceBytes);
        Assert.Equal(new Trainer<ThinImages>(Options).Fit(ThinImages.Create(3), training, others).History[^1].ValidationLoss!.Value, report.Reference.Loss, 1e-4);

        var proposal = report.Propose(ThinImages.Info.Bytes);
        Assert.Matches(@"^// conv0 \(convolution\): Ratio = 0\.\d+$", proposal.Layers[0].Attribute);
        Assert.Matches(@"^Ratio = 0\.\d+$", proposal.Layers[1].Arguments);
        Assert.Equal(("", "[Dense(90, 3)]"), (proposal.Layers[3].Arguments, proposal.Layers[3].Attribute));
        Assert.Equal(ThinImages.Info.Layers[0].Maps[0].N, report.Ratios[0].Points[0].Factors[0].N);
    }

    [Fact]
    public void The_form_of_convolutions_can_be_chosen()
    {
        var options = new SensitivityOptions { Ratios = [Ratio, 0.5], BaseRatio = Ratio, Training = Options with { Epochs = 1 }, Layers = [0], Form = Form.Wide };
        var proposal = Sensitivity.Measure<PlainImages>(Values(40, 2 * 7 * 6, seed: 1), Values(40, 2 * 7 * 6, seed: 9), options).Propose(PlainImages.Info.Bytes);
        Assert.Matches(@"^Ratio = 0\.\d+, Form = Form\.Wide$", proposal.Layers[0].Arguments);
    }

    [Fact]
    public void The_base_of_a_measurement_is_the_loss_of_the_compiled_model_of_sequences()
    {
        var (training, others) = (Sequences(90, seed: 4), Sequences(50, seed: 5));
        var progress = new List<SensitivityProgress>();
        var options = new SensitivityOptions { Ratios = [Ratio, 0.5], BaseRatio = Ratio, Training = Options, Progress = new Reports(progress), Layers = [0] };
        var report = Sensitivity.MeasureSequences<PlainEqual>(training, others, options);
        Assert.Equal(["lstm0.Ratio", "lstm0.RecurrentRatio"], report.Ratios.Select(ratio => ratio.Name));
        Assert.Equal(["Ratio", "RecurrentRatio"], report.Ratios.Select(ratio => ratio.Argument));
        Assert.Equal([(6, 48), (12, 48)], report.Ratios.Select(ratio => (ratio.Maps[0].Inputs, ratio.Maps[0].Outputs)));
        Assert.Equal(ThinEqual.Info.Bytes, report.ReferenceBytes);
        Assert.Equal(new SequenceTrainer<ThinEqual>(Options).Fit(ThinEqual.Create(3), training, others).History[^1].ValidationLoss!.Value, report.Reference.Loss, 1e-4);
        Assert.Equal([(1, null), (2, "lstm0.Ratio"), (3, "lstm0.RecurrentRatio")], progress.Select(step => (step.Training, step.Layer)).Distinct());

        string table = report.ToString();
        Assert.Contains("\nlstm0.RecurrentRatio  12  48    0.3", table, StringComparison.Ordinal);
        Assert.DoesNotContain("No ratio compresses these", table, StringComparison.Ordinal);
        var proposal = report.Propose(ThinEqual.Info.Bytes);
        Assert.Matches(@"^// lstm0 \(lstm\): Ratio = 0\.\d+, RecurrentRatio = 0\.\d+$", proposal.Layers[0].Attribute);
        Assert.InRange(proposal.Bytes, report.LeastBytes, ThinEqual.Info.Bytes);
        Assert.Equal(proposal.Bytes, proposal.Layers.Sum(layer => layer.Bytes));
    }

    [Fact]
    public void Matrices_of_other_sizes_have_lines_of_their_own()
    {
        var report = Sensitivity.MeasureSequences<PlainReset>(Sequences(40, seed: 4), Sequences(40, seed: 5), new() { Ratios = [0.5, 0.6], BaseRatio = 0.5, Training = Options with { Epochs = 1 }, Layers = [0] });
        var recurrent = report.Ratios[1];
        Assert.Equal([(12, 24), (12, 12)], recurrent.Maps.Select(map => (map.Inputs, map.Outputs)));
        Assert.Equal([(12, 24), (12, 12)], recurrent.Points[0].Factors.Select(factors => (factors.Inputs, factors.Outputs)));
        string[] lines = [.. report.ToString().Split('\n').SkipWhile(line => !line.StartsWith("gru0.RecurrentRatio", StringComparison.Ordinal))];
        Assert.Matches(@"^gru0\.RecurrentRatio +12 +24 +0\.5 ", lines[0]);
        Assert.Matches(@"^ +12 +12 +\d+ +\d+ *$", lines[1]);
        Assert.Matches(@"^gru0\.RecurrentRatio +12 +24 +0\.6 ", lines[2]);
    }

    [Fact]
    public void Labels_without_places_have_their_loss()
    {
        var random = new Random(6);
        int[] lengths = [.. Enumerable.Range(0, 60).Select(_ => random.Next(6, 9))], counts = [.. lengths.Select(_ => random.Next(0, 3))];
        int[] labels = [.. Enumerable.Range(0, counts.Sum()).Select(_ => random.Next(1, 3))];
        float[] steps = [.. Enumerable.Range(0, 6 * lengths.Sum()).Select(_ => random.NextSingle() - 0.5f)];
        var data = SequenceDataset.FromLabellings(steps, lengths, labels, counts, 6, 3);
        var report = Sensitivity.MeasureSequences<PlainEqual>(data, data, new() { Ratios = [Ratio, 0.5], BaseRatio = Ratio, Training = Options, Layers = [0] });
        Assert.Equal(new SequenceTrainer<ThinEqual>(Options).Fit(ThinEqual.Create(3), data, data).History[^1].ValidationLoss!.Value, report.Reference.Loss, 1e-4);
        Assert.InRange(report.Reference.LabelErrorRate!.Value, 0.01, 3);
    }

    [Fact]
    public void A_layer_that_standardises_is_fitted()
    {
        // Without a fit nothing could be learned of values as large as these.
        var random = new Random(7);
        float[] samples = [.. Enumerable.Range(0, 200 * 5).Select(_ => 4000 + 1000 * random.NextSingle())];
        int[] labels = [.. Enumerable.Range(0, 200).Select(i => samples[5 * i] > 4500 ? 1 : 0)];
        var data = Dataset.WithLabels(samples, 5, labels, 3);
        var report = Sensitivity.Measure<PlainMeasured>(data, data, new() { Ratios = [0.6, 0.8], BaseRatio = 0.6, Layers = [1], Training = Options with { Epochs = 20 } });
        Assert.True(report.Reference.Accuracy > 0.85, $"{report.Reference}");

        var compiled = ThinMeasured.Create(3);
        Standardizer.Fit(compiled, data);
        Assert.Equal(new Trainer<ThinMeasured>(Options with { Epochs = 20 }).Fit(compiled, data, data).History[^1].ValidationLoss!.Value, report.Reference.Loss, 1e-2);
    }

    [Fact]
    public void A_measurement_of_sequences_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        var progress = new List<SensitivityProgress>();
        var options = new SensitivityOptions { Ratios = [Ratio, 0.5], BaseRatio = Ratio, Training = Options, Progress = new Reports(progress, () => source.Cancel()) };
        Assert.Throws<OperationCanceledException>(() => Sensitivity.MeasureSequences<PlainEqual>(Sequences(90, seed: 4), Sequences(50, seed: 5), options, source.Token));
        Assert.Equal(1, Assert.Single(progress.Select(step => step.Training).Distinct()));
    }

    [Fact]
    public void What_cannot_be_measured_is_refused()
    {
        var options = new SensitivityOptions { Ratios = [Ratio, 0.5], BaseRatio = Ratio, Training = Options };
        var (images, sequences) = (Values(40, 2 * 7 * 6, seed: 1), Sequences(40, seed: 4));
        Refused("Layer 'conv1' of DeepThin.Training.Tests.VirtualLayersTests.HalfThin is compressed (n = ", () => Sensitivity.Measure<HalfThin>(images, images, options));
        Refused("Layer 'gru0' of DeepThin.Training.Tests.VirtualLayersTests.HalfThinGru is compressed (n = ", () => Sensitivity.MeasureSequences<HalfThinGru>(sequences, sequences, options));
        Refused("Layer 'depthwise0' is depthwise, and has no matrix that a ratio compresses; leave it out of Layers.", () => Sensitivity.Measure<Apart>(images, images, options with { Layers = [0] }));
        Refused("DeepThin.Training.Tests.VirtualLayersTests.Apart has no layer with a matrix that a ratio compresses", () => Sensitivity.Measure<Apart>(images, images, options));
        Refused("Layer 'gru0' is gru, and has no matrix that a ratio compresses", () => Sensitivity.MeasureSequences<LowRankGru>(sequences, sequences, options with { Layers = [0] }));
        Refused("Layer 'lstm0.RecurrentRatio' (12 × 48) cannot have any of the ratios at rank 1; its smallest is 0.08", () => Sensitivity.MeasureSequences<PlainEqual>(sequences, sequences, options with { Layers = [0], Ratios = [0.02], BaseRatio = 0.03 }));
        Assert.StartsWith(
            "DeepThin.Training.Tests.VirtualLayersTests.PlainEqual follows sequences; use Sensitivity.MeasureSequences with a SequenceDataset",
            Assert.Throws<NotSupportedException>(() => Sensitivity.Measure<PlainEqual>(images, images, options)).Message,
            StringComparison.Ordinal);
        Refused("The validation samples have 1 features", () => Sensitivity.MeasureSequences<PlainEqual>(sequences, Narrow(), options));

        static SequenceDataset Narrow() => SequenceDataset.FromLabels(new float[1], (int[])[1], (int[])[0], 1, 3);

        static void Refused(string message, Action call) => Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);
    }

    private static void Trains<TPlain, TThin>(Dataset data, Form? form = null, int rank = 1, double ratio = Ratio)
        where TPlain : class, ITrainableModel<TPlain>
        where TThin : class, ITrainableModel<TThin>
    {
        var loss = Loss.CrossEntropy;
        Agrees<TPlain, TThin>(form, rank, ratio, TThin.Create(5), (model, options) => new Trainer<TThin>(options with { Loss = loss }).Fit(model, data, data), model => new SampleWork<TPlain>(model, data, data, loss, default));
    }

    private static void Follows<TPlain, TThin>()
        where TPlain : class, ITrainableSequenceModel<TPlain>
        where TThin : class, ITrainableSequenceModel<TThin>
    {
        var (data, loss) = (Sequences(90, seed: 4), Loss.CrossEntropy);
        Agrees<TPlain, TThin>(null, 1, Ratio, TThin.Create(5), (model, options) => new SequenceTrainer<TThin>(options with { Loss = loss }).Fit(model, data, data), model => new SequenceWork<TPlain>(model, data, data, loss, default));
    }

    private static void Agrees<TPlain, TThin>(Form? form, int rank, double ratio, TThin thin, Func<TThin, TrainingOptions, TrainingResult> fit, Func<TPlain, ITrainingWork> work)
        where TPlain : class, ITrainableModel<TPlain>
        where TThin : class, ITrainableModel<TThin>
    {
        // Gradients that are summed in another order differ in their last bits, and momentum makes little of that; Adam would make signs of it.
        var options = Options with { Optimizer = new Sgd { Momentum = 0.9 }, Schedule = LearningRate.Constant(0.05), ClipNorm = 1 };
        var sensitivity = new SensitivityOptions { Ratios = [], BaseRatio = ratio, Training = options, Form = form, Rank = rank };
        var plans = new Dictionary<(int, int), CompressedPlan>();
        foreach (var of in LayerRatio.Of(TPlain.Info))
        {
            if (!TThin.Info.Layers[of.Layer].Maps.Any(map => map.Kind == "deepthin")) continue;
            var own = CompressedPlan.For(of, sensitivity, of.Argument == "Ratio" ? ratio : RecurrentRatio);
            foreach (var (matrix, plan) in of.Matrices.Zip(own!)) plans[(matrix.Layer, matrix.Map)] = plan;
        }

        var factors = new VirtualFactors(TPlain.Info, plans, 5);
        Assert.Equal(TThin.Info.Tensors.Select(tensor => (tensor.Name, tensor.Shape, tensor.Role)), factors.Info.Tensors.Select(tensor => (tensor.Name, tensor.Shape, tensor.Role)));
        Assert.Equal(TThin.Info.Layers.SelectMany(layer => layer.Maps).Select(map => (map.Kind, map.N, map.Gains, map.Form)), factors.Info.Layers.SelectMany(layer => layer.Maps).Select(map => (map.Kind, map.N, map.Gains, map.Form)));
        AssertEqual(1e-6);

        var expected = fit(thin, options).History;
        var model = TPlain.Create(99);
        using var run = new TrainingRun<TPlain>(model, options, work(model), Loss.CrossEntropy, factors);
        var actual = run.Fit(default).History;
        AssertEqual(2e-4);
        Assert.All(actual.Zip(expected), pair => Assert.Equal(pair.Second.TrainingLoss, pair.First.TrainingLoss, 1e-5));
        Assert.All(actual.Zip(expected), pair => Assert.Equal(pair.Second.ValidationLoss!.Value, pair.First.ValidationLoss!.Value, 1e-5));
        Assert.NotEqual(expected[0].TrainingLoss, expected[1].TrainingLoss, 1e-3);

        void AssertEqual(double tolerance)
        {
            foreach (var (tensor, theirs) in factors.Info.Tensors.Zip(TThin.Info.Tensors))
            {
                Fixture.AssertClose(thin.Parameters.Slice(theirs.Offset, theirs.Length), factors.Values.Slice(tensor.Offset, tensor.Length), tolerance);
            }
        }
    }

    private static Dataset Values(int count, int features, int seed)
    {
        var random = new Random(seed);
        int[] labels = [.. Enumerable.Range(0, count).Select(_ => random.Next(3))];
        float[] samples = [.. labels.SelectMany(label => Enumerable.Range(0, features).Select(i => (float)(random.NextDouble() - 0.5 + (i % 3 == label ? 0.5 : 0))))];
        return Dataset.WithLabels(samples, features, labels, 3);
    }

    private static Dataset Words(int count, int length, int words, int seed)
    {
        var random = new Random(seed);
        int[] labels = [.. Enumerable.Range(0, count).Select(_ => random.Next(3))];
        return Dataset.WithLabels(labels.SelectMany(label => Enumerable.Range(0, length).Select(_ => (float)(random.Next(words / 3) * 3 + label))).ToArray(), length, labels, 3);
    }

    private static SequenceDataset Sequences(int count, int seed)
    {
        var random = new Random(seed);
        int[] lengths = [.. Enumerable.Range(0, count).Select(_ => random.Next(1, 9))];
        int[] labels = [.. Enumerable.Range(0, lengths.Sum()).Select(_ => random.Next(3))];
        float[] steps = [.. labels.SelectMany(label => Enumerable.Range(0, 6).Select(i => (float)(random.NextDouble() - 0.5 + (i % 3 == label ? 1 : 0))))];
        return SequenceDataset.FromLabels(steps, lengths, labels, 6, 3);
    }

    private sealed class Reports(List<SensitivityProgress> reports, Action? then = null) : IProgress<SensitivityProgress>
    {
        public void Report(SensitivityProgress value)
        {
            reports.Add(value);
            then?.Invoke();
        }
    }

#pragma warning disable DT0317 // Networks as small as these are no faster; they are here to be trained.
    [DeepThinModel(Training = true)]
    [Input(2, 7, 6)]
    [Conv2D(2, 8, 3, KernelWidth = 2, Padding = 1, Activation = Activation.Relu)]
    [Conv2D(8, 10, 2, KernelWidth = 3, Stride = 2, Activation = Activation.Tanh)]
    [Flatten]
    [Dense(90, 3)]
    internal sealed partial class PlainImages;

    [DeepThinModel(Training = true)]
    [Input(2, 7, 6)]
    [Conv2D(2, 8, 3, KernelWidth = 2, Padding = 1, Ratio = Ratio, Activation = Activation.Relu)]
    [Conv2D(8, 10, 2, KernelWidth = 3, Stride = 2, Ratio = Ratio, Activation = Activation.Tanh)]
    [Flatten]
    [Dense(90, 3)]
    internal sealed partial class ThinImages;

    [DeepThinModel(Training = true)]
    [Input(2, 7, 6)]
    [Conv2D(2, 8, 3, KernelWidth = 2, Padding = 1, Ratio = Ratio, Form = Form.Wide, Activation = Activation.Relu)]
    [Conv2D(8, 10, 2, KernelWidth = 3, Stride = 2, Ratio = Ratio, Form = Form.Wide, Activation = Activation.Tanh)]
    [Flatten]
    [Dense(90, 3)]
    internal sealed partial class WideImages;

    [DeepThinModel(Training = true)]
    [Input(2, 7, 6)]
    [Conv2D(2, 8, 3, KernelWidth = 2, Padding = 1, Ratio = 0.6, Rank = 2, Activation = Activation.Relu)]
    [Conv2D(8, 10, 2, KernelWidth = 3, Stride = 2, Ratio = 0.6, Rank = 2, Activation = Activation.Tanh)]
    [Flatten]
    [Dense(90, 3)]
    internal sealed partial class RankedImages;

    [DeepThinModel(Training = true)]
    [Input(3, 20)]
    [Conv1D(3, 12, 5, Causal = true, Activation = Activation.Relu)]
    [GlobalMaxPool]
    [Dense(12, 3)]
    internal sealed partial class PlainSeries;

    [DeepThinModel(Training = true)]
    [Input(3, 20)]
    [Conv1D(3, 12, 5, Causal = true, Ratio = Ratio, Activation = Activation.Relu)]
    [GlobalMaxPool]
    [Dense(12, 3)]
    internal sealed partial class ThinSeries;

    [DeepThinModel(Training = true)]
    [Input(5)]
    [Embedding(40, 8)]
    [Flatten]
    [Dense(40, 3)]
    internal sealed partial class PlainWords;

    [DeepThinModel(Training = true)]
    [Input(5)]
    [Embedding(40, 8, Ratio = Ratio)]
    [Flatten]
    [Dense(40, 3)]
    internal sealed partial class ThinWords;

    [DeepThinModel(Training = true)]
    [Lstm(6, 12, Tensors = "rnn.*_l0")]
    [Dense(12, 3)]
    internal sealed partial class PlainLstm;

    [DeepThinModel(Training = true)]
    [Lstm(6, 12, Ratio = Ratio, RecurrentRatio = RecurrentRatio, Tensors = "rnn.*_l0")]
    [Dense(12, 3)]
    internal sealed partial class ThinLstm;

    [DeepThinModel(Training = true)]
    [Lstm(6, 12)]
    [Dense(12, 3)]
    internal sealed partial class PlainEqual;

    [DeepThinModel(Training = true)]
    [Lstm(6, 12, Ratio = Ratio, RecurrentRatio = Ratio)]
    [Dense(12, 3)]
    internal sealed partial class ThinEqual;

    [DeepThinModel(Training = true)]
    [Gru(6, 12)]
    [Dense(12, 3)]
    internal sealed partial class PlainGru;

    [DeepThinModel(Training = true)]
    [Gru(6, 12, Ratio = Ratio, RecurrentRatio = RecurrentRatio)]
    [Dense(12, 3)]
    internal sealed partial class ThinGru;

    [DeepThinModel(Training = true)]
    [Gru(6, 12, ResetBefore = true)]
    [Dense(12, 3)]
    internal sealed partial class PlainReset;

    [DeepThinModel(Training = true)]
    [Gru(6, 12, ResetBefore = true, Ratio = Ratio, RecurrentRatio = RecurrentRatio)]
    [Dense(12, 3)]
    internal sealed partial class ThinReset;

    [DeepThinModel(Training = true)]
    [Rnn(6, 24)]
    [Dense(24, 3)]
    internal sealed partial class PlainRnn;

    [DeepThinModel(Training = true)]
    [Rnn(6, 24, Ratio = Ratio, RecurrentRatio = RecurrentRatio)]
    [Dense(24, 3)]
    internal sealed partial class ThinRnn;

    [DeepThinModel(Training = true)]
    [Lstm(6, 12, Bidirectional = true)]
    [Dense(24, 3)]
    internal sealed partial class PlainBoth;

    [DeepThinModel(Training = true)]
    [Lstm(6, 12, Bidirectional = true, Ratio = Ratio, RecurrentRatio = RecurrentRatio)]
    [Dense(24, 3)]
    internal sealed partial class ThinBoth;

    [DeepThinModel(Training = true)]
    [Standardize(5)]
    [Dense(5, 60, Activation = Activation.Relu)]
    [Dense(60, 3)]
    internal sealed partial class PlainMeasured;

    [DeepThinModel(Training = true)]
    [Standardize(5)]
    [Dense(5, 60, Ratio = 0.6, Activation = Activation.Relu)]
    [Dense(60, 3)]
    internal sealed partial class ThinMeasured;

    [DeepThinModel(Training = true)]
    [Input(2, 7, 6)]
    [Conv2D(2, 8, 3, Activation = Activation.Relu)]
    [Conv2D(8, 3, 4, Ratio = 0.5, KernelHeight = 5)]
    internal sealed partial class HalfThin;

    [DeepThinModel(Training = true)]
    [Gru(6, 12, RecurrentRatio = 0.4)]
    [Dense(12, 3)]
    internal sealed partial class HalfThinGru;

    [DeepThinModel(Training = true)]
    [Gru(6, 12, RecurrentRatio = 0.5, Compression = Compression.LowRank)]
    [Dense(12, 3)]
    internal sealed partial class LowRankGru;

    [DeepThinModel(Training = true)]
    [Input(2, 7, 6)]
    [DepthwiseConv2D(2, 3)]
    [GlobalAveragePool]
    [Pad(ChannelsAfter = 1)]
    internal sealed partial class Apart;

    [DeepThinModel(Training = true)]
    [Input(4, 7, 6)]
    [Conv2D(4, 8, 3, KernelWidth = 2, Groups = 2, Activation = Activation.Relu)]
    [GlobalAveragePool]
    [Dense(8, 3)]
    internal sealed partial class PlainGroups;

    [DeepThinModel(Training = true)]
    [Input(4, 7, 6)]
    [Conv2D(4, 8, 3, KernelWidth = 2, Groups = 2, Ratio = Ratio, Activation = Activation.Relu)]
    [GlobalAveragePool]
    [Dense(8, 3)]
    internal sealed partial class ThinGroups;
}
