using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// Distillation (Hinton, Vinyals and Dean, 2015, arXiv:1503.02531): λ·T²·KL(q ‖ p) + (1 − λ)·cross-entropy with the labels, where
/// q = softmax(teacher's logits / T), p = softmax(logits / T), KL(q ‖ p) = Σ q·(log q − log p), T is the temperature and λ the weight of the teacher.
/// The gradient with respect to the logits is λ·T·(p − q) + (1 − λ)·(softmax(logits) − e[c]). Log-probabilities are logits as well: the last
/// activation is <see cref="Activation.Identity"/> or <see cref="Activation.LogSoftmax"/>, of the model and of the teacher.
/// Samples that are not trained on are judged by the cross-entropy with their labels alone.
/// <para>
/// <see cref="WithCtc"/> takes the place of the cross-entropy where the labels of sequences have no places: of a sequence λ·T²·Σₜ KL(qₜ ‖ pₜ) + (1 − λ)·<see cref="CtcLoss"/>, with the sum over its
/// steps. The classes of steps are independent of each other there, so that at T = 1 the sum is the divergence of the ways that the model goes from those that the teacher goes.
/// </para>
/// </summary>
public sealed class DistillationLoss : Loss
{
    private const double LeastTemperature = 0.01;
    private const double MostTemperature = 100;

    /// <summary>The samples that a teacher predicts between two looks at the cancellation.</summary>
    private const int SamplesAtOnce = 4096;

    /// <summary>The classes that are computed at a time.</summary>
    private const int BlockLength = 256;

    private readonly Teacher _teacher;

    // The loss of labels without places; null for one label of each sample.
    private readonly CtcLoss? _ctc;

    // The teacher predicts a dataset once, however often it is trained on; what it said goes with the dataset.
    private readonly ConditionalWeakTable<IDataSource, float[]> _taught = [];

    internal DistillationLoss(Teacher teacher, double temperature, double weight, CtcLoss? ctc = null)
    {
        CheckNumbers(temperature, weight);
        (_teacher, _ctc) = (teacher, ctc);
        Temperature = temperature;
        Weight = weight;
    }

    /// <summary>T.</summary>
    public double Temperature { get; }

    /// <summary>λ, the part of the teacher.</summary>
    public double Weight { get; }

    /// <inheritdoc/>
    public override Loss Plain => _ctc ?? (Loss)CrossEntropy;

    /// <summary>
    /// The same teacher for sequences with labels whose places are not known: <see cref="Loss.Ctc"/> takes the place of the cross-entropy, and the teacher is asked about each step of a sequence. The
    /// teacher has the classes of the model, the same blank among them.
    /// </summary>
    /// <param name="blank">The class that stands for no label.</param>
    /// <exception cref="ArgumentOutOfRangeException">The blank is below 0.</exception>
    public DistillationLoss WithCtc(int blank = 0) => new(_teacher, Temperature, Weight, Ctc(blank));

    /// <inheritdoc/>
    public override string ToString() => Invariant($"Distillation({_teacher.Name}, Temperature: {Temperature}, Weight: {Weight}{(_ctc == null ? "" : $", {_ctc}")})");

    /// <summary>The mean over samples, and its gradient with respect to the outputs.</summary>
    /// <param name="outputs">The model's outputs, samples × classes values.</param>
    /// <param name="teacherLogits">The teacher's outputs for the same samples.</param>
    /// <param name="labels">The class of each sample, 0 to classes − 1.</param>
    /// <param name="activation">The model's last activation: Identity or LogSoftmax.</param>
    /// <param name="temperature">T, 0.01 to 100.</param>
    /// <param name="weight">λ, 0 to 1.</param>
    /// <param name="gradients">Receives the gradient, samples × classes values.</param>
    /// <exception cref="ArgumentException">A length, a label, a number or the activation is not as said.</exception>
    public static double Mean(
        ReadOnlySpan<float> outputs,
        ReadOnlySpan<float> teacherLogits,
        ReadOnlySpan<int> labels,
        Activation activation,
        double temperature,
        double weight,
        Span<float> gradients)
    {
        CheckNumbers(temperature, weight);
        if (Fault(activation, "a model", "it") is { } fault) throw new ArgumentException(fault, nameof(activation));

        CrossEntropyLoss.CheckArguments(outputs, labels, gradients);
        if (teacherLogits.Length != outputs.Length)
        {
            throw new ArgumentException(Invariant($"There are {outputs.Length} outputs, and {teacherLogits.Length} of the teacher; there must be as many."), nameof(teacherLogits));
        }

        float[] logProbabilities = new float[teacherLogits.Length];
        LogSoftmax(teacherLogits, outputs.Length / labels.Length, temperature, logProbabilities);
        return Sum(outputs, logProbabilities, labels, activation, temperature, weight, 1f / labels.Length, gradients) / labels.Length;
    }

    /// <inheritdoc/>
    protected internal override string? Fault(IDataSource data) =>
        (_ctc == null ? Refusal.Unless(data.HasLabels, $"Distillation needs samples with labels, and these have targets; use Dataset.WithLabels.") : _ctc.Fault(data)) ?? _teacher.Fault(data);

    /// <inheritdoc/>
    protected internal override string? Fault(Activation last) => Fault(last, "a model", "it");

    internal override ReadOnlyMemory<float> AskTeacher(IDataSource training, int threads, CancellationToken cancellationToken)
    {
        if (_taught.TryGetValue(training, out float[]? taught)) return taught;

        float[] predictions = Predictions(training, threads, cancellationToken);
        return _taught.GetValue(training, _ => predictions);
    }

    /// <inheritdoc/>
    protected internal override long Terms(int samples, int outputs) => samples;

    /// <inheritdoc/>
    protected internal override double Sum(PredictedPanel panel, Activation activation, float scale)
    {
        if (_ctc == null) return Sum(panel.Outputs, panel.TeacherLogProbabilities, panel.Labels, activation, Temperature, Weight, scale, panel.Gradients);

        double divergence = 0, ofLabels = _ctc.Sum(panel, activation, (float)((1 - Weight) * scale));
        int classes = panel.Outputs.Length / panel.Samples;
        for (int i = 0; i < panel.Outputs.Length; i += classes)
        {
            divergence += AddDivergence(
                panel.Outputs.Slice(i, classes), panel.TeacherLogProbabilities.Slice(i, classes), (float)(1 / Temperature), (float)(Weight * Temperature * scale), panel.Gradients.Slice(i, classes));
        }

        return Weight * Temperature * Temperature * divergence + (1 - Weight) * ofLabels;
    }

    /// <summary>Why log-probabilities do not follow from outputs of an activation by a log-softmax; null if they do.</summary>
    internal static string? Fault(Activation last, string what, string whose) => Refusal.Unless(
        last is Activation.Identity or Activation.LogSoftmax,
        $"Distillation needs {what} whose last activation is Identity (logits) or LogSoftmax, and {whose} is {last}.");

    /// <summary>log q of every sample, or of every step where labels have no places.</summary>
    private float[] Predictions(IDataSource training, int threads, CancellationToken cancellationToken)
    {
        int classes = training.Outputs;
        long predicted = Teacher.PredictionsOf(training);
        if (predicted * classes > Array.MaxLength)
        {
            throw new ArgumentException(
                Invariant($"The teacher's predictions of {predicted} samples of {classes} classes do not fit one array; train on fewer samples."), nameof(training));
        }

        float[] predictions = new float[predicted * classes];
        for (int first = 0; first < predicted; first += SamplesAtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = (int)Math.Min(SamplesAtOnce, predicted - first);
            var part = predictions.AsSpan(first * classes, count * classes);
            _teacher.Predict(training, first, count, threads, part);
            if (FiniteFault(part, first, classes) is { } fault) throw new ArgumentException(fault, nameof(training));

            LogSoftmax(part, classes, Temperature, part);
        }

        return predictions;
    }

    private string? FiniteFault(ReadOnlySpan<float> logits, int first, int classes)
    {
        if (TensorPrimitives.IsFiniteAll(logits)) return null;

        int at = 0;
        while (float.IsFinite(logits[at])) at++;
        return Invariant($"The teacher {_teacher.Name} gives {logits[at]} for class {at % classes} of sample {first + at / classes}; every value must be finite.");
    }

    private static double Sum(
        ReadOnlySpan<float> outputs,
        ReadOnlySpan<float> teacher,
        ReadOnlySpan<int> labels,
        Activation activation,
        double temperature,
        double weight,
        float scale,
        Span<float> gradients)
    {
        int classes = outputs.Length / labels.Length;
        double divergence = 0, crossEntropy = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            var y = outputs.Slice(i * classes, classes);
            var gradient = gradients.Slice(i * classes, classes);
            crossEntropy += CrossEntropyLoss.OfSample(y, labels[i], activation, smoothing: 0, (float)((1 - weight) * scale), gradient);
            divergence += AddDivergence(y, teacher.Slice(i * classes, classes), (float)(1 / temperature), (float)(weight * temperature * scale), gradient);
        }

        return weight * temperature * temperature * divergence + (1 - weight) * crossEntropy;
    }

    /// <summary>KL(q ‖ p); scale·(p − q) is added to the gradient.</summary>
    private static double AddDivergence(ReadOnlySpan<float> y, ReadOnlySpan<float> logQ, float inverseTemperature, float scale, Span<float> gradient)
    {
        Span<float> logs = stackalloc float[BlockLength], q = stackalloc float[BlockLength];
        float max = TensorPrimitives.Max(y);
        float logTotal = (float)LogTotal(y, max, inverseTemperature, logs);
        double sum = 0;
        for (int start = 0; start < y.Length; start += BlockLength)
        {
            int length = Math.Min(BlockLength, y.Length - start);
            var log = logs[..length];
            var part = q[..length];
            Shift(y.Slice(start, length), max, inverseTemperature, log);
            TensorPrimitives.Subtract(log, logTotal, log);
            TensorPrimitives.Exp(logQ.Slice(start, length), part);
            for (int i = 0; i < length; i++) sum += part[i] * ((double)logQ[start + i] - log[i]);
            TensorPrimitives.Exp(log, log);
            TensorPrimitives.Subtract(log, part, part);
            TensorPrimitives.MultiplyAdd(part, scale, gradient.Slice(start, length), gradient.Slice(start, length));
        }

        return sum;
    }

    /// <summary>log softmax(y / T) of each sample; in place too.</summary>
    private static void LogSoftmax(ReadOnlySpan<float> outputs, int classes, double temperature, Span<float> logProbabilities)
    {
        Span<float> block = stackalloc float[BlockLength];
        for (int i = 0; i < outputs.Length; i += classes)
        {
            var y = outputs.Slice(i, classes);
            var log = logProbabilities.Slice(i, classes);
            float max = TensorPrimitives.Max(y), inverse = (float)(1 / temperature);
            float logTotal = (float)LogTotal(y, max, inverse, block);
            Shift(y, max, inverse, log);
            TensorPrimitives.Subtract(log, logTotal, log);
        }
    }

    /// <summary>log Σ exp((y − max) / T).</summary>
    private static double LogTotal(ReadOnlySpan<float> y, float max, float inverseTemperature, Span<float> block)
    {
        double total = 0;
        for (int start = 0; start < y.Length; start += BlockLength)
        {
            var part = block[..Math.Min(BlockLength, y.Length - start)];
            Shift(y.Slice(start, part.Length), max, inverseTemperature, part);
            TensorPrimitives.Exp(part, part);
            foreach (float value in part) total += value;
        }

        return Math.Log(total);
    }

    /// <summary>(y − max) / T.</summary>
    private static void Shift(ReadOnlySpan<float> y, float max, float inverseTemperature, Span<float> shifted)
    {
        TensorPrimitives.Subtract(y, max, shifted);
        TensorPrimitives.Multiply(shifted, inverseTemperature, shifted);
    }

    private static void CheckNumbers(double temperature, double weight)
    {
        if (!(temperature is >= LeastTemperature and <= MostTemperature))
        {
            throw new ArgumentOutOfRangeException(
                nameof(temperature), temperature, Invariant($"The temperature is {LeastTemperature} to {MostTemperature}, such as 4; 1 leaves the teacher's probabilities as they are."));
        }

        if (!(weight is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "The weight of the teacher is 0 to 1, such as 0.9; the rest is that of the labels.");
        }
    }
}
