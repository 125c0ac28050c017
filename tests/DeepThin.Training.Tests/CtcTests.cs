using CsCheck;

namespace DeepThin.Training.Tests;

public sealed class CtcTests
{
    /// <summary>Steps of some classes. In a few, all but one class are impossible.</summary>
    private static Gen<(int Classes, int Blank, float[] Scores)> Scores(int mostSteps) =>
        from classes in Gen.Int[2, 4]
        from blank in Gen.Int[0, classes - 1]
        from steps in Gen.Int[0, mostSteps]
        from scores in Gen.Float[-4, 4].Array[steps * classes]
        from certain in Gen.Int[-5 * classes, classes - 1].Array[steps]
        select (classes, blank, scores.Select((score, i) => certain[i / classes] < 0 || certain[i / classes] == i % classes ? score : float.NegativeInfinity).ToArray());

    [Fact]
    public void Greedy_takes_the_best_class_of_each_step_without_repeats_and_blanks() => Scores(mostSteps: 20).Sample(sample =>
    {
        int[] best = [.. sample.Scores.Chunk(sample.Classes).Select(row => Array.IndexOf(row, row.Max()))];
        int[] labels = new int[best.Length + 2];
        int count = Ctc.Greedy(sample.Scores, sample.Classes, labels, sample.Blank);
        Assert.Equal(CtcWays.Collapse(best, sample.Blank), labels[..count]);
    });

    [Fact]
    public void Greedy_takes_the_lowest_of_equal_classes()
    {
        int[] labels = new int[2];
        Assert.Equal(1, Ctc.Greedy([0, 1, 1, 0, 0, -1], 3, labels));
        Assert.Equal(1, labels[0]);
    }

    [Fact]
    public void Greedy_allocates_nothing()
    {
        float[] scores = [.. Enumerable.Range(0, 60).Select(i => (float)(i * 7 % 11))];
        int[] labels = new int[20];
        Ctc.Greedy(scores, 3, labels);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Ctc.Greedy(scores, 3, labels);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_beam_that_holds_all_sequences_finds_the_true_order() => Scores(mostSteps: 5).Sample(
        sample =>
        {
            var expected = CtcWays.Probabilities(sample.Scores, sample.Classes, sample.Blank);
            var actual = Ctc.Beam(sample.Scores, sample.Classes, int.MaxValue, sample.Blank);
            Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Select(Text).Order(StringComparer.Ordinal));
            Assert.All(actual, hypothesis => Assert.Equal(Math.Log(expected[Text(hypothesis)]), hypothesis.LogProbability, 1e-5));
            AssertInOrder(actual);
            Assert.Equal(expected.Values.Max(), expected[Text(actual[0])], 1e-6);
        },
        iter: 500);

    [Fact]
    public void A_narrow_beam_is_the_search_of_the_paper()
    {
        // The same samples each time, because the order of equal prefixes is not defined.
        var random = new Random(3);
        for (int i = 0; i < 2000; i++)
        {
            int classes = random.Next(2, 5), blank = random.Next(classes), width = random.Next(1, 7);
            float[] scores = [.. Enumerable.Range(0, classes * random.Next(13)).Select(_ => (float)(8 * random.NextDouble()))];
            var expected = Search(scores, classes, width, blank);
            var actual = Ctc.Beam(scores, classes, width, blank);
            Assert.Equal(expected.Keys, actual.Select(Text));
            AssertInOrder(actual);
            foreach (var hypothesis in actual)
            {
                Assert.Equal(Math.Log(expected[Text(hypothesis)]), hypothesis.LogProbability, 1e-5);
                double loss = new CtcAlignment(classes, blank).Loss(scores, classes, scores.Length / classes, hypothesis.Labels.Span, 1, new float[scores.Length]);
                Assert.True(hypothesis.LogProbability <= -loss + 1e-9, $"The part {hypothesis} is more probable than the whole, {-loss}.");
            }
        }
    }

    [Fact]
    public void A_beam_sums_what_greedy_takes_apart()
    {
        // Two blanks are the best alignment, with 0.36; the three others stand for the label, with 0.64.
        float[] scores = [MathF.Log(0.6f), MathF.Log(0.4f), MathF.Log(0.6f), MathF.Log(0.4f)];
        Assert.Equal(0, Ctc.Greedy(scores, 2, new int[2]));
        var hypotheses = Ctc.Beam(scores, 2, beamWidth: 2);
        Assert.Equal(["[1]: -0.4463", "[]: -1.0217"], hypotheses.Select(hypothesis => hypothesis.ToString()));
    }

    [Fact]
    public void A_long_sequence_does_not_vanish()
    {
        float[] scores = [.. Enumerable.Range(0, 18_000).Select(i => i % 3 == i / 3 % 3 ? 0.1f : 0)];
        var best = Ctc.Beam(scores, 3, beamWidth: 8)[0];
        // exp(−746) is 0 in double precision.
        Assert.InRange(best.LogProbability, -6000 * Math.Log(3), -746);
        Assert.InRange(best.Labels.Length, 1800, 6000);
    }

    [Fact]
    public void Without_steps_there_are_no_labels()
    {
        Assert.Equal(0, Ctc.Greedy([], 3, []));
        var only = Assert.Single(Ctc.Beam([], 3, beamWidth: 4));
        Assert.Equal(0, only.Labels.Length);
        Assert.Equal(0, only.LogProbability);
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("sunday", "saturday", 3)]
    [InlineData("abcd", "bcda", 2)]
    [InlineData("aaaa", "bb", 4)]
    public void The_distance_of_words(string a, string b, int distance) => Assert.Equal(distance, Ctc.EditDistance(Letters(a), Letters(b)));

    [Fact]
    public void The_distance_is_that_of_its_definition() => Gen.Select(Gen.Int[0, 2].Array[0, 5], Gen.Int[0, 2].Array[0, 5]).Sample((a, b) =>
    {
        static int Defined(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
        {
            if (a.IsEmpty || b.IsEmpty) return a.Length + b.Length;
            int replaced = Defined(a[1..], b[1..]) + (a[0] == b[0] ? 0 : 1);
            return Math.Min(replaced, 1 + Math.Min(Defined(a[1..], b), Defined(a, b[1..])));
        }

        Assert.Equal(Defined(a, b), Ctc.EditDistance(a, b));
    });

    [Fact]
    public void Arguments_that_do_not_fit_are_refused()
    {
        foreach (Func<float[], int, int, object> decode in new Func<float[], int, int, object>[]
        {
            (scores, classes, blank) => Ctc.Greedy(scores, classes, new int[9], blank),
            (scores, classes, blank) => Ctc.Beam(scores, classes, 3, blank),
        })
        {
            Refused<ArgumentException>("scores", "7 scores are not a whole number of steps of 3 classes.", () => decode(new float[7], 3, 0));
            Refused<ArgumentException>("scores", "No class is the best in step 1: output 2 is NaN.", () => decode([0, 1, 2, 0, 1, float.NaN], 3, 0));
            Refused<ArgumentException>("scores", "No class is the best in step 0: output 1 is ∞.", () => decode([0, float.PositiveInfinity, 2], 3, 0));
            Refused<ArgumentException>("scores", "No class is the best in step 0: all outputs are −∞.", () => decode([float.NegativeInfinity, float.NegativeInfinity], 2, 0));
            Refused<ArgumentOutOfRangeException>("classes", "There are at least 2 classes: the blank, and one label or more.", () => decode(new float[3], 1, 0));
            Refused<ArgumentOutOfRangeException>("blank", "The blank is one of the 3 classes, 0 to 2.", () => decode(new float[3], 3, 3));
            Refused<ArgumentOutOfRangeException>("blank", "The blank is one of the 3 classes, 0 to 2.", () => decode(new float[3], 3, -1));
        }

        Refused<ArgumentException>("labels", "There are 3 steps, and room for 2 labels", () => Ctc.Greedy(new float[6], 2, new int[2]));
        Refused<ArgumentOutOfRangeException>("beamWidth", "The beam keeps at least 1 beginning", () => Ctc.Beam(new float[6], 2, 0));
    }

    /// <summary>The search with a table of prefixes for each step, and probabilities that are no logarithms; the most probable first.</summary>
    private static OrderedDictionary<string, double> Search(float[] scores, int classes, int width, int blank)
    {
        var beam = new List<(string Prefix, double Blank, double Label)> { ("", 1, 0) };
        foreach (double[] p in scores.Chunk(classes).Select(CtcWays.Softmax))
        {
            var table = new Dictionary<string, (double Blank, double Label)>();
            void Add(string prefix, double endsInBlank, double endsInLabel)
            {
                var before = table.GetValueOrDefault(prefix);
                table[prefix] = (before.Blank + endsInBlank, before.Label + endsInLabel);
            }

            foreach (var (prefix, endsInBlank, endsInLabel) in beam)
            {
                Add(prefix, p[blank] * (endsInBlank + endsInLabel), 0);
                for (int c = 0; c < classes; c++)
                {
                    if (c == blank) continue;
                    bool isRepeat = prefix.Split(' ')[^1] == $"{c}";
                    if (isRepeat) Add(prefix, 0, p[c] * endsInLabel);
                    Add(prefix.Length == 0 ? $"{c}" : $"{prefix} {c}", 0, p[c] * (isRepeat ? endsInBlank : endsInBlank + endsInLabel));
                }
            }

            beam = [.. table.Select(entry => (entry.Key, entry.Value.Blank, entry.Value.Label)).Where(entry => entry.Blank + entry.Label > 0).OrderByDescending(entry => entry.Blank + entry.Label).Take(width)];
        }

        return new(beam.Select(entry => KeyValuePair.Create(entry.Prefix, entry.Blank + entry.Label)));
    }

    private static void AssertInOrder(IReadOnlyList<CtcHypothesis> hypotheses)
    {
        for (int i = 1; i < hypotheses.Count; i++) Assert.True(hypotheses[i - 1].LogProbability >= hypotheses[i].LogProbability, $"{hypotheses[i]} is behind {hypotheses[i - 1]}.");
    }

    private static string Text(CtcHypothesis hypothesis) => CtcWays.Text(hypothesis.Labels.Span);

    private static int[] Letters(string word) => [.. word.Select(letter => (int)letter)];

    private static void Refused<TException>(string parameter, string message, Func<object> action)
        where TException : ArgumentException => Assert.Contains(message, Assert.Throws<TException>(parameter, action).Message, StringComparison.Ordinal);
}
