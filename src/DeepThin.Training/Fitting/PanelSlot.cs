using DeepThin.Runtime;

namespace DeepThin.Training;

/// <summary>The memory in which one panel of samples at a time goes through the model, and what the panels of a step have added up.</summary>
internal sealed class PanelSlot
{
    private readonly Dataset _data;
    private readonly AlignedBuffer _inputs;
    private readonly AlignedBuffer _outputs;
    private readonly AlignedBuffer _outputGradients;
    private readonly AlignedBuffer _targets;
    private readonly AlignedBuffer _teacher;
    private readonly int[] _labels;
    private readonly float[] _weights;
    private readonly int _modelOutputs;

    /// <summary>Allocates the memory.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="outputs">The outputs of the model.</param>
    /// <param name="panelSize">The most samples of a panel.</param>
    /// <param name="traceLength">The floats of a trace; 0 when nothing is trained.</param>
    public PanelSlot(Dataset data, int outputs, int panelSize, int traceLength)
    {
        (_data, _modelOutputs) = (data, outputs);
        _inputs = new AlignedBuffer(panelSize * data.Features);
        _outputs = new AlignedBuffer(panelSize * outputs);
        _outputGradients = new AlignedBuffer(panelSize * outputs);
        _targets = new AlignedBuffer(data.Targets.IsEmpty ? 0 : panelSize * data.Outputs);
        _teacher = new AlignedBuffer(data.TeacherLogProbabilities.IsEmpty ? 0 : panelSize * data.Outputs);
        _labels = new int[data.HasLabels ? panelSize : 0];
        _weights = new float[data.Weights.IsEmpty ? 0 : panelSize];
        Trace = new AlignedBuffer(traceLength);
    }

    public AlignedBuffer Trace { get; }

    /// <summary>The sum of the losses of the slot's samples.</summary>
    public double LossSum { get; set; }

    /// <summary>The number of the slot's samples whose class was predicted.</summary>
    public long Correct { get; set; }

    public ReadOnlySpan<float> InputsOf(int samples) => _inputs.Span[..(samples * _data.Features)];

    public Span<float> OutputsOf(int samples) => _outputs.Span[..(samples * _modelOutputs)];

    public Span<float> OutputGradientsOf(int samples) => _outputGradients.Span[..(samples * _modelOutputs)];

    /// <summary>The panel as a loss sees it.</summary>
    public PredictedPanel PredictionsOf(int samples) => new()
    {
        Outputs = OutputsOf(samples),
        Labels = _labels.AsSpan(0, Math.Min(samples, _labels.Length)),
        Targets = UpTo(samples, _targets),
        TeacherLogProbabilities = UpTo(samples, _teacher),
        Weights = _weights.AsSpan(0, Math.Min(samples, _weights.Length)),
        Gradients = OutputGradientsOf(samples),
    };

    /// <summary>Copies samples from anywhere in the dataset.</summary>
    public void Gather(ReadOnlySpan<int> samples)
    {
        for (int i = 0; i < samples.Length; i++) Copy(samples[i], 1, i);
    }

    /// <summary>Copies samples that lie one after the other.</summary>
    public void Gather(int first, int count) => Copy(first, count, 0);

    /// <summary>The number of samples whose largest output is that of their label.</summary>
    public int CountCorrect(int samples)
    {
        int correct = 0, classes = _modelOutputs;
        for (int i = 0; i < samples; i++)
        {
            if (ClassOutputs.Best(_outputs.Span.Slice(i * classes, classes)) == _labels[i]) correct++;
        }

        return correct;
    }

    private ReadOnlySpan<float> UpTo(int samples, AlignedBuffer buffer) => buffer.Length == 0 ? default : buffer.Span[..(samples * _data.Outputs)];

    private void Copy(int first, int count, int to)
    {
        Copy(_data.Samples, _data.Features, first, count, to, _inputs);
        if (_labels.Length > 0) _data.Labels.Span.Slice(first, count).CopyTo(_labels.AsSpan(to));
        if (_weights.Length > 0) _data.Weights.Span.Slice(first, count).CopyTo(_weights.AsSpan(to));
        if (_targets.Length > 0) Copy(_data.Targets, _data.Outputs, first, count, to, _targets);
        if (_teacher.Length > 0) Copy(_data.TeacherLogProbabilities, _data.Outputs, first, count, to, _teacher);
    }

    private static void Copy(ReadOnlyMemory<float> values, int width, int first, int count, int to, AlignedBuffer buffer) =>
        values.Span.Slice(first * width, count * width).CopyTo(buffer.Span[(to * width)..]);
}
