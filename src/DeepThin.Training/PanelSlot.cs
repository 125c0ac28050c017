using System.Numerics.Tensors;
using DeepThin.Runtime;

namespace DeepThin.Training;

/// <summary>The memory in which one panel of samples at a time goes through the model, and what the panels of a step have added up.</summary>
internal sealed class PanelSlot
{
    private readonly AlignedBuffer _inputs;
    private readonly AlignedBuffer _outputs;
    private readonly AlignedBuffer _outputGradients;
    private readonly AlignedBuffer _targets;
    private readonly int[] _labels;
    private readonly int _features;
    private readonly int _width;

    /// <summary>Allocates the memory.</summary>
    /// <param name="panelSize">The most samples of a panel.</param>
    /// <param name="features">The values of a sample.</param>
    /// <param name="outputs">The values of a prediction.</param>
    /// <param name="traceLength">The floats of a trace; 0 when nothing is trained.</param>
    /// <param name="gradientLength">The floats of the parameter block; 0 when nothing is trained.</param>
    public PanelSlot(int panelSize, int features, int outputs, int traceLength, int gradientLength)
    {
        _features = features;
        _width = outputs;
        _inputs = new AlignedBuffer(panelSize * features);
        _outputs = new AlignedBuffer(panelSize * outputs);
        _outputGradients = new AlignedBuffer(panelSize * outputs);
        _targets = new AlignedBuffer(panelSize * outputs);
        _labels = new int[panelSize];
        Trace = new AlignedBuffer(traceLength);
        Gradients = new AlignedBuffer(gradientLength);
    }

    public AlignedBuffer Trace { get; }

    /// <summary>The gradient of the slot's panels of this step, in the layout of the parameter block; zero between steps.</summary>
    public AlignedBuffer Gradients { get; }

    /// <summary>The sum of the losses of the slot's samples.</summary>
    public double LossSum { get; set; }

    /// <summary>The number of the slot's samples whose class was predicted.</summary>
    public long Correct { get; set; }

    public ReadOnlySpan<float> InputsOf(int samples) => _inputs.Span[..(samples * _features)];

    public Span<float> OutputsOf(int samples) => _outputs.Span[..(samples * _width)];

    public Span<float> OutputGradientsOf(int samples) => _outputGradients.Span[..(samples * _width)];

    public ReadOnlySpan<float> TargetsOf(int samples) => _targets.Span[..(samples * _width)];

    public ReadOnlySpan<int> LabelsOf(int samples) => _labels.AsSpan(0, samples);

    /// <summary>Copies samples from anywhere in the dataset.</summary>
    public void Gather(Dataset data, ReadOnlySpan<int> samples)
    {
        for (int i = 0; i < samples.Length; i++) Copy(data, samples[i], 1, i);
    }

    /// <summary>Copies samples that lie one after the other.</summary>
    public void Gather(Dataset data, int first, int count) => Copy(data, first, count, 0);

    /// <summary>The number of samples whose largest output is that of their label.</summary>
    public int CountCorrect(int samples)
    {
        int correct = 0;
        for (int i = 0; i < samples; i++)
        {
            if (TensorPrimitives.IndexOfMax(_outputs.Span.Slice(i * _width, _width)) == _labels[i]) correct++;
        }

        return correct;
    }

    private void Copy(Dataset data, int first, int count, int to)
    {
        data.Samples.Span.Slice(first * _features, count * _features).CopyTo(_inputs.Span[(to * _features)..]);
        if (!data.Labels.IsEmpty) data.Labels.Span.Slice(first, count).CopyTo(_labels.AsSpan(to));
        if (!data.Targets.IsEmpty) data.Targets.Span.Slice(first * _width, count * _width).CopyTo(_targets.Span[(to * _width)..]);
    }
}
