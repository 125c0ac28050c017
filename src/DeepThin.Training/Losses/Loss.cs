namespace DeepThin.Training;

/// <summary>What a training makes small: the mean over the samples of how far the predictions are from what is known.</summary>
public abstract class Loss
{
    private static readonly CrossEntropyLoss Usual = new(smoothing: 0.1);

    private protected Loss()
    {
    }

    /// <summary>The cross-entropy, for samples with labels.</summary>
    public static CrossEntropyLoss CrossEntropy { get; } = new(smoothing: 0);

    /// <summary>The mean square error, for samples with targets.</summary>
    public static MeanSquareLoss MeanSquare { get; } = new();

    /// <summary>
    /// The cross-entropy with smoothed labels, for samples with labels: all classes share a part of the known distribution, so that a model gains nothing by
    /// being ever more certain. Samples that are not trained on are judged by the cross-entropy with their labels as they are.
    /// </summary>
    /// <param name="smoothing">ε, the part that all classes share, 0 to below 1, such as 0.1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The smoothing is out of its range.</exception>
    public static CrossEntropyLoss Smoothed(double smoothing) => new(smoothing);

    /// <summary>
    /// Distillation: the model learns what a trained one predicts, besides the labels; for samples with labels. The teacher predicts the training
    /// samples once, before the first epoch; its predictions, 4 bytes for each class of each sample, are kept as long as both this loss and the
    /// dataset are, and serve every later training with the two. A teacher that was trained further needs a new loss.
    /// </summary>
    /// <param name="teacher">The teacher, whose last activation is Identity (logits) or LogSoftmax; any model with the inputs and outputs of the trained one.</param>
    /// <param name="temperature">The temperature T, 0.01 to 100: the higher, the more the improbable classes count. Between 1 and 10 for most.</param>
    /// <param name="weight">The weight λ of the teacher, 0 to 1; the labels have the rest.</param>
    /// <typeparam name="TTeacher">The teacher's type.</typeparam>
    /// <exception cref="ArgumentException">A number is out of its range, or the teacher has another last activation.</exception>
    public static DistillationLoss Distillation<TTeacher>(TTeacher teacher, double temperature, double weight)
        where TTeacher : class, IModel<TTeacher>
    {
        ArgumentNullException.ThrowIfNull(teacher);
        return Taught([teacher], nameof(teacher), temperature, weight);
    }

    /// <summary>Distillation with several teachers, such as networks that were trained with different seeds: the mean of their logits counts, which is better than any of them.</summary>
    /// <param name="teachers">The teachers, one or more, as for <see cref="Distillation{TTeacher}(TTeacher, double, double)"/>.</param>
    /// <param name="temperature">The temperature T, 0.01 to 100.</param>
    /// <param name="weight">The weight λ of the teachers, 0 to 1.</param>
    /// <typeparam name="TTeacher">The teachers' type.</typeparam>
    /// <exception cref="ArgumentException">There is no teacher, a number is out of its range, or the teachers have another last activation.</exception>
    public static DistillationLoss Distillation<TTeacher>(IReadOnlyList<TTeacher> teachers, double temperature, double weight)
        where TTeacher : class, IModel<TTeacher>
    {
        ArgumentNullException.ThrowIfNull(teachers);
        if (teachers.Count == 0 || teachers.Contains(null!)) throw new ArgumentException("Give one teacher or more, and none that is null.", nameof(teachers));
        return Taught([.. teachers], nameof(teachers), temperature, weight);
    }

    /// <summary>Distillation with the predictions of a teacher from elsewhere.</summary>
    /// <param name="teacherLogits">The teacher's logits (or log-probabilities) of the training samples, in their order: samples × classes finite values.</param>
    /// <param name="temperature">The temperature T, 0.01 to 100.</param>
    /// <param name="weight">The weight λ of the teacher, 0 to 1.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public static DistillationLoss Distillation(ReadOnlyMemory<float> teacherLogits, double temperature, double weight) =>
        new(new GivenTeacher(teacherLogits), temperature, weight);

    /// <summary>The loss and its constants, as a checkpoint keeps them.</summary>
    public abstract override string ToString();

    /// <summary>The loss that judges the model by samples that it is not trained on.</summary>
    internal virtual Loss Plain => this;

    /// <summary>The loss that fits the samples. Smoothed labels gave compressed and uncompressed networks fewer errors: see docs/training.md.</summary>
    internal static Loss For(Dataset data) => data.HasLabels ? Usual : MeanSquare;

    /// <summary>Why the loss cannot be computed for the samples; null if it can.</summary>
    internal abstract string? Fault(Dataset data);

    /// <summary>Why the loss cannot be computed for outputs that went through the activation; null if it can.</summary>
    internal abstract string? Fault(Activation last);

    /// <summary>The training samples, with what a teacher says of them if the loss has one.</summary>
    internal virtual Dataset Prepare(Dataset training, int threads, CancellationToken cancellationToken) => training;

    /// <summary>The number of summands that the mean over some samples is taken of.</summary>
    internal abstract long Terms(int samples, int outputs);

    /// <summary>The sum over the samples of a panel; the gradients, times scale, are written to it.</summary>
    internal abstract double Sum(PredictedPanel panel, Activation activation, float scale);

    private static DistillationLoss Taught<TTeacher>(TTeacher[] teachers, string parameter, double temperature, double weight)
        where TTeacher : class, IModel<TTeacher>
    {
        if (DistillationLoss.Fault(TTeacher.Info.Layers[^1].Activation, "a teacher", $"that of {TTeacher.Info.Name}") is { } fault) throw new ArgumentException(fault, parameter);
        return new(new ModelTeacher<TTeacher>(teachers), temperature, weight);
    }
}
