namespace DeepThin.Training.Tests;

public sealed class TrainingWarningTests
{
    private static readonly string[] Names = ["ape", "bee", "cat"];

    private static TrainingOptions Options => new() { Epochs = 2, BatchSize = 50, Schedule = LearningRate.Linear(0.01), MaxDegreeOfParallelism = 2 };

    [Fact]
    public void Nothing_is_said_where_all_is_well()
    {
        Assert.Empty(Warnings(Samples.Spirals(300, 1), Samples.Spirals(150, 2)));
        Assert.Empty(Warnings(Samples.Teacher(100, 1), Samples.Teacher(50, 2)));
        Assert.Empty(Warnings(Samples.Spirals(300, 1)));
        var (training, validation) = Labelled([.. Enumerable.Repeat(0, 50), .. Enumerable.Repeat(1, 50), .. Enumerable.Repeat(2, 50)]).Split(0.8, 1);
        Assert.Empty(Warnings(training, validation));
    }

    [Fact]
    public void Fit_tells_them_and_keeps_them_and_comes_to_the_same_result()
    {
        var told = new List<TrainingWarning>();
        var options = Options with { Schedule = LearningRate.Constant(0.01, warmUp: 13) };
        var one = TestModel<Planar>.Create(1);
        var result = new Trainer<TestModel<Planar>>(options with { Warned = told.Add }).Fit(one, Samples.Spirals(300, 1));
        Assert.Equal("The warm-up has 13 steps and the training 12, so the learning rate ends at 0.00923 and never reaches 0.01. Take a shorter warm-up, such as a share of all steps (WithWarmUp(0.1)), or more epochs.", Assert.Single(told).Message);
        Assert.Equal(told, result.Warnings);
        var other = TestModel<Planar>.Create(1);
        Assert.Single(new Trainer<TestModel<Planar>>(options).Fit(other, Samples.Spirals(300, 1)).Warnings);
        Assert.Equal(one.Parameters.ToArray(), other.Parameters.ToArray());
        Assert.Throws<OperationCanceledException>(() =>
            new Trainer<TestModel<Planar>>(options with { Warned = _ => throw new OperationCanceledException() }).Fit(other, Samples.Spirals(300, 1)));
        Assert.Empty(new Trainer<TestModel<Planar>>(Options).Fit(other, Samples.Spirals(300, 1)).Warnings);
    }

    [Fact]
    public void A_class_without_samples_is_named()
    {
        int[] two = [.. Enumerable.Range(0, 100).Select(i => i % 2)], all = [.. Enumerable.Range(0, 100).Select(i => i % 3)];
        Says("The training samples have none of class 2 ('cat'), which the model then cannot learn.", Warnings(Labelled(two)));
        Says("The training samples have none of class 2 ('cat'), which the model then cannot learn.", Warnings(Labelled(two), Labelled(all)));
        Says("The validation samples have none of class 2 ('cat'), so nothing says how well the model does there.", Warnings(Labelled(all), Labelled(two)));
        Says("The training samples have none of class 2 ('cat'), which the model then cannot learn.", Warnings(Labelled(two), Labelled(two)));
        Says("The training samples have none of the classes 1, 2, 3 and 6 more, which the model then cannot learn.", Warnings(Dataset.WithLabels(Numbers(20), 1, new int[20], 10)));
        Says("The training samples have none of the classes 1 and 2, which the model then cannot learn.", Warnings(Dataset.WithLabels(Numbers(20), 1, new int[20], 3)));
    }

    [Fact]
    public void A_validation_that_was_cut_off_sorted_samples_is_noticed()
    {
        var sorted = Labelled([.. Enumerable.Repeat(0, 100), .. Enumerable.Repeat(1, 100), .. Enumerable.Repeat(2, 100)]);
        Says(
            "The training samples are sorted by class, and the validation samples have none of the classes 0 ('ape') and 1 ('bee'): the validation seems to be cut off from sorted samples. "
                + "Shuffle them first (Dataset.Shuffle), or divide them with Dataset.Split.",
            Warnings(sorted.Slice(0, 250), sorted.Slice(250, 50)));
        Says(
            "The training samples are sorted by class, and the training samples have none of class 2 ('cat'), and the validation samples have none of the classes 0 ('ape') and 1 ('bee'): "
                + "the validation seems to be cut off from sorted samples. Shuffle them first (Dataset.Shuffle), or divide them with Dataset.Split.",
            Warnings(sorted.Slice(0, 200), sorted.Slice(200, 100)));
        Assert.Empty(Warnings(sorted, sorted));
        Assert.Empty(Warnings(sorted));
    }

    [Fact]
    public void A_constant_feature_is_named()
    {
        float[] samples = [.. Enumerable.Range(0, 100).SelectMany(i => new[] { i, 5, -i, 0.5f })];
        var data = Dataset.WithTargets(samples, 4, new float[100], 1);
        Says("2 features have one value each in all training samples, so nothing can be learned from them; leave them out: 1 and 3.", Warnings(data));
        Says("out: 'b' and 'd'.", Warnings(data.WithNames(["a", "b", "c", "d"])), ends: true);
        samples[3] = 5;
        Says("Feature 1 is 5 in every training sample, so nothing can be learned from it; leave it out.", Warnings(data));
    }

    [Fact]
    public void Features_of_very_different_scales_are_named()
    {
        float[] samples = [.. Enumerable.Range(0, 100).SelectMany(i => new[] { i % 10, 1e6f + i * 100, i * 0.1f })];
        var data = Dataset.WithTargets(samples, 3, new float[100], 1).WithNames(["age", "income", "rate"]);
        Says(
            "The features are of very different scales: feature 'income' has a deviation of 2.89E+03, and feature 'age' one of 2.87. "
                + "Put [Standardize(3)] before the first layer, and call Standardizer.Fit(model, training) first.",
            Warnings(data));
    }

    [Fact]
    public void A_layer_that_standardises_takes_scales_away_once_it_is_fitted()
    {
        float[] samples = [.. Enumerable.Range(0, 100).SelectMany(i => new[] { i % 10, 1e6f + i * 100, i * 0.1f, i % 7, i % 3 })];
        var data = Dataset.WithTargets(samples, 5, new float[300], 3);
        var model = StandardizedModel.Create(1);
        Says("The layer 'standardize0' has means of 0 and scales of 1, and leaves the features as they are; call Standardizer.Fit(model, training) first.", Of(model));
        Standardizer.Fit(model, data);
        Assert.Empty(Of(model));

        IReadOnlyList<TrainingWarning> Of(StandardizedModel model) => TrainingWarnings.Of(StandardizedModel.Info, model.Parameters, data, null, Options);
    }

    // Pixels in the corner of an image, or a rare category.
    [Fact]
    public void A_feature_that_is_nearly_always_zero_is_not_of_another_scale()
    {
        float[] samples = [.. Enumerable.Range(0, 30_000).SelectMany(i => new[] { i == 7 ? 1 : 0, i % 4 })];
        Assert.Empty(Warnings(Dataset.WithTargets(samples, 2, new float[30_000], 1)));
    }

    [Fact]
    public void A_schedule_that_does_nothing_is_noticed()
    {
        var data = Samples.Spirals(300, 1);
        Says("The warm-up has 100 steps and the training 12,", Warnings(data, null, Options with { Schedule = LearningRate.Linear(0.01, warmUp: 100) }), starts: true);
        Assert.Empty(Warnings(data, null, Options with { Schedule = LearningRate.Linear(0.01, warmUp: 12) }));
        Says(
            "The schedule Step(0.01, every: 12, factor: 0.1, warmUp: 0) stays at 0.01 for all 12 steps of the training, as LearningRate.Constant does. Let it fall earlier, or take more epochs.",
            Warnings(data, null, Options with { Schedule = LearningRate.Step(0.01, every: 12) }));
        Says("The schedule Linear(0.01, end: 1, warmUp: 0) stays at 0.01", Warnings(data, null, Options with { Schedule = LearningRate.Linear(0.01, end: 1) }), starts: true);
        Assert.Empty(Warnings(data, null, Options with { Schedule = LearningRate.Step(0.01, every: 11) }));
        Assert.Empty(Warnings(data, null, Options with { Schedule = LearningRate.Constant(0.01) }));
        Assert.Empty(Warnings(data, null, Options with { Epochs = 1, BatchSize = 300 }));
    }

    private static Dataset Labelled(int[] labels) => Dataset.WithLabels(Numbers(labels.Length), 1, labels, 3).WithNames(classes: Names);

    private static float[] Numbers(int count) => [.. Enumerable.Range(0, count)];

    private static IReadOnlyList<TrainingWarning> Warnings(Dataset training, Dataset? validation = null, TrainingOptions? options = null) =>
        TrainingWarnings.Of(TestModel<Planar>.Info, TestModel<Planar>.Create(1).Parameters, training, validation, options ?? Options);

    private static void Says(string message, IReadOnlyList<TrainingWarning> warnings, bool starts = false, bool ends = false)
    {
        string said = Assert.Single(warnings).Message;
        Assert.Equal(message, starts ? said[..message.Length] : ends ? said[^message.Length..] : said);
    }
}
