using System.Numerics.Tensors;
using DeepThin.Runtime;

namespace DeepThin.Training;

/// <summary>The memory in which one panel of sequences at a time goes through the model: it grows with the longest sequence.</summary>
/// <param name="data">The sequences.</param>
/// <param name="teacher">The teacher's log-probabilities of each prediction that counts; empty without a teacher.</param>
internal sealed class SequenceSlot<TModel>(SequenceDataset data, ReadOnlyMemory<float> teacher)
    where TModel : class, ITrainableSequenceModel<TModel>
{
    private readonly int[] _sequences = new int[TModel.PanelSize], _lengths = new int[TModel.PanelSize];
    private float[] _inputs = [], _outputs = [], _outputGradients = [], _predictions = [], _gradients = [], _targets = [], _taught = [];
    private int[] _labels = [], _decoded = [];
    private AlignedBuffer _trace = new(0);
    private int _count, _steps, _predicted, _known, _terms;
    private readonly int[] _labelCounts = new int[TModel.PanelSize];

    /// <summary>The sum of the losses.</summary>
    public double LossSum { get; set; }

    /// <summary>The classes that are right, or the sequences all of whose labels are.</summary>
    public long Correct { get; private set; }

    /// <summary>What the loss is the mean over.</summary>
    public long Terms { get; private set; }

    /// <summary>The labels that would have to be added, removed or replaced.</summary>
    public long Edits { get; private set; }

    /// <summary>The labels without places.</summary>
    public long Labels { get; private set; }

    /// <summary>Begins anew.</summary>
    public void Clear() => (LossSum, Correct, Terms, Edits, Labels) = (0, 0, 0, 0, 0);

    /// <summary>Lays sequences out, the longest first, and runs the model on them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="sequences">The sequences.</param>
    /// <param name="noise">What layers draw from; 0 for nothing.</param>
    public void Trace(TModel model, ReadOnlySpan<int> sequences, ulong noise)
    {
        _count = sequences.Length;
        sequences.CopyTo(_sequences);
        var lengths = data.Lengths;
        Array.Sort(_sequences, 0, _count, Comparer<int>.Create((a, b) => lengths.Span[a] != lengths.Span[b] ? lengths.Span[b].CompareTo(lengths.Span[a]) : a.CompareTo(b)));
        for (int i = 0; i < _count; i++) _lengths[i] = lengths.Span[_sequences[i]];
        _steps = _lengths[0];
        (_predicted, _known, _terms) = (0, 0, 0);
        for (int i = 0; i < _count; i++)
        {
            _predicted += data.PredictionsOf(_sequences[i]);
            _terms += data.TermsOf(_sequences[i]);
            if (data.HasLabels) _known += _labelCounts[i] = data.LabelsOf(_sequences[i]).Length;
        }

        Reserve();
        for (int i = 0; i < _count; i++) data.Sequence(_sequences[i]).CopyTo(_inputs.AsSpan(i * _steps * TModel.InputLength));
        model.ForwardTrace(Inputs, Lengths, Outputs, TraceOfSteps, [], noise);
        GatherTerms();
    }

    /// <summary>The loss of the panel, which is added to the sum; the gradients of the model's parameters are added where they are wanted.</summary>
    /// <param name="model">The model.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="scale">What the gradients are multiplied with.</param>
    /// <param name="parameterGradients">Receives the gradients of the parameters; empty where they are not wanted.</param>
    public void Judge(TModel model, Loss loss, float scale, Span<float> parameterGradients)
    {
        var panel = new PredictedPanel
        {
            Samples = _predicted,
            Outputs = _predictions.AsSpan(0, _predicted * TModel.OutputLength),
            Labels = data.HasLabels ? _labels.AsSpan(0, _known) : default,
            TeacherLogProbabilities = teacher.IsEmpty ? default : _taught.AsSpan(0, _predicted * TModel.OutputLength),
            Targets = data.HasLabels ? default : _targets.AsSpan(0, _predicted * data.Outputs),
            Gradients = _gradients.AsSpan(0, _predicted * TModel.OutputLength),
            Lengths = data.Goal == SequenceGoal.Labellings ? Lengths : default,
            LabelCounts = data.Goal == SequenceGoal.Labellings ? _labelCounts.AsSpan(0, _count) : default,
        };
        LossSum += loss.WeightedSum(panel, TModel.Info.OutputActivation, scale);
        Terms += _terms;
        if (data.Goal == SequenceGoal.Labellings) CountEdits(loss);
        else if (data.HasLabels) CountCorrect();
        if (parameterGradients.IsEmpty) return;
        ScatterGradients();
        model.Backward(_outputGradients.AsSpan(0, _count * _steps * TModel.OutputLength), Lengths, TraceOfSteps, parameterGradients, []);
    }

    private ReadOnlySpan<float> Inputs => _inputs.AsSpan(0, _count * _steps * TModel.InputLength);

    private ReadOnlySpan<int> Lengths => _lengths.AsSpan(0, _count);

    private Span<float> Outputs => _outputs.AsSpan(0, _count * _steps * TModel.OutputLength);

    private Span<float> TraceOfSteps => _trace.Span[..(_steps * TModel.TraceLength)];

    private void Reserve()
    {
        Grow(ref _inputs, _count * _steps * TModel.InputLength);
        Grow(ref _outputs, _count * _steps * TModel.OutputLength);
        Grow(ref _outputGradients, _count * _steps * TModel.OutputLength);
        Grow(ref _predictions, _predicted * TModel.OutputLength);
        Grow(ref _gradients, _predicted * TModel.OutputLength);
        if (!teacher.IsEmpty) Grow(ref _taught, _predicted * TModel.OutputLength);
        if (data.HasLabels) Grow(ref _labels, _known);
        else Grow(ref _targets, _predicted * data.Outputs);
        if (_trace.Length < _steps * TModel.TraceLength) _trace = new AlignedBuffer(_steps * TModel.TraceLength);
    }

    private static void Grow<T>(ref T[] values, int length)
    {
        if (values.Length < length) values = new T[length];
    }

    // The predictions that count, and what is known of them, one after the other.
    private void GatherTerms()
    {
        int at = 0, label = 0;
        for (int i = 0; i < _count; i++)
        {
            int predicted = data.PredictionsOf(_sequences[i]);
            _outputs.AsSpan(FirstOf(i), predicted * TModel.OutputLength).CopyTo(_predictions.AsSpan(at * TModel.OutputLength));
            if (data.HasLabels) data.LabelsOf(_sequences[i]).CopyTo(_labels.AsSpan(label));
            else data.TargetsOf(_sequences[i]).CopyTo(_targets.AsSpan(at * data.Outputs));
            if (!teacher.IsEmpty) data.OfPredictions(teacher.Span, _sequences[i]).CopyTo(_taught.AsSpan(at * data.Outputs));
            at += predicted;
            label += _labelCounts[i];
        }
    }

    private void ScatterGradients()
    {
        if (data.Goal == SequenceGoal.Ends) _outputGradients.AsSpan(0, _count * _steps * TModel.OutputLength).Clear();
        int at = 0;
        for (int i = 0; i < _count; i++)
        {
            int predicted = data.PredictionsOf(_sequences[i]);
            _gradients.AsSpan(at * TModel.OutputLength, predicted * TModel.OutputLength).CopyTo(_outputGradients.AsSpan(FirstOf(i)));
            at += predicted;
        }
    }

    // The first prediction that counts of a sequence: that of the first step, or of the last.
    private int FirstOf(int i) => (i * _steps + _lengths[i] - data.PredictionsOf(_sequences[i])) * TModel.OutputLength;

    private void CountEdits(Loss loss)
    {
        int blank = loss.Plain is CtcLoss ctc ? ctc.Blank : 0, at = 0, label = 0;
        Grow(ref _decoded, _steps);
        for (int i = 0; i < _count; i++)
        {
            var outputs = _predictions.AsSpan(at * TModel.OutputLength, _lengths[i] * TModel.OutputLength);
            int edits = TensorPrimitives.IsFiniteAll<float>(outputs)
                ? Ctc.EditDistance(_decoded.AsSpan(0, Ctc.Greedy(outputs, TModel.OutputLength, _decoded, blank)), _labels.AsSpan(label, _labelCounts[i]))
                : _labelCounts[i] + 1;
            Edits += edits;
            Labels += _labelCounts[i];
            if (edits == 0) Correct++;
            at += _lengths[i];
            label += _labelCounts[i];
        }
    }

    private void CountCorrect()
    {
        for (int i = 0; i < _predicted; i++)
        {
            if (ClassOutputs.Best(_predictions.AsSpan(i * TModel.OutputLength, TModel.OutputLength)) == _labels[i]) Correct++;
        }
    }
}
