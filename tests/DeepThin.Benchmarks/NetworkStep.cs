using DeepThin.Runtime;
using DeepThin.Training;

namespace DeepThin.Benchmarks;

/// <summary>One training step of a classifier after the other, as the trainer does them: every panel forward and backward, then the optimiser.</summary>
internal sealed class NetworkStep<TModel>
    where TModel : class, ITrainableModel<TModel>
{
    // So small that the batch is not learnt by heart: its gradients would vanish into denormal numbers.
    private const double LearningRate = 1e-6;

    private readonly TModel _model = TModel.Create(1);
    private readonly int _panels;
    private readonly AlignedBuffer _inputs, _outputs, _outputGradients, _trace, _gradients;
    private readonly int[] _labels;
    private readonly OptimizerState _optimizer;

    /// <summary>Draws a batch.</summary>
    /// <param name="panels">Its number of panels.</param>
    /// <param name="optimizer">The optimiser.</param>
    public NetworkStep(int panels, Optimizer optimizer)
    {
        int count = panels * TModel.PanelSize;
        _panels = panels;
        _inputs = Samples.RandomBuffer(count * TModel.InputLength, 1, seed: 2);
        _labels = [.. Enumerable.Range(0, count).Select(i => i % TModel.OutputLength)];
        _outputs = new AlignedBuffer(TModel.PanelSize * TModel.OutputLength);
        _outputGradients = new AlignedBuffer(TModel.PanelSize * TModel.OutputLength);
        _trace = new AlignedBuffer(TModel.TraceLength);
        _gradients = new AlignedBuffer(_model.Parameters.Length);
        _optimizer = optimizer.Start(_model.Parameters.Length);
    }

    /// <summary>Takes a step.</summary>
    public void Run()
    {
        for (int panel = 0; panel < _panels; panel++) AddGradients(panel);

        // The mean of the batch is that of the means of its panels.
        _optimizer.Step(_model.Parameters, _gradients.Span, LearningRate, 1f / _panels);
        _gradients.Span.Clear();
        _model.Prepare();
    }

    private void AddGradients(int panel)
    {
        int count = TModel.PanelSize, length = count * TModel.InputLength;
        _model.ForwardTrace(_inputs.Span.Slice(panel * length, length), _outputs.Span, count, _trace.Span);
        CrossEntropyLoss.Mean(_outputs.Span, _labels.AsSpan(panel * count, count), Activation.Identity, _outputGradients.Span);
        _model.Backward(_outputGradients.Span, count, _trace.Span, _gradients.Span, default);
    }
}
