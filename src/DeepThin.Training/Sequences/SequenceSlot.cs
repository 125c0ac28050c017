using DeepThin.Runtime;

namespace DeepThin.Training;

/// <summary>The memory in which one panel of sequences at a time goes through the model: it grows with the longest sequence.</summary>
internal sealed class SequenceSlot<TModel>(SequenceDataset data)
    where TModel : class, ITrainableSequenceModel<TModel>
{
    private readonly int[] _sequences = new int[TModel.PanelSize], _lengths = new int[TModel.PanelSize];
    private float[] _inputs = [], _outputs = [], _outputGradients = [], _predictions = [], _gradients = [], _targets = [];
    private int[] _labels = [];
    private AlignedBuffer _trace = new(0);
    private int _count, _steps, _terms;

    /// <summary>The sum of the losses.</summary>
    public double LossSum { get; set; }

    /// <summary>The predictions of a class that are right.</summary>
    public long Correct { get; private set; }

    /// <summary>The predictions that count.</summary>
    public long Terms { get; private set; }

    /// <summary>Begins anew.</summary>
    public void Clear() => (LossSum, Correct, Terms) = (0, 0, 0);

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
        _terms = 0;
        for (int i = 0; i < _count; i++) _terms += data.TermsOf(_sequences[i]);
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
            Samples = _terms,
            Outputs = _predictions.AsSpan(0, _terms * TModel.OutputLength),
            Labels = data.HasLabels ? _labels.AsSpan(0, _terms) : default,
            Targets = data.HasLabels ? default : _targets.AsSpan(0, _terms * data.Outputs),
            Gradients = _gradients.AsSpan(0, _terms * TModel.OutputLength),
        };
        LossSum += loss.WeightedSum(panel, TModel.Info.OutputActivation, scale);
        Terms += _terms;
        if (data.HasLabels) CountCorrect();
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
        Grow(ref _predictions, _terms * TModel.OutputLength);
        Grow(ref _gradients, _terms * TModel.OutputLength);
        if (data.HasLabels) Grow(ref _labels, _terms);
        else Grow(ref _targets, _terms * data.Outputs);
        if (_trace.Length < _steps * TModel.TraceLength) _trace = new AlignedBuffer(_steps * TModel.TraceLength);
    }

    private static void Grow<T>(ref T[] values, int length)
    {
        if (values.Length < length) values = new T[length];
    }

    // The predictions that count, and what is known of them, one after the other.
    private void GatherTerms()
    {
        int at = 0;
        for (int i = 0; i < _count; i++)
        {
            int terms = data.TermsOf(_sequences[i]);
            _outputs.AsSpan(FirstOf(i), terms * TModel.OutputLength).CopyTo(_predictions.AsSpan(at * TModel.OutputLength));
            if (data.HasLabels) data.LabelsOf(_sequences[i]).CopyTo(_labels.AsSpan(at));
            else data.TargetsOf(_sequences[i]).CopyTo(_targets.AsSpan(at * data.Outputs));
            at += terms;
        }
    }

    private void ScatterGradients()
    {
        if (data.Goal == SequenceGoal.Ends) _outputGradients.AsSpan(0, _count * _steps * TModel.OutputLength).Clear();
        int at = 0;
        for (int i = 0; i < _count; i++)
        {
            int terms = data.TermsOf(_sequences[i]);
            _gradients.AsSpan(at * TModel.OutputLength, terms * TModel.OutputLength).CopyTo(_outputGradients.AsSpan(FirstOf(i)));
            at += terms;
        }
    }

    // The first prediction that counts of a sequence: that of the first step, or of the last.
    private int FirstOf(int i) => (i * _steps + _lengths[i] - data.TermsOf(_sequences[i])) * TModel.OutputLength;

    private void CountCorrect()
    {
        for (int i = 0; i < _terms; i++)
        {
            if (ClassOutputs.Best(_predictions.AsSpan(i * TModel.OutputLength, TModel.OutputLength)) == _labels[i]) Correct++;
        }
    }
}
