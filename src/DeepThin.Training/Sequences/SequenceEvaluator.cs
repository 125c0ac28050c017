namespace DeepThin.Training;

/// <summary>Evaluates a model on sequences, those of similar lengths side by side.</summary>
internal sealed class SequenceEvaluator<TModel> : IEvaluator
    where TModel : class, ITrainableSequenceModel<TModel>
{
    private readonly TModel _model;
    private readonly SequenceDataset _data;
    private readonly Loss _loss;
    private readonly WorkerTeam _team;
    private readonly SequenceSlot<TModel>[] _slots;
    private readonly int[] _order;
    private readonly int _panels;

    public SequenceEvaluator(TModel model, SequenceDataset data, Loss loss, WorkerTeam team)
    {
        (_model, _data, _loss, _team) = (model, data, loss, team);
        _panels = (data.Count - 1) / TModel.PanelSize + 1;
        _slots = [.. Enumerable.Range(0, Math.Min(SequenceWork<TModel>.MaxSlots, _panels)).Select(_ => new SequenceSlot<TModel>(data, teacher: default))];
        _order = [.. Enumerable.Range(0, data.Count).OrderBy(index => data.Lengths.Span[index])];
    }

    public Evaluation Evaluate(CancellationToken cancellationToken)
    {
        _team.Run(_slots.Length, slot => RunSlot(slot, cancellationToken));
        long terms = _slots.Sum(slot => slot.Terms);
        return new Evaluation
        {
            Loss = _slots.Sum(slot => slot.LossSum) / _loss.Terms((int)terms, TModel.OutputLength),
            Accuracy = _data.HasLabels ? (double)_slots.Sum(slot => slot.Correct) / terms : null,
            LabelErrorRate = _data.Goal == SequenceGoal.Labellings ? (double)_slots.Sum(slot => slot.Edits) / Math.Max(1, _slots.Sum(slot => slot.Labels)) : null,
        };
    }

    private void RunSlot(int index, CancellationToken cancellationToken)
    {
        var slot = _slots[index];
        slot.Clear();
        for (int panel = index; panel < _panels; panel += _slots.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int first = panel * TModel.PanelSize;
            slot.Trace(_model, _order.AsSpan(first, Math.Min(TModel.PanelSize, _data.Count - first)), noise: 0);
            slot.Judge(_model, _loss, 1, []);
        }
    }
}
