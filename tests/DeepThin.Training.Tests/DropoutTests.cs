namespace DeepThin.Training.Tests;

/// <summary>What layers leave out at random.</summary>
public sealed class DropoutTests : IDisposable
{
    private static readonly Dataset Data = Samples.Spirals(260, 1);

    private readonly string _folder = Directory.CreateTempSubdirectory("deepthin").FullName;

    private static TrainingOptions Options => new() { Epochs = 4, BatchSize = 150, Schedule = LearningRate.Constant(0.01), Seed = 3 };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_trace_leaves_out_what_the_noise_says_and_multiplies_the_rest()
    {
        float[] ones = [.. Enumerable.Repeat(1f, 64 * 200)], first = Trace(17), again = Trace(17), other = Trace(18);
        Assert.Equal(first, again);
        Assert.InRange(first.Zip(other, (a, b) => a == b ? 0 : 1).Sum(), 64 * 200 * 0.3, 64 * 200 * 0.45);
        Assert.All(first, value => Assert.True(value is 0 or > 1.33f and < 1.34f, $"{value}"));
        Assert.InRange(first.Count(value => value == 0), 64 * 200 * 0.23, 64 * 200 * 0.27);
        Assert.Equal(ones, Trace(0));

        // The layers have masks of their own: a quarter of what the first one has left is gone behind the second.
        float[] twice = new float[64 * 200], trace = new float[TwoDropouts.TraceLength];
        TwoDropouts.Create(1).ForwardTrace(ones, twice, 64, trace, noise: 17);
        Assert.InRange(twice.Count(value => value == 0), 64 * 200 * 0.41, 64 * 200 * 0.465);

        float[] Trace(ulong noise)
        {
            float[] outputs = new float[64 * 200], trace = new float[OneDropout.TraceLength], gradients = new float[64 * 200];
            var model = OneDropout.Create(1);
            model.ForwardTrace(ones, outputs, 64, trace, noise);
            model.Backward(ones, 64, trace, new float[model.Parameters.Length], gradients);
            Assert.Equal(outputs, gradients);
            return outputs;
        }
    }

    [Fact]
    public void Predictions_leave_nothing_out_whether_the_model_trains_or_not()
    {
        float[] input = [.. Enumerable.Range(0, 200).Select(i => i - 77f)], output = new float[200];
        OneDropout.Create(1).Forward(input, output);
        Assert.Equal(input, output);
        PredictingDropout.Create(1).Forward(input, output);
        Assert.Equal(input, output);
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_threads_and_a_seed_leaves_out_the_same()
    {
        float[] one = Train(1, 3);
        Assert.Equal(one, Train(2, 3));
        Assert.Equal(one, Train(4, 3));
        Assert.NotEqual(one, Train(1, 4));

        static float[] Train(int threads, int seed)
        {
            var model = DroppingModel.Create(1);
            new Trainer<DroppingModel>(Options with { MaxDegreeOfParallelism = threads, Seed = seed }).Fit(model, Data);
            return model.Parameters.ToArray();
        }
    }

    [Fact]
    public void Every_panel_of_a_training_has_noise_of_its_own_which_follows_from_the_seed()
    {
        ulong[] noises = Noises(3);
        Assert.Equal(4 * (3 + 2), noises.Length);
        Assert.Equal(noises.Length, noises.Distinct().Count());
        Assert.DoesNotContain(0UL, noises);
        Assert.Equal(noises, Noises(3));
        Assert.Empty(noises.Intersect(Noises(4)));

        // Minibatches of 150 and of 110 samples, four times.
        static ulong[] Noises(int seed)
        {
            var noises = new List<ulong>();
            var model = TestModel<Planar>.Create(1);
            model.OnNoise = noises.Add;
            new Trainer<TestModel<Planar>>(Options with { Seed = seed, MaxDegreeOfParallelism = 1 }).Fit(model, Data);
            return [.. noises];
        }
    }

    [Fact]
    public void A_training_goes_on_from_a_checkpoint_with_the_same_bits()
    {
        var options = Options with { CheckpointPath = Path.Combine(_folder, "a.checkpoint"), Resume = true };
        DroppingModel whole = DroppingModel.Create(1), parts = DroppingModel.Create(1);
        new Trainer<DroppingModel>(Options).Fit(whole, Data);
        new Trainer<DroppingModel>(options with { Epochs = 2 }).Fit(parts, Data);
        new Trainer<DroppingModel>(options).Fit(parts, Data);
        Assert.Equal(whole.Parameters.ToArray(), parts.Parameters.ToArray());
    }
}

[DeepThinModel(Training = true)]
[Input(200)]
[Dropout(0.25)]
internal sealed partial class OneDropout;

[DeepThinModel(Training = true)]
[Input(200)]
[Dropout(0.25), Dropout(0.25)]
internal sealed partial class TwoDropouts;

[DeepThinModel]
[Input(200)]
[Dropout(0.25)]
internal sealed partial class PredictingDropout;

[DeepThinModel(Training = true)]
[Dense(2, 40, Activation = Activation.Relu)]
[Dropout(0.2)]
[Dense(40, 3)]
internal sealed partial class DroppingModel;
