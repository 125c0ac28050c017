using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// The distributions over classes that a model's outputs stand for, in double precision. Logits are normalised; probabilities and their logarithms are taken as
/// they are, unless a temperature changes them.
/// </summary>
internal readonly ref struct ClassDistributions
{
    /// <summary>The largest −log p of a probability that a float holds: it counts as at least 2⁻¹²⁶, the smallest normal float, as in <see cref="CrossEntropyLoss"/>.</summary>
    private const double MostOfProbability = 87.336544750553102;

    private const double SumTolerance = 0.01;

    private readonly ReadOnlySpan<float> _outputs;
    private readonly int _width;
    private readonly Activation _activation;
    private readonly double _temperature;

    // log Σ exp of each sample; empty where the outputs are distributions.
    private readonly double[] _normalizers;

    private ClassDistributions(ReadOnlySpan<float> outputs, int count, Activation activation, double temperature)
    {
        _outputs = outputs;
        Count = count;
        _width = outputs.Length / count;
        Classes = ClassOutputs.Count(_width);
        _activation = activation;
        _temperature = temperature;
        _normalizers = [];
        if (temperature != 1 || activation == Activation.Identity) _normalizers = Normalizers();
    }

    public int Count { get; }

    public int Classes { get; }

    /// <summary>Whether the outputs are probabilities, in which a small one may have become 0.</summary>
    private bool IsRounded => _activation is Activation.Softmax or Activation.Sigmoid;

    /// <summary>Checks outputs and labels, and takes the distributions.</summary>
    /// <param name="outputs">The outputs one sample after the other.</param>
    /// <param name="labels">The class of each sample.</param>
    /// <param name="activation">What the outputs went through.</param>
    /// <param name="temperature">The temperature, 0.01 to 100.</param>
    /// <param name="outputsFrom">The parameter through which the outputs came.</param>
    public static ClassDistributions Of(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, Activation activation, double temperature, string outputsFrom = "outputs")
    {
        ModelPredictions.CheckTemperature(temperature);
        if (labels.IsEmpty || outputs.IsEmpty || outputs.Length % labels.Length != 0)
        {
            throw new ArgumentException(Invariant($"{outputs.Length} outputs are not a whole number of outputs for each of {labels.Length} labels, and at least 1."), outputsFrom);
        }

        int width = outputs.Length / labels.Length;
        if (ClassOutputs.Fault("what gave the outputs", width, activation) is { } fault) throw new ArgumentException(fault, nameof(activation));
        ClassLabels.Check(labels, ClassOutputs.Count(width), nameof(labels));
        for (int i = 0; i < labels.Length; i++)
        {
            if (Fault(outputs.Slice(i * width, width), activation) is { } why) throw new ArgumentException(Invariant($"Sample {i} has no classes that can be judged: {why}."), outputsFrom);
        }

        return new(outputs, labels.Length, activation, temperature);
    }

    /// <summary>The class of the largest output, whatever the temperature; the lowest one of several.</summary>
    public int Predicted(int sample) => ClassOutputs.Best(_outputs.Slice(sample * _width, _width));

    public double Probability(int sample, int label)
    {
        if (_normalizers.Length > 0) return Math.Exp(LogProbability(sample, label));
        double output = _width == 1 ? _outputs[sample] : _outputs[sample * _width + label];
        return _activation switch
        {
            Activation.Sigmoid => label == 1 ? output : 1 - output,
            Activation.Softmax => output,
            _ => Math.Exp(output),
        };
    }

    /// <summary>−log p of a class, in nats.</summary>
    public double Loss(int sample, int label)
    {
        double loss = -LogProbability(sample, label);
        return IsRounded ? Math.Min(loss, MostOfProbability) : loss;
    }

    /// <summary>What the temperature divides: logits, or logarithms of probabilities, which are logits as well.</summary>
    public double Logit(int sample, int label)
    {
        double output = _width == 1 ? _outputs[sample] : _outputs[sample * _width + label];
        return _activation switch
        {
            Activation.Sigmoid => Math.Log(label == 1 ? output : 1 - output),
            Activation.Softmax => Math.Log(output),
            _ => output,
        };
    }

    private double LogProbability(int sample, int label) =>
        _normalizers.Length > 0 ? Logit(sample, label) / _temperature - _normalizers[sample] : Logit(sample, label);

    private double[] Normalizers()
    {
        double[] normalizers = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            double max = Logit(i, Predicted(i)) / _temperature, sum = 0;
            for (int c = 0; c < Classes; c++) sum += Math.Exp(Logit(i, c) / _temperature - max);
            normalizers[i] = max + Math.Log(sum);
        }

        return normalizers;
    }

    private static string? Fault(ReadOnlySpan<float> outputs, Activation activation)
    {
        if (ClassOutputs.Best(outputs) == ClassOutputs.NoClass) return ClassOutputs.WhyNone(outputs);
        if (activation == Activation.Identity) return null;

        double sum = 0, most = activation == Activation.Sigmoid ? 1 : 1 + SumTolerance;
        string what = activation == Activation.LogSoftmax ? "logarithm of a probability" : "probability";
        foreach (float output in outputs)
        {
            double probability = activation == Activation.LogSoftmax ? Math.Exp(output) : output;
            if (probability < 0 || probability > most) return Invariant($"an output is {output}, which is no {what}; for logits, give Activation.Identity");
            sum += probability;
        }

        return activation == Activation.Sigmoid || Math.Abs(sum - 1) <= SumTolerance
            ? null
            : Invariant($"the sum of its probabilities is {sum:0.####}, and must be 1; for logits, give Activation.Identity");
    }
}
