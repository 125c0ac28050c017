namespace DeepThin.Training.Tests;

public sealed partial class PruningTests
{
    private static readonly TrainingOptions Options = new() { Epochs = 20, BatchSize = 50, Schedule = LearningRate.Constant(0.01), Seed = 1, MaxDegreeOfParallelism = 2 };

    [Fact]
    public void A_pruned_model_keeps_its_largest_weights_and_trains_only_those()
    {
        var data = Samples.Spirals(300, 1);
        var model = Sparse.Create(1);
        new Trainer<Sparse>(Options).Fit(model, data);
        var tensor = Sparse.Info.Tensors[2];
        float[] before = model.Parameters.Slice(tensor.Offset, tensor.Length).ToArray();
        Assert.DoesNotContain(0f, before);

        Pruning.Prune(model);

        float[] pruned = model.Parameters.Slice(tensor.Offset, tensor.Length).ToArray();
        float[] largest = [.. before.OrderByDescending(Math.Abs).Take(204)];
        Assert.Equal(204, tensor.NonZeros);
        Assert.Equal(largest.Order(), pruned.Where(weight => weight != 0).Order());
        Assert.All(before.Zip(pruned), pair => Assert.True(pair.Second == 0 || pair.Second == pair.First));
        double unchanged = new Trainer<Sparse>(Options).Evaluate(model, data).Loss;

        new Trainer<Sparse>(Options).Fit(model, data);

        float[] tuned = model.Parameters.Slice(tensor.Offset, tensor.Length).ToArray();
        Assert.Equal(pruned.Select(weight => weight == 0), tuned.Select(weight => weight == 0));
        Assert.NotEqual(pruned, tuned);
        Assert.True(new Trainer<Sparse>(Options).Evaluate(model, data).Loss < unchanged);
    }

    [Fact]
    public void Of_equal_weights_the_first_are_kept()
    {
        var model = Sparse.Create(1);
        var weights = model.Parameters.Slice(Sparse.Info.Tensors[2].Offset, 1024);
        for (int i = 0; i < 1024; i++) weights[i] = i % 2 == 0 ? 1 : -1;
        Pruning.Prune(model);
        Assert.Equal(Enumerable.Range(0, 1024).Select(i => i >= 204 ? 0 : i % 2 == 0 ? 1f : -1), weights.ToArray());
    }

    [Fact]
    public void A_model_without_pruned_layers()
    {
        var error = Assert.Throws<ArgumentException>(() => Pruning.Prune(TestModel<Planar>.Create(1)));
        Assert.Contains("has no pruned layer; declare one with [Pruned(inputs, outputs, Ratio = 0.03)].", error.Message, StringComparison.Ordinal);
    }

    [DeepThinModel(Training = true)]
    [Dense(2, 32, Activation = Activation.Relu)]
    [Pruned(32, 32, Ratio = 0.2, Activation = Activation.Relu)]
    [Dense(32, 3)]
    private sealed partial class Sparse;
}
