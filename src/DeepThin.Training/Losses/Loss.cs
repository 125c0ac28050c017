using System.Numerics.Tensors;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// What a training makes small: the mean over the samples of how far the predictions are from what is known. Samples with weights count as often as these say. A
/// loss of your own derives from this class; <see cref="GradientError"/> tests its gradient.
/// </summary>
public abstract class Loss
{
    private static readonly CrossEntropyLoss Usual = new(smoothing: 0.1);

    /// <summary>For a loss of your own: what is left to write is its text, and <see cref="Sum"/>.</summary>
    protected Loss()
    {
    }

    /// <summary>The cross-entropy, for samples with labels.</summary>
    public static CrossEntropyLoss CrossEntropy { get; } = new(smoothing: 0);

    /// <summary>The mean square error, for samples with targets.</summary>
    public static MeanSquareLoss MeanSquare { get; } = new();

    /// <summary>The mean absolute error, for samples with targets: large errors count less than with <see cref="MeanSquare"/>.</summary>
    public static MeanAbsoluteLoss MeanAbsolute { get; } = new();

    /// <summary>
    /// The binary cross-entropy: for labels of two classes and a model with a single Sigmoid output, the probability of class 1; or for samples with targets of 0 to 1,
    /// each of which is the probability of a label of its own, of which a sample may have several.
    /// </summary>
    public static BinaryCrossEntropyLoss BinaryCrossEntropy { get; } = new();

    /// <summary>The loss of Huber, for samples with targets: the square of small errors, and along a line for larger ones.</summary>
    /// <param name="delta">δ, where the line begins, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">δ is not above 0.</exception>
    public static HuberLoss Huber(double delta = 1) => new(delta);

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

    /// <summary>
    /// Connectionist temporal classification (Graves et al., 2006), for sequences with labels whose places are not known: −ln of the probability of all ways to say them. The model has an
    /// output for each class, the blank among them, and <see cref="DeepThin.Ctc"/> makes labels of its outputs.
    /// </summary>
    /// <param name="blank">The class that stands for no label.</param>
    /// <exception cref="ArgumentOutOfRangeException">The blank is below 0.</exception>
    public static CtcLoss Ctc(int blank = 0) => new(blank);

    /// <summary>The weighted sum of the losses of outputs, for a model that has several: see <see cref="OutputsLoss"/>.</summary>
    /// <param name="outputs">The loss of each output that is trained.</param>
    /// <exception cref="ArgumentException">There is none, one is null, or an output has two.</exception>
    public static OutputsLoss OfOutputs(params OutputLoss[] outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return new(outputs);
    }

    /// <summary>The loss and its constants, as a checkpoint keeps them: a training resumes only with the same text.</summary>
    public abstract override string ToString();

    /// <summary>The loss that judges the model by samples that it is not trained on; the same unless it says otherwise.</summary>
    public virtual Loss Plain => this;

    /// <summary>
    /// How far the gradient that the loss gives is from that of differences, as a share of the largest one: about 1e-3 where it is right, and 0.1 or more where it
    /// is wrong. For tests of a loss of your own.
    /// </summary>
    /// <param name="data">What is known of the samples; only labels, targets and weights count.</param>
    /// <param name="outputs">What a model would predict, samples × outputs values; away from places where the loss has a corner.</param>
    /// <param name="activation">The last activation of the model.</param>
    /// <exception cref="ArgumentException">The outputs do not fit the samples, or the loss refuses the samples or the activation.</exception>
    public double GradientError(Dataset data, ReadOnlySpan<float> outputs, Activation activation = Activation.Identity)
    {
        ArgumentNullException.ThrowIfNull(data);
        int count = Outputs(data);
        if ((Fault(data) ?? Fault(activation)) is { } fault) throw new ArgumentException(fault, nameof(data));
        if (outputs.Length != (long)data.Count * count)
        {
            throw new ArgumentException(Invariant($"There are {outputs.Length} outputs for {data.Count} samples; there must be {data.Count} × {count} = {(long)data.Count * count}."), nameof(outputs));
        }

        const double Step = 1e-3;
        float[] values = outputs.ToArray(), gradients = new float[values.Length], unused = new float[values.Length];
        WeightedSum(Panel(data, values, gradients), activation, 1);
        double largest = Math.Max(Math.Abs(TensorPrimitives.MaxMagnitude<float>(gradients)), 1e-6), worst = 0;
        for (int i = 0; i < values.Length; i++)
        {
            float value = values[i], above = (float)(value + Step * Math.Max(1, Math.Abs(value))), below = (float)(value - Step * Math.Max(1, Math.Abs(value)));
            values[i] = above;
            double sum = WeightedSum(Panel(data, values, unused), activation, 1);
            values[i] = below;
            double slope = (sum - WeightedSum(Panel(data, values, unused), activation, 1)) / ((double)above - below);
            values[i] = value;
            worst = Math.Max(worst, Math.Abs(gradients[i] - slope) / largest);
        }

        return worst;
    }

    /// <summary>The outputs that a model for the samples has.</summary>
    /// <param name="data">The samples.</param>
    protected internal virtual int Outputs(IDataSource data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.Outputs;
    }

    /// <summary>Why the loss cannot be computed for the samples, in a sentence that says what would work; null if it can.</summary>
    /// <param name="data">The samples.</param>
    protected internal virtual string? Fault(IDataSource data) => null;

    /// <summary>Why the loss cannot be computed for outputs that went through the activation, in a sentence that says what would work; null if it can.</summary>
    /// <param name="last">The last activation of the model.</param>
    protected internal virtual string? Fault(Activation last) => null;

    /// <summary>The number of summands that the mean over some samples is taken of; the number of samples unless it says otherwise.</summary>
    /// <param name="samples">The number of samples.</param>
    /// <param name="outputs">The outputs of the model.</param>
    protected internal virtual long Terms(int samples, int outputs) => samples;

    /// <summary>The sum over the samples of a panel; the gradients, times scale, are written to it. Several threads call it at once.</summary>
    /// <param name="panel">The samples.</param>
    /// <param name="activation">The last activation of the model, which the outputs went through.</param>
    /// <param name="scale">What the gradients are multiplied with; the sum is not.</param>
    protected internal abstract double Sum(PredictedPanel panel, Activation activation, float scale);

    /// <summary>The loss that fits the samples. Smoothed labels gave compressed and uncompressed networks fewer errors: see docs/accuracy.md.</summary>
    internal static Loss For(IDataSource data, int outputs) => data is SequenceTerms { Data.Goal: SequenceGoal.Labellings } ? Ctc() : !data.HasLabels ? MeanSquare : outputs == 1 && data.Outputs == 2 ? BinaryCrossEntropy : Usual;

    /// <summary>Whether the loss takes the known class of a sample, and no targets.</summary>
    internal virtual bool TakesLabels => false;

    /// <summary>Why the loss cannot be computed for what a model gives, in a sentence that says what would work; null if it can.</summary>
    internal virtual string? Fault(ModelInfo model) => model.Outputs.Count == 1
        ? Fault(model.OutputActivation)
        : $"{model.Name} has {model.Outputs.Count} outputs ({string.Join(", ", model.Outputs.Select(output => output.Name))}), and {this} is the loss of one; give each a loss with Loss.OfOutputs.";

    /// <summary>Why the loss cannot be computed for the targets of a sample; null if it can.</summary>
    internal virtual string? FaultOfTargets(ReadOnlySpan<float> targets, int sample) => null;

    /// <summary>What a teacher says of the training samples: the log-probabilities of their classes, Count × Outputs values; empty where the loss has none.</summary>
    internal virtual ReadOnlyMemory<float> AskTeacher(IDataSource training, int threads, CancellationToken cancellationToken) => default;

    /// <summary>The same as <see cref="Sum"/>, each sample with its weight.</summary>
    internal double WeightedSum(PredictedPanel panel, Activation activation, float scale)
    {
        if (panel.Weights.IsEmpty) return Sum(panel, activation, scale);

        double sum = 0;
        for (int i = 0; i < panel.Weights.Length; i++) sum += panel.Weights[i] * Sum(panel.Sample(i), activation, panel.Weights[i] * scale);
        return sum;
    }

    private static PredictedPanel Panel(Dataset data, ReadOnlySpan<float> outputs, Span<float> gradients) => new()
    {
        Samples = data.Count,
        Outputs = outputs,
        Labels = data.Labels.Span,
        Targets = data.Targets.Span,
        Weights = data.Weights.Span,
        Gradients = gradients,
    };

    private static DistillationLoss Taught<TTeacher>(TTeacher[] teachers, string parameter, double temperature, double weight)
        where TTeacher : class, IModel<TTeacher>
    {
        if (DistillationLoss.Fault(TTeacher.Info.OutputActivation, "a teacher", $"that of {TTeacher.Info.Name}") is { } fault) throw new ArgumentException(fault, parameter);
        return new(new ModelTeacher<TTeacher>(teachers), temperature, weight);
    }
}
