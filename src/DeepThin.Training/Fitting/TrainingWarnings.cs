using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>Looks for what is probably not meant, before a training begins.</summary>
internal static class TrainingWarnings
{
    /// <summary>Features whose deviations are further apart than this factor are of different scales.</summary>
    private const double ScaleFactor = 100;

    /// <summary>So many features or classes are named.</summary>
    private const int Named = 3;

    /// <summary>All that is found.</summary>
    /// <param name="model">The model.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="training">The samples to train on.</param>
    /// <param name="validation">The samples to validate with.</param>
    /// <param name="options">How it is trained.</param>
    public static IReadOnlyList<TrainingWarning> Of(ModelInfo model, ReadOnlySpan<float> parameters, IDataSource training, IDataSource? validation, TrainingOptions options)
    {
        Dataset some = training.Sampled();
        var others = validation?.Sampled();
        string note = Note(training, some, "training") + (validation == null ? "" : Note(validation, others!, "validation"));
        string?[] ofSamples = [.. OfClasses(some, others), .. OfFeatures(model.Layers[0], parameters, some, "training sample", "training samples")];
        return Warnings([.. ofSamples.Select(message => message == null ? null : message + note), .. OfSchedule(options, training.Count)]);
    }

    /// <summary>All that is found where a model is trained on sequences.</summary>
    /// <param name="model">The model.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="training">The sequences to train on.</param>
    /// <param name="validation">The sequences to validate with.</param>
    /// <param name="loss">What is minimised; the blank of one for labels without places is no class to learn.</param>
    /// <param name="options">How it is trained.</param>
    public static IReadOnlyList<TrainingWarning> Of(ModelInfo model, ReadOnlySpan<float> parameters, SequenceDataset training, SequenceDataset? validation, Loss loss, TrainingOptions options)
    {
        string?[] ofSequences = [.. OfClasses(training, validation, (loss.Plain as CtcLoss)?.Blank),
            .. OfFeatures(model.Layers[0], parameters, training.StepSamples, "step of the training sequences", "steps of the training sequences")];
        return Warnings([.. ofSequences, .. OfSchedule(options, training.Count)]);
    }

    private static IReadOnlyList<TrainingWarning> Warnings(IEnumerable<string?> messages) => [.. messages.OfType<string>().Select(message => new TrainingWarning { Message = message })];

    private static string?[] OfSchedule(TrainingOptions options, int count)
    {
        long steps = (long)options.Epochs * ((count - 1) / options.BatchSize + 1);
        return [OfWarmUp(options.Schedule, steps), OfFall(options.Schedule, steps)];
    }

    private static string Note(IDataSource source, Dataset some, string which) =>
        some.Count == source.Count ? "" : Invariant($" Of the {source.Count} {which} samples {some.Count} were looked at.");

    private static IEnumerable<string?> OfClasses(Dataset training, Dataset? validation)
    {
        if (!training.HasLabels) return [];

        int[] trained = Division.CountClasses(training.Labels.Span, training.Outputs);
        int[] unlearned = Lacking(trained);
        string? notTrained = unlearned.Length == 0 ? null : $"the training samples have none of {Names(unlearned, training.NameOf)}";
        if (validation is not { HasLabels: true }) return [Sentence(notTrained, ", which the model then cannot learn")];

        int[] validated = Division.CountClasses(validation.Labels.Span, training.Outputs);
        int[] unseen = [.. Lacking(validated).Where(label => trained[label] > 0)];
        string? notValidated = unseen.Length == 0 ? null : $"the validation samples have none of {Names(unseen, training.NameOf)}";
        bool wasCutOff = unseen.Length > 0 || unlearned.Any(label => validated[label] > 0);
        return wasCutOff && IsSorted(training.Labels.Span, trained)
            ? [$"The training samples are sorted by class, and {string.Join(", and ", new[] { notTrained, notValidated }.OfType<string>())}: the validation seems to be cut off from sorted samples. "
                + "Shuffle them first (Dataset.Shuffle), or divide them with Dataset.Split."]
            : [Sentence(notTrained, ", which the model then cannot learn"), Sentence(notValidated, ", so nothing says how well the model does there")];
    }

    private static IEnumerable<string?> OfClasses(SequenceDataset training, SequenceDataset? validation, int? blank)
    {
        if (!training.HasLabels) return [];

        int[] trained = Division.CountClasses(training.Labels.Span, training.Outputs);
        int[] unlearned = [.. Lacking(trained).Where(label => label != blank)];
        string? notTrained = unlearned.Length == 0 ? null : $"The training sequences have none of {Names(unlearned, Number)}, which the model then cannot learn.";
        if (validation == null) return [notTrained];

        int[] validated = Division.CountClasses(validation.Labels.Span, training.Outputs);
        int[] unseen = [.. Lacking(validated).Where(label => trained[label] > 0)];
        return [notTrained, unseen.Length == 0 ? null : $"The validation sequences have none of {Names(unseen, Number)}, so nothing says how well the model does there."];
    }

    private static string Number(int index) => index.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string? Sentence(string? start, string end) => start == null ? null : char.ToUpperInvariant(start[0]) + start[1..] + end + ".";

    private static int[] Lacking(int[] counts) => [.. Enumerable.Range(0, counts.Length).Where(label => counts[label] == 0)];

    /// <summary>Whether each class comes in one run. Few samples may do so by chance.</summary>
    private static bool IsSorted(ReadOnlySpan<int> labels, int[] counts)
    {
        int runs = 1;
        for (int i = 1; i < labels.Length; i++)
        {
            if (labels[i] != labels[i - 1]) runs++;
        }

        int classes = counts.Count(count => count > 0);
        return runs == classes && labels.Length >= 4 * classes;
    }

    private static IEnumerable<string?> OfFeatures(LayerInfo first, ReadOnlySpan<float> parameters, Dataset training, string one, string all)
    {
        // A place of an image, or of a series, cannot be left out or scaled alone.
        if (training.Count < 2 || first.InputShape.Count > 1) return [];

        var (deviations, ranges) = Spread(training);
        int[] constant = [.. Enumerable.Range(0, ranges.Length).Where(feature => ranges[feature] == 0)];
        bool standardises = first.Tensors.Any(tensor => tensor.Role == TensorRole.Scale);
        return [OfConstant(training, constant, one, all), standardises ? OfStandardizing(first, parameters) : OfScales(training, deviations, ranges)];
    }

    private static string? OfStandardizing(LayerInfo layer, ReadOnlySpan<float> parameters)
    {
        foreach (var tensor in layer.Tensors)
        {
            if (parameters.Slice(tensor.Offset, tensor.Length).ContainsAnyExcept(tensor.Role == TensorRole.Mean ? 0 : 1)) return null;
        }

        return $"The layer '{layer.Name}' has means of 0 and scales of 1, and leaves the features as they are; call Standardizer.Fit(model, training) first.";
    }

    private static string? OfConstant(Dataset training, int[] constant, string one, string all) => constant.Length switch
    {
        0 => null,
        1 => Invariant($"Feature {training.NameOfFeature(constant[0])} is {training.Samples.Span[constant[0]]} in every {one}, so nothing can be learned from it; leave it out."),
        _ => $"{constant.Length} features have one value each in all {all}, so nothing can be learned from them; leave them out: {Listed(constant, training.NameOfFeature)}.",
    };

    /// <summary>
    /// The deviation alone would call every feature that is nearly always 0 too small, such as the pixels in the corner of an image or a rare category. Their range says
    /// that they are not.
    /// </summary>
    private static string? OfScales(Dataset training, double[] deviations, double[] ranges)
    {
        int large = Array.IndexOf(deviations, deviations.Max());
        int[] small = [.. Enumerable.Range(0, ranges.Length).Where(feature =>
            ranges[feature] > 0 && deviations[large] > ScaleFactor * deviations[feature] && ranges[large] > ScaleFactor * ranges[feature])];
        if (small.Length == 0) return null;

        int smallest = small.MinBy(feature => deviations[feature]);
        return Invariant($"The features are of very different scales: feature {training.NameOfFeature(large)} has a deviation of {deviations[large]:G3}, and feature ")
            + Invariant($"{training.NameOfFeature(smallest)} one of {deviations[smallest]:G3}. Put [Standardize({training.Features})] before the first layer, and call Standardizer.Fit(model, training) first.");
    }

    /// <summary>The standard deviation and the range of each feature. The first sample is taken from all others, so that large values with small differences lose nothing.</summary>
    private static (double[] Deviations, double[] Ranges) Spread(Dataset data)
    {
        var samples = data.Samples.Span;
        var first = samples[..data.Features];
        double[] sums = new double[data.Features], squares = new double[data.Features], lowest = new double[data.Features], highest = new double[data.Features];
        for (int start = data.Features; start < samples.Length; start += data.Features)
        {
            for (int feature = 0; feature < first.Length; feature++)
            {
                double value = (double)samples[start + feature] - first[feature];
                sums[feature] += value;
                squares[feature] += value * value;
                lowest[feature] = Math.Min(lowest[feature], value);
                highest[feature] = Math.Max(highest[feature], value);
            }
        }

        double[] deviations = [.. sums.Zip(squares, (sum, square) => Math.Sqrt(Math.Max(0, square / data.Count - sum / data.Count * (sum / data.Count))))];
        return (deviations, [.. highest.Zip(lowest, (high, low) => high - low)]);
    }

    private static string? OfWarmUp(LearningRate schedule, long steps) => schedule.WarmUpSteps(steps) > steps
        ? Invariant($"The warm-up has {schedule.WarmUp} steps and the training {steps}, so the learning rate ends at {schedule.At(steps - 1, steps):G3} and never reaches {schedule.Rate}. Take a shorter warm-up, such as a share of all steps (WithWarmUp(0.1)), or more epochs.")
        : null;

    private static string? OfFall(LearningRate schedule, long steps) => !schedule.IsConstant && steps - schedule.WarmUpSteps(steps) > 1 && schedule.At(steps - 1, steps) == schedule.Rate
        ? Invariant($"The schedule {schedule} stays at {schedule.Rate} for all {steps} steps of the training, as LearningRate.Constant does. Let it fall earlier, or take more epochs.")
        : null;

    private static string Names(int[] labels, Func<int, string> name) => $"{(labels.Length == 1 ? "class" : "the classes")} {Listed(labels, name)}";

    private static string Listed(int[] numbers, Func<int, string> name)
    {
        string[] names = [.. numbers.Take(Named).Select(name)];
        return numbers.Length > Named ? $"{string.Join(", ", names)} and {numbers.Length - Named} more"
            : names.Length > 1 ? $"{string.Join(", ", names[..^1])} and {names[^1]}"
            : names[0];
    }
}
