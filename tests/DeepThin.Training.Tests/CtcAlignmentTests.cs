using CsCheck;

namespace DeepThin.Training.Tests;

public sealed class CtcAlignmentTests
{
    private const float Between = 77;

    private static readonly Gen<float> Score = Gen.Int[-64, 64].Select(sixteenths => sixteenths / 16f);

    /// <summary>Few steps of few classes, and a target that need not fit them.</summary>
    private static readonly Gen<(int Classes, int Blank, float[] Scores, int[] Target)> Small =
        from classes in Gen.Int[2, 4]
        from blank in Gen.Int[0, classes - 1]
        from steps in Gen.Int[0, 5]
        from scores in Score.Array[steps * classes]
        from target in Gen.Int[1, classes - 1].Array[0, 4]
        select (classes, blank, scores, target.Select(label => (blank + label) % classes).ToArray());

    [Fact]
    public void Loss_and_gradients_are_those_of_PyTorch()
    {
        // One scale that is a power of 2, so that only the gradients' own errors count.
        const float Scale = 0.25f;
        foreach (var expected in Fixture.Read("ctc").EnumerateArray())
        {
            int classes = expected.GetProperty("classes").GetInt32();
            float[] scores = expected.GetProperty("scores").Floats(), gradients = new float[scores.Length];
            int[] target = expected.GetProperty("target").Ints();
            var alignment = new CtcAlignment(classes, expected.GetProperty("blank").GetInt32());
            double loss = alignment.Loss(scores, classes, scores.Length / classes, target, Scale, gradients);
            if (expected.GetProperty("loss") is { ValueKind: System.Text.Json.JsonValueKind.Number } number) Assert.Equal(number.GetDouble(), loss, 1e-7 * (1 + number.GetDouble()));
            else Assert.Equal(double.PositiveInfinity, loss);
            Fixture.AssertClose([.. expected.GetProperty("gradients").Floats().Select(gradient => Scale * gradient)], gradients, 1e-6);
        }
    }

    [Fact]
    public void The_loss_is_that_of_all_alignments_together() => Small.Sample(
        sample =>
        {
            double probability = CtcWays.Probabilities(sample.Scores, sample.Classes, sample.Blank).GetValueOrDefault(CtcWays.Text(sample.Target));
            var (loss, gradients) = Loss(sample.Scores, sample.Classes, sample.Target, sample.Blank);
            Assert.Equal(probability, Math.Exp(-loss), 1e-6);
            if (probability > 0) Assert.Equal(-Math.Log(probability), loss, 1e-5);

            int steps = sample.Scores.Length / sample.Classes;
            Assert.Equal(CtcAlignment.LeastSteps(sample.Target) > steps, double.IsPositiveInfinity(loss));
            if (double.IsPositiveInfinity(loss)) Assert.All(gradients, gradient => Assert.Equal(0, gradient));
        },
        iter: 1000);

    [Fact]
    public void The_gradients_are_the_slopes_of_the_loss() => Small.Where(sample => CtcAlignment.LeastSteps(sample.Target) <= sample.Scores.Length / sample.Classes).Sample(
        sample =>
        {
            const float Step = 1f / 64;
            float[] gradients = Loss(sample.Scores, sample.Classes, sample.Target, sample.Blank).Gradients;
            for (int i = 0; i < gradients.Length; i++)
            {
                double Shifted(float by)
                {
                    float[] scores = [.. sample.Scores];
                    scores[i] += by;
                    return Loss(scores, sample.Classes, sample.Target, sample.Blank).Loss;
                }

                Assert.Equal((Shifted(Step) - Shifted(-Step)) / (2 * Step), gradients[i], 2e-4);
            }
        },
        iter: 200);

    [Fact]
    public void A_long_sequence_loses_no_accuracy()
    {
        // Where all scores are equal, every alignment has the probability classes^−steps, and labels that differ from their neighbours have
        // (steps + labels) over (2·labels) of them.
        const int Classes = 5, Steps = 1500, Labels = 200;
        int[] target = [.. Enumerable.Range(0, Labels).Select(i => 1 + i % 4)];
        double ways = Enumerable.Range(1, 2 * Labels).Sum(i => Math.Log(Steps - Labels + i) - Math.Log(i));
        var (loss, gradients) = Loss(new float[Steps * Classes], Classes, target);
        Assert.Equal(Steps * Math.Log(Classes) - ways, loss, 5e-4);
        Assert.All(gradients.Chunk(Classes), row => Assert.Equal(0, row.Sum(), 1e-6));
    }

    [Fact]
    public void Steps_may_lie_apart() => Gen.Select(Small, Gen.Int[1, 3]).Sample(
        (sample, gap) =>
        {
            int steps = sample.Scores.Length / sample.Classes, stride = sample.Classes + gap;
            float[] apart = new float[steps * stride], gradients = new float[steps * stride];
            Array.Fill(apart, Between);
            Array.Fill(gradients, Between);
            for (int t = 0; t < steps; t++) sample.Scores.AsSpan(t * sample.Classes, sample.Classes).CopyTo(apart.AsSpan(t * stride));

            double loss = new CtcAlignment(sample.Classes, sample.Blank).Loss(apart, stride, steps, sample.Target, 1, gradients);
            var expected = Loss(sample.Scores, sample.Classes, sample.Target, sample.Blank);
            Assert.Equal(expected.Loss, loss);
            Assert.Equal(expected.Gradients.Chunk(sample.Classes).SelectMany(row => row.Concat(Enumerable.Repeat(Between, gap))), gradients);
        },
        iter: 200);

    [Fact]
    public void What_came_before_does_not_matter() => Small.Array[2, 5].Sample(
        samples =>
        {
            var alignment = new CtcAlignment(4);
            foreach (var sample in samples)
            {
                float[] scores = sample.Scores[..(sample.Scores.Length / 4 * 4)], gradients = new float[scores.Length];
                int[] target = [.. sample.Target.Select(label => Math.Max(label, 1))];
                double loss = alignment.Loss(scores, 4, scores.Length / 4, target, 1, gradients);
                var expected = Loss(scores, 4, target);
                Assert.Equal(expected.Loss, loss);
                Assert.Equal(expected.Gradients, gradients);
            }
        },
        iter: 200);

    [Fact]
    public void A_further_sequence_that_is_not_longer_allocates_nothing()
    {
        float[] scores = new float[60], gradients = new float[60];
        int[] longest = [1, 2, 2, 1], shorter = [2, 1];
        var alignment = new CtcAlignment(3);
        for (int i = 0; i < 3; i++) alignment.Loss(scores, 3, 20, longest, 1, gradients);
        long before = GC.GetAllocatedBytesForCurrentThread();
        alignment.Loss(scores, 3, 20, longest, 1, gradients);
        alignment.Loss(scores, 3, 15, shorter, 1, gradients);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_class_whose_score_is_minus_infinity_counts_as_none()
    {
        const float None = float.NegativeInfinity;
        var (loss, gradients) = Loss([1, 2, None, 0.5f, -1, None, 0, 1, None], 3, [1]);
        var expected = Loss([1, 2, 0.5f, -1, 0, 1], 2, [1]);
        Assert.Equal(expected.Loss, loss);
        Assert.Equal(expected.Gradients.Chunk(2).SelectMany(row => row.Append(0)), gradients);

        var impossible = Loss([1, 2, None, 0.5f, -1, None, 0, 1, None], 3, [1, 2]);
        Assert.Equal(double.PositiveInfinity, impossible.Loss);
        Assert.All(impossible.Gradients, gradient => Assert.Equal(0, gradient));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Scores_that_are_no_numbers_give_a_loss_that_is_none(float score)
    {
        foreach (int[] target in new int[][] { [], [1], [2, 2, 2, 2] })
        {
            var (loss, _) = Loss([0, 1, 2, 0, score, 2, 0, 1, 2], 3, target);
            Assert.True(double.IsNaN(loss));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1, 4)]
    [InlineData(3, 4, 5, 4)]
    [InlineData(5, 4, 4, 4)]
    [InlineData(6, 1, 1, 2, 2)]
    public void Equal_neighbours_need_a_step_more(int steps, params int[] target) => Assert.Equal(steps, CtcAlignment.LeastSteps(target));

    [Fact]
    public void A_target_with_a_blank_or_a_label_that_is_no_class_is_refused()
    {
        var alignment = new CtcAlignment(4, blank: 2);
        Assert.Null(alignment.Fault([0, 1, 3, 3]));
        Assert.Null(alignment.Fault([]));
        foreach (var (target, message) in new[]
        {
            (new[] { 0, 2 }, "Label 1 of the target is 2, which is the blank; leave blanks out of targets"),
            (new[] { 4 }, "Label 0 of the target is 4; with 4 classes the labels go from 0 to 3."),
            (new[] { 1, 3, -1 }, "Label 2 of the target is -1; with 4 classes the labels go from 0 to 3."),
        })
        {
            Assert.Contains(message, alignment.Fault(target), StringComparison.Ordinal);
            Assert.Contains(message, Assert.Throws<ArgumentException>(nameof(target), () => alignment.Loss(new float[8], 4, 2, target, 1, new float[8])).Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentOutOfRangeException>("blank", () => new CtcAlignment(4, blank: 4));
        Assert.Throws<ArgumentOutOfRangeException>("classes", () => new CtcAlignment(1));
    }

    private static (double Loss, float[] Gradients) Loss(float[] scores, int classes, int[] target, int blank = 0)
    {
        float[] gradients = new float[scores.Length];
        return (new CtcAlignment(classes, blank).Loss(scores, classes, scores.Length / classes, target, 1, gradients), gradients);
    }
}
