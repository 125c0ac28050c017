namespace DeepThin.Training.Tests;

public sealed class SequenceTrainerTests
{
    private static TrainingOptions Options => new() { Epochs = 3, BatchSize = 150, Schedule = LearningRate.Constant(0.01), Seed = 3, MaxDegreeOfParallelism = 2 };

    [Fact]
    public void A_model_learns_what_a_sequence_began_with()
    {
        var (training, validation) = Memories(600, seed: 1).Split(0.25, seed: 1);
        var model = Remembering.Create(1);
        var trainer = new SequenceTrainer<Remembering>(Options with { Epochs = 25 });
        Assert.True(trainer.Evaluate(model, validation).Accuracy < 0.8);
        var result = trainer.Fit(model, training, validation);
        var evaluation = trainer.Evaluate(model, validation);
        Assert.True(evaluation.Accuracy > 0.97, $"{evaluation}");
        Assert.Equal(result.History[^1].ValidationLoss!.Value, evaluation.Loss, 1e-9);
        Assert.Equal(result.History[^1].ValidationAccuracy, evaluation.Accuracy);

        // What the model predicts step by step is what the evaluation counts.
        int right = 0;
        float[] output = new float[Remembering.OutputLength];
        for (int i = 0; i < validation.Count; i++)
        {
            using var session = model.CreateSession();
            for (int t = 0; t < validation.Lengths.Span[i]; t++) session.Step(validation.Sequence(i).Slice(t * 2, 2), output);
            if (output[1] > output[0] == (validation.Labels.Span[i] == 1)) right++;
        }

        Assert.Equal(evaluation.Accuracy, (double)right / validation.Count);
    }

    [Fact]
    public void A_model_learns_a_label_for_each_step()
    {
        var data = Parities(300, seed: 2);
        var model = Counting.Create(1);
        var trainer = new SequenceTrainer<Counting>(Options with { Epochs = 40, Schedule = LearningRate.Constant(0.02) });
        trainer.Fit(model, data);
        Assert.True(trainer.Evaluate(model, data).Accuracy > 0.95, $"{trainer.Evaluate(model, data)}");
    }

    [Fact]
    public void A_model_learns_targets_for_each_step()
    {
        var data = Sums(300, seed: 3);
        var model = Adding.Create(1);
        var trainer = new SequenceTrainer<Adding>(Options with { Epochs = 30 });
        double before = trainer.Evaluate(model, data).Loss;
        trainer.Fit(model, data);
        var after = trainer.Evaluate(model, data);
        Assert.True(after.Loss < 0.1 * before, $"{before} → {after}");
        Assert.Null(after.Accuracy);
    }

    [Fact]
    public void A_model_of_both_directions_learns_what_comes_next()
    {
        var (training, validation) = Ahead(400, seed: 4).Split(0.25, seed: 1);
        var model = LookingAhead.Create(1);
        var trainer = new SequenceTrainer<LookingAhead>(Options with { Epochs = 30, Schedule = LearningRate.Constant(0.02) });
        trainer.Fit(model, training, validation);
        var evaluation = trainer.Evaluate(model, validation);
        Assert.True(evaluation.Accuracy > 0.97, $"{evaluation}");

        // A whole sequence is predicted as the evaluation counts it.
        int right = 0;
        for (int i = 0; i < validation.Count; i++)
        {
            int steps = validation.Lengths.Span[i];
            float[] outputs = new float[steps * LookingAhead.OutputLength];
            model.Forward(validation.Sequence(i), outputs);
            for (int t = 0; t < steps; t++) right += outputs[2 * t + 1] > outputs[2 * t] == (validation.LabelsOf(i)[t] == 1) ? 1 : 0;
        }

        Assert.Equal(evaluation.Accuracy!.Value, (double)right / validation.StepCount, 1e-9);
    }

    [Fact]
    public void A_model_whose_sequences_end_learns_their_mean()
    {
        var (training, validation) = Signs(400, seed: 5).Split(0.25, seed: 1);
        var model = Ending.Create(1);
        var trainer = new SequenceTrainer<Ending>(Options with { Epochs = 20, Schedule = LearningRate.Constant(0.02) });
        trainer.Fit(model, training, validation);
        var evaluation = trainer.Evaluate(model, validation);
        Assert.True(evaluation.Accuracy > 0.95, $"{evaluation}");
        int right = 0;
        float[] output = new float[Ending.OutputLength];
        for (int i = 0; i < validation.Count; i++)
        {
            model.Forward(validation.Sequence(i), output);
            right += output[1] > output[0] == (validation.Labels.Span[i] == 1) ? 1 : 0;
        }

        Assert.Equal(evaluation.Accuracy!.Value, (double)right / validation.Count, 1e-9);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_model_learns_from_a_teacher_of_sequences_alone(bool isOfSteps)
    {
        // The labels are noise, and the teacher has all of the weight.
        var random = new Random(8);
        var known = isOfSteps ? Parities(300, seed: 2) : Memories(300, seed: 1);
        int[] noise = [.. Enumerable.Range(0, known.Labels.Length).Select(_ => random.Next(2))];
        var data = SequenceDataset.FromLabels(known.Steps, known.Lengths, noise, known.Features, classes: 2);
        if (isOfSteps) Learns<Counting>(new() { Epochs = 40, Schedule = LearningRate.Constant(0.02) });
        else Learns<Remembering>(new() { Epochs = 40, Schedule = LearningRate.Constant(0.02) });

        void Learns<TModel>(TrainingOptions own)
            where TModel : class, ITrainableSequenceModel<TModel>
        {
            var options = Options with { Epochs = own.Epochs, Schedule = own.Schedule };
            TModel teacher = TModel.Create(1), model = TModel.Create(2);
            new SequenceTrainer<TModel>(options).Fit(teacher, known);
            Assert.True(new SequenceTrainer<TModel>(Options).Evaluate(teacher, known).Accuracy > 0.95);
            new SequenceTrainer<TModel>(options with { Loss = Loss.Distillation(teacher, temperature: 2, weight: 1) }).Fit(model, data);
            var evaluation = new SequenceTrainer<TModel>(Options).Evaluate(model, known);
            Assert.True(evaluation.Accuracy > 0.9, $"{evaluation}");
        }
    }

    [Fact]
    public void A_teacher_of_whole_sequences_has_no_steps_to_teach() => Assert.StartsWith(
        "The teacher DeepThin.Training.Tests.Ending gives one prediction of a sequence, and the training sequences have something for each step.",
        Assert.Throws<ArgumentException>(() => new SequenceTrainer<Counting>(Options with { Loss = Loss.Distillation(Ending.Create(1), 2, 0.5) }).Fit(Counting.Create(1), Parities(20, seed: 2))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_bits_of_whole_sequences_do_not_depend_on_the_threads(int threads)
    {
        var model = LookingAhead.Create(1);
        new SequenceTrainer<LookingAhead>(Options with { Epochs = 2, BatchSize = 200, MaxDegreeOfParallelism = threads }).Fit(model, Ahead(400, seed: 4));
        var other = LookingAhead.Create(1);
        new SequenceTrainer<LookingAhead>(Options with { Epochs = 2, BatchSize = 200, MaxDegreeOfParallelism = 3 - threads }).Fit(other, Ahead(400, seed: 4));
        Assert.Equal(model.Parameters.ToArray(), other.Parameters.ToArray());
    }

    [Fact]
    public void A_model_whose_sequences_end_takes_one_label_of_each() => Assert.StartsWith(
        "The training sequences have something for each step, and DeepThin.Training.Tests.Ending gives one prediction of a sequence; give one label or one row of targets for each sequence, or leave out the layer that ends them.",
        Assert.Throws<ArgumentException>(() => new SequenceTrainer<Ending>(Options).Fit(Ending.Create(1), Parities(20, seed: 2))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_model_of_both_directions_has_no_steps()
    {
        Refuses<LookingAhead>(LookingAhead.Create(1));

        // Generic code compiles whatever the model is.
        static void Refuses<TModel>(TModel model)
            where TModel : class, ISequenceModel<TModel> => Assert.All(
                (Action[])[() => model.CreateSession().Dispose(), () => model.Forward(new float[1], new float[2], []), () => model.StepBatch(new float[1], new float[2], [])],
                step => Assert.Equal(
                    "DeepThin.Training.Tests.LookingAhead takes whole sequences: layer 'gru0' is bidirectional and needs the steps behind a step. Call Forward(input, output) with all steps.",
                    Assert.Throws<NotSupportedException>(step).Message));
    }

    [Fact]
    public void A_model_learns_labels_without_places()
    {
        var (training, validation) = Spellings(500, seed: 6).Split(0.2, seed: 1);
        var model = Spelling.Create(1);
        var trainer = new SequenceTrainer<Spelling>(Options with { Epochs = 20, BatchSize = 32, KeepBest = true, BestBy = Criterion.ValidationAccuracy });
        Assert.True(trainer.Evaluate(model, validation).LabelErrorRate > 0.5);
        var result = trainer.Fit(model, training, validation);
        var evaluation = trainer.Evaluate(model, validation);
        Assert.True(evaluation.LabelErrorRate < 0.02 && evaluation.Accuracy > 0.9, $"{evaluation}");
        Assert.Equal(evaluation.LabelErrorRate, result.History[result.BestEpoch!.Value - 1].ValidationLabelErrorRate);
        Assert.Contains("label errors", result.ToString(), StringComparison.Ordinal);
        Assert.Contains("label errors", evaluation.ToString(), StringComparison.Ordinal);

        // What the evaluation counts is what greedy decoding makes of the outputs of a model that predicts.
        long edits = 0, labels = 0;
        int[] decoded = new int[100];
        for (int i = 0; i < validation.Count; i++)
        {
            float[] outputs = new float[validation.Lengths.Span[i] * Spelling.OutputLength];
            model.Forward(validation.Sequence(i), outputs);
            edits += Ctc.EditDistance(decoded.AsSpan(0, Ctc.Greedy(outputs, Spelling.OutputLength, decoded)), validation.LabelsOf(i));
            labels += validation.LabelsOf(i).Length;
        }

        Assert.Equal((double)edits / labels, evaluation.LabelErrorRate);
    }

    [Fact]
    public void The_gradient_of_a_minibatch_with_labels_without_places_is_that_of_its_sequences() =>
        CheckMinibatch<Spelling>(Spellings(70, seed: 6), Loss.Ctc(), static (_, _) => 1.0 / 70);

    [Fact]
    public void The_gradient_of_a_minibatch_is_that_of_its_sequences() =>
        CheckMinibatch<Counting>(Parities(70, seed: 4), Loss.CrossEntropy, static (data, i) => (double)data.Lengths.Span[i] / data.StepCount);

    private static void CheckMinibatch<TModel>(SequenceDataset data, Loss minimized, Func<SequenceDataset, int, double> shareOf)
        where TModel : class, ITrainableSequenceModel<TModel>
    {
        var model = TModel.Create(2);
        float[] whole = Gradient(Enumerable.Range(0, 70), out double loss), sum = new float[whole.Length];
        double sumOfLosses = 0;
        for (int i = 0; i < 70; i++)
        {
            float[] one = Gradient([i], out double lossOfOne);
            double share = shareOf(data, i);
            sumOfLosses += share * lossOfOne;
            for (int k = 0; k < sum.Length; k++) sum[k] += (float)share * one[k];
        }

        Assert.Equal(loss, sumOfLosses, 1e-6);
        Fixture.AssertClose(whole, sum, 1e-5);

        float[] Gradient(IEnumerable<int> sequences, out double loss)
        {
            var gradients = new SlotGradients(model.Parameters.Length, 2);
            using var team = new WorkerTeam(1);
            loss = new SequenceWork<TModel>(model, data, null, minimized, teacher: default).Minibatch(gradients, team).Compute(sequences.ToArray(), 0);
            for (int chunk = 0; chunk < Chunks.Count(gradients.BlockLength); chunk++) gradients.AddUp(chunk);
            return gradients.Sum.ToArray();
        }
    }

    [Fact]
    public void Each_step_leaves_other_values_out_and_the_same_ones_for_the_same_noise()
    {
        const int Steps = 4;
        var model = Forgetting.Create(1);
        float[] inputs = [.. Enumerable.Repeat(1f, Steps)], trace = new float[Steps * Forgetting.TraceLength];
        string[] first = Left(5), again = Left(5);
        Assert.Equal(first, again);
        Assert.Equal(Steps, first.Distinct().Count());
        Assert.NotEqual(first[0], Left(6)[0]);
        Assert.All(Left(0), step => Assert.DoesNotContain('0', step));

        string[] Left(ulong noise)
        {
            float[] outputs = new float[Steps * Forgetting.OutputLength];
            model.ForwardTrace(inputs, [Steps], outputs, trace, [], noise);
            return [.. outputs.Chunk(Forgetting.OutputLength).Select(step => string.Concat(step.Select(value => value == 0 ? '0' : '1')))];
        }
    }

    [Fact]
    public void The_threads_change_no_bit()
    {
        float[][] trained = [.. ((int[])[1, 2, 5]).Select(threads =>
        {
            var model = Remembering.Create(1);
            new SequenceTrainer<Remembering>(Options with { BatchSize = 300, MaxDegreeOfParallelism = threads }).Fit(model, Memories(400, seed: 1), Memories(100, seed: 2));
            return model.Parameters.ToArray();
        })];
        Assert.Equal(trained[0], trained[1]);
        Assert.Equal(trained[0], trained[2]);
    }

    [Fact]
    public void A_training_that_was_interrupted_ends_with_the_same_bits()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var data = Memories(300, seed: 1);
            var whole = Remembering.Create(1);
            new SequenceTrainer<Remembering>(Options).Fit(whole, data);
            var options = Options with { CheckpointPath = path, Resume = true };
            using var cancellation = new CancellationTokenSource();
            var stopped = Remembering.Create(1);
            var stopping = options with { Progress = new Stop(cancellation) };
            Assert.Throws<OperationCanceledException>(() => new SequenceTrainer<Remembering>(stopping).Fit(stopped, data, cancellationToken: cancellation.Token));
            var resumed = Remembering.Create(9);
            new SequenceTrainer<Remembering>(options).Fit(resumed, data);
            Assert.Equal(whole.Parameters.ToArray(), resumed.Parameters.ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Each_epoch_takes_every_sequence_once_and_panels_have_sequences_of_similar_lengths()
    {
        var data = Memories(64 * 20 + 5, seed: 5);
        var work = new SequenceWork<Remembering>(Remembering.Create(1), data, null, Loss.CrossEntropy, teacher: default);
        int[] first = new int[data.Count], second = new int[data.Count];
        work.Order(first, 1, 0);
        work.Order(second, 1, 1);
        Assert.NotEqual(first, second);
        Assert.Equal(Enumerable.Range(0, data.Count), first.Order());
        Assert.Equal(Enumerable.Range(0, data.Count), second.Order());
        Assert.All(first.Chunk(64).Take(16), panel => Assert.InRange(panel.Max(i => data.Lengths.Span[i]) - panel.Min(i => data.Lengths.Span[i]), 0, 6));
        int[] ofPanels = [.. first.Chunk(64).Select(panel => data.Lengths.Span[panel[0]])];
        Assert.Contains(ofPanels.Zip(ofPanels.Skip(1)), pair => pair.First > pair.Second);
    }

    [Fact]
    public void A_dataset_says_what_it_is_and_gives_parts()
    {
        var data = SequenceDataset.FromLabels((float[])[1, 2, 3, 4, 5, 6], (int[])[2, 1], (int[])[0, 1, 1], 2, 2);
        Assert.Equal((2, 2, 2, 3L, SequenceGoal.Steps), (data.Count, data.Features, data.Outputs, data.StepCount, data.Goal));
        Assert.Equal("2 sequences, 3 steps of 2 values, 2 classes, one for each step", data.ToString());
        var last = data.Take([1]);
        Assert.Equal([5, 6], last.Steps.ToArray());
        Assert.Equal([1], last.Labels.ToArray());
        var targets = SequenceDataset.FromTargets((float[])[1, 2, 3], (int[])[2, 1], (float[])[7, 8, 9, 10], 1, 2);
        Assert.Equal(SequenceGoal.Ends, targets.Goal);
        Assert.Equal([9, 10], targets.Take([1]).Targets.ToArray());
        var (first, second) = Memories(10, seed: 1).Split(0.3, seed: 4);
        Assert.Equal((7, 3), (first.Count, second.Count));
    }

    [Fact]
    public void Data_that_is_not_right_is_refused_with_what_would_be()
    {
        int[] lengths = [2, 1];
        Refused("There is no sequence; give one or more.", () => SequenceDataset.FromLabels(default, default, default, 1, 2));
        Refused("Sequence 1 has 0 steps; a sequence has 1 or more.", () => SequenceDataset.FromLabels(new float[2], (int[])[2, 0], new int[2], 1, 2));
        Refused("There are 4 values where 2 sequences of together 3 steps of 1 values need 3.", () => SequenceDataset.FromLabels(new float[4], lengths, new int[3], 1, 2));
        Refused("There are labels for 4; give them for each of the 3 steps, or for each of the 2 sequences.", () => SequenceDataset.FromLabels(new float[3], lengths, new int[4], 1, 2));
        Refused("Label 2 is 2; with 2 classes a label is 0 to 1.", () => SequenceDataset.FromLabels(new float[3], lengths, (int[])[0, 1, 2], 1, 2));
        Refused("Value 0 of step 1 is NaN; all are finite numbers.", () => SequenceDataset.FromLabels((float[])[0, float.NaN, 0], lengths, new int[3], 1, 2));
        Refused("There are 3 target values, which are no whole number of 2.", () => SequenceDataset.FromTargets(new float[3], lengths, new float[3], 1, 2));
        Refused("There are numbers of labels for 1 sequences, and 2 sequences.", () => SequenceDataset.FromLabellings(new float[3], lengths, new int[1], (int[])[1], 1, 2));
        Refused("Sequence 1 has -1 labels; it has 0 or more.", () => SequenceDataset.FromLabellings(new float[3], lengths, new int[1], (int[])[1, -1], 1, 2));
        Refused("There are 1 labels where the sequences have 2 together.", () => SequenceDataset.FromLabellings(new float[3], lengths, new int[1], (int[])[1, 1], 1, 2));
        Refused("Label 0 is 2; with 2 classes a label is 0 to 1.", () => SequenceDataset.FromLabellings(new float[3], lengths, (int[])[2], (int[])[1, 0], 1, 2));
        Refused("A target is NaN or infinite.", () => SequenceDataset.FromTargets(new float[3], lengths, (float[])[0, 0, float.NaN], 1, 1));

        static void Refused(string message, Action call) => Assert.StartsWith(message, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_the_model_is_refused()
    {
        var model = Remembering.Create(1);
        var other = SequenceDataset.FromLabels(new float[3], (int[])[3], new int[1], 1, 2);
        Assert.StartsWith(
            "The training samples have 1 features, and DeepThin.Training.Tests.Remembering takes 2.", Assert.Throws<ArgumentException>(() => new SequenceTrainer<Remembering>(Options).Fit(model, other)).Message, StringComparison.Ordinal);
        var three = SequenceDataset.FromLabels(new float[2], (int[])[1], new int[1], 2, 3);
        Assert.Contains("3 classes", Assert.Throws<ArgumentException>(() => new SequenceTrainer<Remembering>(Options).Evaluate(model, three)).Message, StringComparison.Ordinal);
        Assert.Contains("KeepBest", Assert.Throws<ArgumentException>(() => new SequenceTrainer<Remembering>(Options with { KeepBest = true }).Fit(model, Memories(5, seed: 1))).Message, StringComparison.Ordinal);
        Assert.Equal(
            "DeepThin.Training.Tests.Remembering has recurrent layers and is trained on sequences: use SequenceTrainer with a SequenceDataset.",
            Assert.Throws<NotSupportedException>(() => new Trainer<Remembering>(Options)).Message);
    }

    [Fact]
    public void Labels_that_the_steps_cannot_say_are_refused_and_so_is_another_loss()
    {
        var model = Spelling.Create(1);
        Refused(
            "Sequence 1 has 2 steps, and its 2 labels need 3: one for each, and one between equal neighbours. Leave it out, or give the model more steps.",
            () => new SequenceTrainer<Spelling>(Options).Fit(model, Labelled([1, 2, 2], [1, 2])));
        Refused("Sequence 0: Label 0 of the target is 0, which is the blank", () => new SequenceTrainer<Spelling>(Options).Fit(model, Labelled([0, 2, 1], [1, 2])));
        Refused("The blank is 9, and there are 4 classes; it is 0 to 3.", () => new SequenceTrainer<Spelling>(Options with { Loss = Loss.Ctc(9) }).Fit(model, Labelled([1, 2, 1], [1, 2])));
        Refused(
            "The labels of the training sequences have no places, and CrossEntropy needs one",
            () => new SequenceTrainer<Spelling>(Options with { Loss = Loss.CrossEntropy }).Fit(model, Labelled([1, 2, 1], [1, 2])));
        Refused("Connectionist temporal classification takes sequences", () => new SequenceTrainer<Counting>(Options with { Loss = Loss.Ctc() }).Fit(Counting.Create(1), Parities(3, seed: 1)));

        static SequenceDataset Labelled(int[] labels, int[] counts) => SequenceDataset.FromLabellings(new float[5 * 3], (int[])[3, 2], labels, counts, 3, 4);

        static void Refused(string message, Action call) => Assert.StartsWith(message, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_that_diverges_names_the_value_that_stands_out()
    {
        float[] steps = [.. Enumerable.Range(0, 20_000).Select(i => (float)Math.Sin(i))];
        steps[7] = 1e30f;
        var data = SequenceDataset.FromTargets(steps, Enumerable.Repeat(10, 2000).ToArray(), new float[20_000], 1, 1);
        var error = Assert.Throws<TrainingDivergedException>(() => new SequenceTrainer<Adding>(Options with { Optimizer = new Sgd(), Schedule = LearningRate.Constant(1e30) }).Fit(Adding.Create(1), data));
        Assert.Contains("Value 0 of step 7 of the training sequences is 1E+30", error.Message, StringComparison.Ordinal);
    }

    // The class is that of the first step; noise follows.
    [Fact]
    public void What_is_probably_not_meant_is_told_before_training()
    {
        // The second of four features never changes, the third is of another scale; class 2 is not trained on, and class 1 not validated with.
        float[] steps = [.. Enumerable.Range(0, 60).SelectMany(t => new[] { t % 7, 5, 1e6f + t * 1000, t % 5 })];
        int[] lengths = [20, 10, 30], trained = [0, 1, 0], validated = [0, 0, 2];
        var training = SequenceDataset.FromLabels(steps, lengths, trained, 4, 3);
        var validation = SequenceDataset.FromLabels(steps, lengths, validated, 4, 3);
        var told = new List<TrainingWarning>();
        var options = Options with { Epochs = 1, Schedule = LearningRate.Constant(0.01, warmUp: 5), Warned = told.Add };
        var result = new SequenceTrainer<Measuring>(options).Fit(Measuring.Create(1), training, validation);
        Assert.Equal(told, result.Warnings);
        Assert.Equal(
            [
                "The training sequences have none of class 2, which the model then cannot learn.",
                "The validation sequences have none of class 1, so nothing says how well the model does there.",
                "Feature 1 is 5 in every step of the training sequences, so nothing can be learned from it; leave it out.",
                "The layer 'standardize0' has means of 0 and scales of 1, and leaves the features as they are; call Standardizer.Fit(model, training) first.",
                "The warm-up has 5 steps and the training 1, so the learning rate ends at 0.002 and never reaches 0.01. Take a shorter warm-up, such as a share of all steps (WithWarmUp(0.1)), or more epochs.",
            ],
            told.Select(warning => warning.Message));

        // The blank of labels without places is nothing that they have.
        var spellings = Spellings(200, seed: 6);
        Assert.Empty(new SequenceTrainer<Spelling>(Options with { Epochs = 1 }).Fit(Spelling.Create(1), spellings, spellings).Warnings);
    }

    [Fact]
    public void Means_and_scales_are_those_of_all_steps()
    {
        float[] steps = [1, 5, 10, -1, 3, 5, 20, 0, 5, 5, 30, 1];
        int[] lengths = [1, 2], labels = [0, 1];
        var data = SequenceDataset.FromLabels(steps, lengths, labels, 4, 3);
        var (sequences, samples) = (Measuring.Create(1), Measuring.Create(1));
        Standardizer.Fit(sequences, data);
        Standardizer.Fit(samples, Dataset.WithLabels(data.Steps, 4, new int[3], 3));
        Assert.Equal(samples.Parameters.ToArray(), sequences.Parameters.ToArray());
        Assert.Equal([3, 5, 20, 0], sequences.Parameters[..4].ToArray());
        Standardizer.FitRange(sequences, data);
        Assert.Equal([1, 5, 10, -1], sequences.Parameters[..4].ToArray());
        Assert.Throws<ArgumentNullException>("training", () => Standardizer.Fit(sequences, (SequenceDataset)null!));
        Assert.Contains("have 2 features", Assert.Throws<ArgumentException>("training", () => Standardizer.Fit(sequences, Memories(3, 1))).Message, StringComparison.Ordinal);
    }

    private static SequenceDataset Memories(int count, int seed)
    {
        var random = new Random(seed);
        int[] lengths = [.. Enumerable.Range(0, count).Select(_ => random.Next(1, 20))], labels = [.. lengths.Select(_ => random.Next(2))];
        var steps = new List<float>();
        for (int i = 0; i < count; i++)
        {
            for (int t = 0; t < lengths[i]; t++) steps.AddRange([t == 0 ? 2 * labels[i] - 1 : 0, (float)random.NextDouble() - 0.5f]);
        }

        return SequenceDataset.FromLabels(steps.ToArray(), lengths, labels, 2, 2);
    }

    // Whether the ones so far are an odd number.
    // Each label is the sign of the value of the next step, and at the end that of the first one.
    private static SequenceDataset Ahead(int count, int seed)
    {
        var random = new Random(seed);
        int[] lengths = [.. Enumerable.Range(0, count).Select(_ => random.Next(2, 9))];
        float[][] sequences = [.. lengths.Select(length => Enumerable.Range(0, length).Select(_ => random.Next(2) == 0 ? -1f : 1f).ToArray())];
        int[] labels = [.. sequences.SelectMany(values => values.Select((_, t) => values[(t + 1) % values.Length] > 0 ? 1 : 0))];
        return SequenceDataset.FromLabels((float[])[.. sequences.SelectMany(values => values)], lengths, labels, features: 1, classes: 2);
    }

    // The label of a sequence is the sign of its sum.
    private static SequenceDataset Signs(int count, int seed)
    {
        var random = new Random(seed);
        int[] lengths = [.. Enumerable.Range(0, count).Select(_ => random.Next(1, 12))];
        float[][] sequences = [.. lengths.Select(length => Enumerable.Range(0, length).Select(_ => 2 * random.NextSingle() - 1).ToArray())];
        int[] labels = [.. sequences.Select(values => values.Sum() > 0 ? 1 : 0)];
        return SequenceDataset.FromLabels((float[])[.. sequences.SelectMany(values => values)], lengths, labels, features: 1, classes: 2);
    }

    private static SequenceDataset Parities(int count, int seed)
    {
        var random = new Random(seed);
        int[] lengths = [.. Enumerable.Range(0, count).Select(_ => random.Next(1, 8))];
        var labels = new List<int>();
        var steps = new List<float>();
        foreach (int length in lengths)
        {
            int parity = 0;
            for (int t = 0; t < length; t++)
            {
                int bit = random.Next(2);
                steps.Add(bit);
                labels.Add(parity ^= bit);
            }
        }

        return SequenceDataset.FromLabels(steps.ToArray(), lengths, labels.ToArray(), 1, 2);
    }

    // Each label lasts one to three steps, and comes again behind a pause only; the steps say which, with noise.
    private static SequenceDataset Spellings(int count, int seed)
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
            for (int t = random.Next(1, 4); t > 0; t--) steps.AddRange(Enumerable.Range(1, 3).Select(k => (k == label ? 1f : 0) + 0.2f * ((float)random.NextDouble() - 0.5f)));
        }
    }

    // The sum of the values so far.
    private static SequenceDataset Sums(int count, int seed)
    {
        var random = new Random(seed);
        int[] lengths = [.. Enumerable.Range(0, count).Select(_ => random.Next(1, 8))];
        List<float> steps = [], targets = [];
        foreach (int length in lengths)
        {
            float sum = 0;
            for (int t = 0; t < length; t++)
            {
                steps.Add((float)random.NextDouble() - 0.5f);
                targets.Add(sum += steps[^1]);
            }
        }

        return SequenceDataset.FromTargets(steps.ToArray(), lengths, targets.ToArray(), 1, 1);
    }

    private sealed class Stop(CancellationTokenSource cancellation) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Epoch == 2) cancellation.Cancel();
        }
    }
}

#pragma warning disable DT0317 // Networks as small as these are no faster; they are here to be trained.
[DeepThinModel(Training = true)]
[Gru(2, 24, Ratio = 0.6, RecurrentRatio = 0.4)]
[Dense(24, 2)]
internal sealed partial class Remembering;

[DeepThinModel(Training = true)]
[Lstm(1, 16)]
[Dense(16, 2)]
internal sealed partial class Counting;

[DeepThinModel(Training = true)]
[Standardize(4)]
[Gru(4, 8)]
[Dense(8, 3)]
internal sealed partial class Measuring;

[DeepThinModel(Training = true)]
[Gru(1, 12, Bidirectional = true)]
[Gru(24, 8, Ratio = 0.8, Bidirectional = true)]
[Dense(16, 2)]
internal sealed partial class LookingAhead;

[DeepThinModel(Training = true)]
[Gru(1, 12)]
[MeanOverTime]
[Dense(12, 2)]
internal sealed partial class Ending;

[DeepThinModel(Training = true)]
[Gru(3, 24)]
[Dense(24, 4, Activation = Activation.LogSoftmax)]
internal sealed partial class Spelling;

[DeepThinModel(Training = true)]
[Rnn(1, 64)]
[Dropout(0.5)]
internal sealed partial class Forgetting;

[DeepThinModel(Training = true)]
[Rnn(1, 16)]
[Dense(16, 1)]
internal sealed partial class Adding;
