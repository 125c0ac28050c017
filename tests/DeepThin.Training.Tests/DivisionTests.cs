using CsCheck;

namespace DeepThin.Training.Tests;

/// <summary>Shuffle, Split and Folds. Sample i of <see cref="Numbered"/> has the one feature i, so it is found again.</summary>
public sealed class DivisionTests
{
    private static readonly string[] Kinds = ["ape", "bee", "cat"];

    private static readonly Gen<int[]> Labels = Gen.Int[0, 3].Array[2, 200];

    // Computed by another program from the description of the generator and of the shuffle, with −1 as the epoch.
    [Fact]
    public void The_order_of_a_seed_stays() => Assert.Equal([3, 4, 0, 7, 5, 1, 6, 9, 8, 2], Numbers(Numbered(new int[10]).Shuffle(7)));

    [Fact]
    public void Shuffled_samples_keep_what_belongs_to_them() => Gen.Select(Labels, Gen.Int).Sample((labels, seed) =>
    {
        var data = Numbered(labels).Shuffle(seed);
        Assert.Equal(Enumerable.Range(0, labels.Length), Numbers(data).Order());
        Assert.Equal(Numbers(data).Select(i => labels[i]), data.Labels.ToArray());
        Assert.Equal(Numbers(data), Numbers(Numbered(labels).Shuffle(seed)));
    });

    [Fact]
    public void Targets_go_with_their_samples()
    {
        float[] samples = [0, 1, 2, 3], targets = [0, 10, 1, 11, 2, 12, 3, 13];
        var data = Dataset.WithTargets(samples, 1, targets, 2);
        var (first, second) = data.Split(0.5, seed: 1);
        Dataset[] parts = [data.Shuffle(1), first, second, .. data.Folds(2, 1).SelectMany(fold => new[] { fold.Training, fold.Validation })];
        Assert.All(parts, part => Assert.Equal(Numbers(part).SelectMany(i => new[] { (float)i, i + 10 }), part.Targets.ToArray()));
        Assert.Equal([4, 2, 2, 2, 2, 2, 2], parts.Select(part => part.Count));
    }

    [Fact]
    public void A_split_has_every_sample_once() => Gen.Select(Labels, Gen.Double[0.05, 0.95], Gen.Int, Gen.Bool).Sample((labels, share, seed, stratified) =>
    {
        int first = (int)Math.Round(share * labels.Length);
        if (first == 0 || first == labels.Length || (stratified && labels.CountBy(label => label).Any(pair => pair.Value == 1))) return;

        var parts = Numbered(labels).Split(share, seed, stratified);
        Assert.Equal(Enumerable.Range(0, labels.Length), Numbers(parts.First).Concat(Numbers(parts.Second)).Order());
        if (!stratified) Assert.Equal(first, parts.First.Count);
    });

    [Fact]
    public void A_stratified_split_divides_every_class() => Gen.Select(Labels, Gen.Double[0.05, 0.95], Gen.Int).Sample((labels, share, seed) =>
    {
        int[] doubled = [.. labels, .. labels];
        int first = (int)Math.Round(share * doubled.Length);
        if (first == 0 || first == doubled.Length) return;

        var parts = Numbered(doubled).Split(share, seed);
        int[] found = parts.First.Labels.ToArray();
        var classes = doubled.CountBy(label => label).Select(pair => (Label: pair.Key, Count: pair.Value, Taken: found.Count(other => other == pair.Key))).ToArray();

        // As many as the share has, as far as both parts have one of each class.
        Assert.Equal(Math.Clamp(first, classes.Length, doubled.Length - classes.Length), found.Length);

        // What small classes have more or less than their share, because each part has one of each, the others have less or more.
        double forced = classes.Where(of => of.Taken == 1 || of.Taken == of.Count - 1).Sum(of => Math.Abs(of.Taken - share * of.Count));
        foreach (var (label, count, taken) in classes)
        {
            Assert.InRange(taken, 1, count - 1);
            Assert.True(Math.Abs(taken - share * count) < 1 + forced || taken == 1 || taken == count - 1, $"{taken} of {count} samples of class {label} are in a share of {share}.");
        }
    });

    [Fact]
    public void A_stratified_split_of_many_has_the_share_of_all_and_of_each()
    {
        var (first, second) = Numbered([.. Enumerable.Repeat(0, 705), .. Enumerable.Repeat(1, 205), .. Enumerable.Repeat(2, 90)]).Split(0.7, seed: 3);
        Assert.Equal((700, 300), (first.Count, second.Count));
        Assert.Equal([493, 144, 63], Kinds.Select((_, label) => first.Labels.ToArray().Count(other => other == label)));
    }

    [Fact]
    public void The_folds_have_every_sample_once_as_validation() => Gen.Select(Labels, Gen.Int[2, 6], Gen.Int, Gen.Bool).Sample((labels, count, seed, stratified) =>
    {
        if (labels.Length < count || (stratified && labels.CountBy(label => label).Any(pair => pair.Value < count))) return;

        var folds = Numbered(labels).Folds(count, seed, stratified).ToArray();
        Assert.Equal(count, folds.Length);
        Assert.Equal(Enumerable.Range(0, labels.Length), folds.SelectMany(fold => Numbers(fold.Validation)).Order());
        Assert.All(folds, fold =>
        {
            Assert.Equal(Enumerable.Range(0, labels.Length), Numbers(fold.Training).Concat(Numbers(fold.Validation)).Order());
            Assert.InRange(fold.Validation.Count, labels.Length / count, (labels.Length - 1) / count + 1);
            if (stratified)
            {
                Assert.All(labels.CountBy(label => label), pair =>
                    Assert.InRange(fold.Validation.Labels.ToArray().Count(label => label == pair.Key), pair.Value / count, (pair.Value - 1) / count + 1));
            }
        });
    });

    [Fact]
    public void Another_seed_divides_otherwise()
    {
        var data = Numbered(new int[100]);
        Assert.NotEqual(Numbers(data.Shuffle(1)), Numbers(data.Shuffle(2)));
        Assert.NotEqual(Numbers(data.Split(0.5, 1).First), Numbers(data.Split(0.5, 2).First));
        Assert.NotEqual(Numbers(data.Folds(2, 1).First().Validation), Numbers(data.Folds(2, 2).First().Validation));
    }

    [Fact]
    public void The_samples_of_a_part_are_not_sorted_by_class()
    {
        var data = Numbered([.. Enumerable.Repeat(0, 50), .. Enumerable.Repeat(1, 50)]);
        var (first, second) = data.Split(0.5, 1);
        var (training, validation) = data.Folds(2, 1).First();
        Assert.All([first, second, training, validation], part => Assert.InRange(part.Labels.ToArray().Zip(part.Labels.ToArray()[1..]).Count(pair => pair.First != pair.Second), 10, 40));
    }

    [Fact]
    public void Every_part_keeps_the_names()
    {
        string[] number = ["number"];
        var data = Numbered([0, 1, 2, 0, 1, 2], Kinds.Length).WithNames(number, Kinds);
        var (first, second) = data.Split(0.5, 1);
        var (training, validation) = data.Folds(2, 1).First();
        Assert.All([data, data.Slice(1, 2), data.Shuffle(1), first, second, training, validation, data.WithNames()], part =>
        {
            Assert.Equal(number, part.FeatureNames);
            Assert.Equal(Kinds, part.ClassNames);
        });
        Assert.Empty(Numbered([0, 1]).FeatureNames);
        Assert.Empty(Numbered([0, 1]).ClassNames);
        Assert.Equal(number, Dataset.WithTargets(new float[2], 1, new float[2], 1).WithNames(number).Slice(1, 1).FeatureNames);
    }

    [Fact]
    public void What_cannot_be_done_is_refused()
    {
        var data = Numbered([0, 0, 0, 0, 1, 2, 2, 2, 2, 2]);
        Refused("The share of the first dataset is above 0 and below 1, such as 0.8.", () => data.Split(0, 1));
        Refused("The share of the first dataset is above 0", () => data.Split(1, 1));
        Refused("The share of the first dataset is above 0", () => data.Split(double.NaN, 1));
        Refused("A share of 0.01 of 10 samples is 0, so one of the two datasets would have no sample.", () => data.Split(0.01, 1));
        Refused("A share of 0.99 of 10 samples is 10", () => data.Split(0.99, 1, stratified: false));
        Refused("Class 1 has 1 sample, which cannot be in both datasets; leave it out, or give stratified: false.", () => data.Split(0.5, 1));
        Refused("Class 1 ('bee') has 1 sample", () => data.WithNames(classes: [.. Kinds, "dog"]).Split(0.5, 1));
        Refused("The number of folds is at least 2 and at most that of the samples, 10.", () => data.Folds(1, 1));
        Refused("The number of folds is at least 2", () => data.Folds(11, 1, stratified: false));
        Refused("Class 1 has 1 sample(s), fewer than the 2 folds; take fewer folds, leave the class out, or give stratified: false.", () => data.Folds(2, 1));
        Refused("There are 2 names, and the samples have 1 features.", () => data.WithNames(features: ["a", "b"]));
        Refused("There are 3 names, and the samples have 4 classes.", () => data.WithNames(classes: Kinds));
        Refused("The samples have targets, and no classes that could have names.", () => Dataset.WithTargets(new float[2], 1, new float[2], 1).WithNames(classes: ["a"]));
        Assert.Equal(5, data.Split(0.5, 1, stratified: false).First.Count);
        Assert.Equal(10, data.Folds(10, 1, stratified: false).Count());
    }

    private static Dataset Numbered(int[] labels, int classes = 4) =>
        Dataset.WithLabels(Array.ConvertAll([.. Enumerable.Range(0, labels.Length)], i => (float)i), 1, labels, classes);

    private static int[] Numbers(Dataset data) => Array.ConvertAll(data.Samples.ToArray(), value => (int)value);

    private static void Refused(string message, Func<object> action) => Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
