using DeepThin.Runtime;

namespace DeepThin.Training;

/// <summary>The memory in which one panel of samples at a time goes through the model, and what the panels of a step have added up.</summary>
internal sealed class PanelSlot
{
    private readonly IDataSource _data;
    private readonly Loss _loss;
    private readonly ReadOnlyMemory<float> _teacherOfAll;
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
    /// <param name="loss">The loss that they are for.</param>
    /// <param name="teacher">What a teacher says of all samples; empty for no teacher.</param>
    /// <param name="outputs">The outputs of the model.</param>
    /// <param name="panelSize">The most samples of a panel.</param>
    /// <param name="traceLength">The floats of a trace; 0 when nothing is trained.</param>
    public PanelSlot(IDataSource data, Loss loss, ReadOnlyMemory<float> teacher, int outputs, int panelSize, int traceLength)
    {
        (_data, _loss, _teacherOfAll, _modelOutputs) = (data, loss, teacher, outputs);
        _inputs = new AlignedBuffer(panelSize * data.Features);
        _outputs = new AlignedBuffer(panelSize * outputs);
        _outputGradients = new AlignedBuffer(panelSize * outputs);
        _targets = new AlignedBuffer(data.HasLabels ? 0 : panelSize * data.Outputs);
        _teacher = new AlignedBuffer(teacher.IsEmpty ? 0 : panelSize * data.Outputs);
        _labels = new int[data.HasLabels ? panelSize : 0];
        _weights = new float[data.HasWeights ? panelSize : 0];
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
        Samples = samples,
        Outputs = OutputsOf(samples),
        Labels = _labels.AsSpan(0, Math.Min(samples, _labels.Length)),
        Targets = UpTo(samples, _targets),
        TeacherLogProbabilities = UpTo(samples, _teacher),
        Weights = _weights.AsSpan(0, Math.Min(samples, _weights.Length)),
        Gradients = OutputGradientsOf(samples),
    };

    /// <summary>Reads samples from anywhere in the source.</summary>
    /// <exception cref="DataSourceException">One cannot be read, or is not as the source says.</exception>
    public void Gather(ReadOnlySpan<int> samples)
    {
        for (int i = 0; i < samples.Length; i++) Read(samples[i], i);
    }

    /// <summary>Reads samples that follow each other.</summary>
    /// <exception cref="DataSourceException">One cannot be read, or is not as the source says.</exception>
    public void Gather(int first, int count)
    {
        for (int i = 0; i < count; i++) Read(first + i, i);
    }

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

    private void Read(int sample, int to)
    {
        var place = new SampleBuffer(
            Place(_inputs, _data.Features, to),
            Place(_targets, _data.Outputs, to),
            _labels.Length == 0 ? default : _labels.AsSpan(to, 1),
            _weights.Length == 0 ? default : _weights.AsSpan(to, 1));
        _data.ReadChecked(sample, place, _loss);
        if (_teacher.Length > 0) _teacherOfAll.Span.Slice(sample * _data.Outputs, _data.Outputs).CopyTo(Place(_teacher, _data.Outputs, to));
    }

    private static Span<float> Place(AlignedBuffer buffer, int width, int at) => buffer.Length == 0 ? default : buffer.Span.Slice(at * width, width);
}
