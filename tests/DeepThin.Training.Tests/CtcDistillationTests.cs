using System.Numerics.Tensors;

namespace DeepThin.Training.Tests;

/// <summary>A teacher beside the loss of labels without places.</summary>
public sealed partial class CtcDistillationTests
{
    private static TrainingOptions Options => new() { Epochs = 3, BatchSize = 50, Schedule = LearningRate.Constant(0.01), Seed = 3, MaxDegreeOfParallelism = 2 };

    [Fact]
    public void Loss_and_gradients_are_those_of_PyTorch()
    {
        foreach (var expected in Fixture.Read("ctc_distillation").EnumerateArray())
        {
            int classes = expected.GetProperty("classes").GetInt32();
            int[] lengths = expected.GetProperty("lengths").Ints(), counts = expected.GetProperty("label_counts").Ints(), labels = expected.GetProperty("targets").Ints();
            float[] outputs = expected.GetProperty("outputs").Floats(), gradients = new float[outputs.Length];
            var data = SequenceDataset.FromLabellings(new float[lengths.Sum()], lengths, labels, counts, 1, classes);
            var loss = Loss.Distillation(expected.GetProperty("teacher").Floats(), expected.GetProperty("temperature").GetDouble(), expected.GetProperty("weight").GetDouble())
                .WithCtc(expected.GetProperty("blank").GetInt32());
            Assert.Null(loss.Fault(data.Terms));
            var panel = new PredictedPanel
            {
                Samples = lengths.Sum(),
                Outputs = outputs,
                Labels = labels,
                Targets = default,
                Gradients = gradients,
                Lengths = lengths,
                LabelCounts = counts,
                TeacherLogProbabilities = loss.AskTeacher(data.Terms, 1, default).Span,
            };
            var activation = expected.GetProperty("is_log").GetBoolean() ? Activation.LogSoftmax : Activation.Identity;

            // Log-probabilities are of single precision, and T² multiplies what they differ by.
            double tolerance = 1e-5 * expected.GetProperty("loss").GetDouble() + 1e-7 * loss.Temperature * loss.Temperature;
            Assert.Equal(expected.GetProperty("loss").GetDouble(), loss.Sum(panel, activation, 1f / lengths.Length) / lengths.Length, tolerance);
            Fixture.AssertClose(expected.GetProperty("gradients").Floats(), gradients, 5e-6);
        }
    }

    [Fact]
    public void The_gradient_of_a_step_is_the_weighted_sum()
    {
        var data = Spoken(80, seed: 6);
        var teacher = Large.Create(5);
        float[] labels = Gradient(data, Loss.Ctc()), taught = Gradient(data, Loss.Distillation(teacher, 2, 1).WithCtc()), both = Gradient(data, Loss.Distillation(teacher, 2, 0.3).WithCtc());
        float[] expected = [.. labels.Zip(taught, (ofLabels, ofTeacher) => 0.7f * ofLabels + 0.3f * ofTeacher)];
        Assert.True(TensorPrimitives.Distance<float>(labels, taught) > 0.1 * TensorPrimitives.Norm<float>(labels));
        Fixture.AssertClose(expected, both, 1e-5);
        Fixture.AssertClose(labels, Gradient(data, Loss.Distillation(teacher, 2, 0).WithCtc()), 1e-6);
    }

    [Fact]
    public void At_a_high_temperature_the_divergence_is_that_of_logits()
    {
        // Hinton, Vinyals and Dean, section 2.1: T²·KL tends to half the mean square of the differences of logits, each taken from their mean.
        float[] outputs = [0.3f, -1, 2, 0.5f], teacher = [1, -0.5f, -1, 2], gradients = new float[4];
        var data = SequenceDataset.FromLabellings(new float[1], (int[])[1], Array.Empty<int>(), (int[])[0], 1, 4);
        var loss = Loss.Distillation(teacher, 100, 1).WithCtc();
        var panel = new PredictedPanel { Samples = 1, Outputs = outputs, Labels = default, Targets = default, Gradients = gradients, Lengths = [1], LabelCounts = [0], TeacherLogProbabilities = loss.AskTeacher(data.Terms, 1, default).Span };
        double[] differences = [.. outputs.Zip(teacher, (mine, its) => (double)mine - its)];
        double mean = differences.Average();
        Assert.Equal(differences.Sum(difference => (difference - mean) * (difference - mean)) / 8, loss.Sum(panel, Activation.Identity, 1), 0.02);
        Fixture.AssertClose([.. differences.Select(difference => (float)((difference - mean) / 4))], gradients, 0.02);
    }

    [Fact]
    public void A_small_student_learns_what_few_labels_do_not_tell()
    {
        // The teacher has learned from many sequences, and says all it knows of the few with labels.
        SequenceDataset many = Spoken(600, seed: 1), few = Spoken(12, seed: 2), others = Spoken(200, seed: 3);
        var teacher = Large.Create(1);
        var trainer = new SequenceTrainer<Large>(Options with { Epochs = 25, BatchSize = 32 });
        trainer.Fit(teacher, many);
        Assert.True(trainer.Evaluate(teacher, others).LabelErrorRate < 0.1, $"{trainer.Evaluate(teacher, others)}");
        double alone = Errors(Loss.Ctc()), taught = Errors(Loss.Distillation(teacher, 1, 0.7).WithCtc());
        Assert.True(taught < 0.8 * alone, $"Alone {alone}, with the teacher {taught}.");

        double Errors(Loss loss)
        {
            var model = Small.Create(2);
            var options = Options with { Epochs = 300, BatchSize = 12, Loss = loss };
            new SequenceTrainer<Small>(options).Fit(model, few);
            return new SequenceTrainer<Small>(options).Evaluate(model, others).LabelErrorRate!.Value;
        }
    }

    [Fact]
    public void A_teacher_of_steps_knows_those_of_each_sequence()
    {
        var data = Spoken(60, seed: 6);
        var teacher = Steps.Create(3);
        float[] logits = new float[data.StepCount * 4];
        teacher.ForwardBatch(data.Steps.Span, logits);
        float[] expected = Gradient(data, Loss.Distillation(logits, 2, 0.5).WithCtc());
        Assert.Equal(expected, Gradient(data, Loss.Distillation(teacher, 2, 0.5).WithCtc()));

        // Of several teachers the mean counts, and of one of sequences whole ones.
        var follower = Large.Create(4);
        for (int i = 0, at = 0; i < data.Count; at += data.Lengths.Span[i++] * 4) follower.Forward(data.Sequence(i), logits.AsSpan(at, data.Lengths.Span[i] * 4));
        Assert.Equal(Gradient(data, Loss.Distillation(logits, 2, 0.5).WithCtc()), Gradient(data, Loss.Distillation([follower], 2, 0.5).WithCtc()));
    }

    [Fact]
    public void Sequences_not_trained_on_are_judged_by_their_labels()
    {
        SequenceDataset data = Spoken(60, seed: 6), others = Spoken(40, seed: 7);
        var loss = Loss.Distillation(Large.Create(1), 2, 0.5).WithCtc();
        Assert.Equal("Ctc(Blank: 0)", loss.Plain.ToString());
        Assert.Equal("Distillation(DeepThin.Training.Tests.CtcDistillationTests.Large, Temperature: 2, Weight: 0.5, Ctc(Blank: 0))", loss.ToString());
        var model = Small.Create(1);
        var result = new SequenceTrainer<Small>(Options with { Loss = loss }).Fit(model, data, others);
        Assert.Empty(result.Warnings);
        var expected = new SequenceTrainer<Small>(Options with { Loss = Loss.Ctc() }).Evaluate(model, others);
        Assert.Equal(expected.Loss, result.History[^1].ValidationLoss);
        Assert.Equal(expected.LabelErrorRate, result.History[^1].ValidationLabelErrorRate);
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_threads()
    {
        float[][] trained = [.. ((int[])[1, 3]).Select(threads =>
        {
            var model = Small.Create(1);
            var loss = Loss.Distillation(Large.Create(1), 2, 0.5).WithCtc();
            new SequenceTrainer<Small>(Options with { BatchSize = 200, MaxDegreeOfParallelism = threads, Loss = loss }).Fit(model, Spoken(300, seed: 6));
            return model.Parameters.ToArray();
        })];
        Assert.Equal(trained[0], trained[1]);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var data = Spoken(20, seed: 6);
        var loss = Loss.Distillation(Large.Create(1), 2, 0.5);
        Refused($"The labels of the training sequences have no places, and {loss} needs one for each prediction; call its WithCtc.", () => Fit(loss, data));
        Refused("The blank is 4, and there are 4 classes; it is 0 to 3.", () => Fit(loss.WithCtc(4), data));
        Refused("Sequence 0: Label 0 of the target is ", () => Fit(loss.WithCtc(data.Labels.Span[0]), data.Take([.. Enumerable.Range(0, 20).SkipWhile(i => data.LabelCounts.Span[i] == 0)])));
        Refused($"There are 8 logits of the teacher; the {data.StepCount} steps of the training sequences of 4 classes need {data.StepCount} × 4 = {4 * data.StepCount}.", () => Fit(Loss.Distillation(new float[8], 2, 0.5).WithCtc(), data));
        Refused(
            "Connectionist temporal classification takes sequences with labels of no places",
            () => Fit(loss.WithCtc(), SequenceDataset.FromLabels(data.Steps, data.Lengths, new int[data.StepCount], 3, 4)));
        Refused("The teacher DeepThin.Training.Tests.CtcDistillationTests.Whole gives one prediction of a sequence, and", () => Fit(Loss.Distillation(Whole.Create(1), 2, 0.5).WithCtc(), data));
        Assert.Throws<ArgumentOutOfRangeException>(() => loss.WithCtc(-1));

        static void Fit(Loss loss, SequenceDataset data) => new SequenceTrainer<Small>(Options with { Loss = loss }).Fit(Small.Create(1), data);

        static void Refused(string message, Action call) => Assert.StartsWith(message, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
    }

    private static float[] Gradient(SequenceDataset data, Loss loss)
    {
        var model = Small.Create(2);
        var gradients = new SlotGradients(model.Parameters.Length, 2);
        using var team = new WorkerTeam(1);
        new SequenceWork<Small>(model, data, null, loss, loss.AskTeacher(data.Terms, 1, default)).Minibatch(gradients, team).Compute(Enumerable.Range(0, data.Count).ToArray(), 0);
        for (int chunk = 0; chunk < Chunks.Count(gradients.BlockLength); chunk++) gradients.AddUp(chunk);
        return gradients.Sum.ToArray();
    }

    // Each label lasts one to three steps, and comes again behind a pause only; the steps say which, with much noise.
    private static SequenceDataset Spoken(int count, int seed)
    {
        var random = new Random(seed);
        List<float> steps = [];
        List<int> lengths = [], labels = [], counts = [];
        for (int i = 0; i < count; i++)
        {
            int before = steps.Count, last = 0, said = random.Next(0, 6);
            for (int k = 0; k < said; k++)
            {
                int label = random.Next(1, 4);
                if (label == last) Say(0);
                Say(label);
                labels.Add(last = label);
            }

            Say(0);
            lengths.Add((steps.Count - before) / 3);
            counts.Add(said);
        }

        return SequenceDataset.FromLabellings(steps.ToArray(), lengths.ToArray(), labels.ToArray(), counts.ToArray(), 3, 4);

        void Say(int label)
        {
            for (int t = random.Next(2, 5); t > 0; t--) steps.AddRange(Enumerable.Range(1, 3).Select(k => (k == label ? 1f : 0) + 0.9f * ((float)random.NextDouble() - 0.5f)));
        }
    }

#pragma warning disable DT0317 // Networks as small as these are no faster; they are here to be trained.
    [DeepThinModel(Training = true)]
    [Gru(3, 24)]
    [Dense(24, 4, Activation = Activation.LogSoftmax)]
    internal sealed partial class Large;

    [DeepThinModel(Training = true)]
    [Gru(3, 12, RecurrentRatio = 0.4)]
    [Dense(12, 4)]
    internal sealed partial class Small;

    [DeepThinModel]
    [Dense(3, 4)]
    internal sealed partial class Steps;

    [DeepThinModel]
    [Gru(3, 4)]
    [LastStep]
    [Dense(4, 4)]
    internal sealed partial class Whole;
}
