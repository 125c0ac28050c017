namespace DeepThin.Training.Tests;

public sealed class DatasetTests
{
    [Fact]
    public void Printed_it_says_what_it_has()
    {
        var labelled = Dataset.WithLabels(new float[8], 2, (int[])[0, 2, 2, 2], 3);
        Assert.Equal("4 samples of 2 features, 3 classes (0: 1, 1: 0, 2: 3)", labelled.ToString());
        Assert.Equal("4 samples of 2 features, 3 classes (no: 1, yes: 0, perhaps: 3)", labelled.WithNames(classes: ["no", "yes", "perhaps"]).ToString());
        Assert.Equal("1 sample of 1 feature, 2 targets", Dataset.WithTargets(new float[1], 1, new float[2], 2).ToString());
    }

    [Fact]
    public void Knows_its_shape()
    {
        int[] labels = [0, 4];
        var data = Dataset.WithLabels(new float[6], 3, labels, 5);
        Assert.Equal((2, 3, 5, true), (data.Count, data.Features, data.Outputs, data.HasLabels));
        data = Dataset.WithTargets(new float[6], 2, new float[12], 4);
        Assert.Equal((3, 2, 4, false), (data.Count, data.Features, data.Outputs, data.HasLabels));
    }

    [Fact]
    public void A_slice_has_the_samples_with_what_belongs_to_them()
    {
        float[] numbers = [0, 1, 2, 3, 4, 5];
        int[] labels = [0, 1, 2];
        var labelled = Dataset.WithLabels(numbers, 2, labels, 3).Slice(1, 2);
        Assert.Equal([2, 3, 4, 5], labelled.Samples.ToArray());
        Assert.Equal([1, 2], labelled.Labels.ToArray());
        var targeted = Dataset.WithTargets(numbers.AsMemory(0, 3), 1, numbers, 2).Slice(1, 1);
        Assert.Equal([1], targeted.Samples.ToArray());
        Assert.Equal([2, 3], targeted.Targets.ToArray());
    }

    [Fact]
    public void Bad_data_is_refused_with_the_place()
    {
        int[] beyond = [0, 3, 1], negative = [-1];
        float[] missing = [0, 0, 0, float.NaN], infinite = [float.PositiveInfinity], downward = [0, float.NegativeInfinity];
        Refused("The dataset is empty; it needs at least 1 sample.", () => Dataset.WithLabels(Array.Empty<float>(), 2, Array.Empty<int>(), 2));
        Refused("5 values are not a whole number of samples of 2 features.", () => Dataset.WithLabels(new float[5], 2, new int[2], 2));
        Refused("There are 3 samples of 2 features, and 2 labels", () => Dataset.WithLabels(new float[6], 2, new int[2], 2));
        Refused("Sample 1 has the label 3; with 3 classes the labels go from 0 to 2.", () => Dataset.WithLabels(new float[6], 2, beyond, 3));
        Refused("Sample 0 has the label -1;", () => Dataset.WithLabels(new float[2], 2, negative, 3));
        Refused("Sample 1 has NaN at feature 1", () => Dataset.WithLabels(missing, 2, new int[2], 2));
        Refused("Sample 0 has Infinity at feature 0", () => Dataset.WithTargets(infinite, 1, new float[1], 1));
        Refused("The target of sample 1 has -Infinity at value 0", () => Dataset.WithTargets(new float[2], 1, downward, 1));
        Refused("there must be 2 × 3 = 6", () => Dataset.WithTargets(new float[2], 1, new float[5], 3));
        Refused("A classification needs at least 2 classes.", () => Dataset.WithLabels(new float[2], 1, new int[2], 1));
        Refused("A sample needs at least 1 feature.", () => Dataset.WithLabels(new float[2], 0, new int[2], 2));
        Refused("3 samples from sample 1 on are not a part of 3 samples.", () => Dataset.WithLabels(new float[3], 1, new int[3], 2).Slice(1, 3));
        Assert.Throws<ArgumentOutOfRangeException>("start", () => Dataset.WithLabels(new float[3], 1, new int[3], 2).Slice(3, 1));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => Dataset.WithLabels(new float[3], 1, new int[3], 2).Slice(2, 2));
    }

    private static void Refused(string message, Func<object> action) => Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
