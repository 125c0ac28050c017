namespace DeepThin.Training;

/// <summary>Evaluates a model on a dataset: slot s takes the panels s, s + slots, …, so that the sums do not depend on the threads.</summary>
internal sealed class Evaluator<TModel> : IEvaluator
    where TModel : class, ITrainableModel<TModel>
{
    /// <summary>The most slots, and so the most threads that evaluate.</summary>
    public const int MaxSlots = 16;

    private readonly TModel _model;
    private readonly IDataSource _data;
    private readonly Loss _loss;
    private readonly WorkerTeam _team;
    private readonly PanelSlot[] _slots;
    private readonly int _panels;
    private readonly Activation _activation = TModel.Info.OutputActivation;

    public Evaluator(TModel model, IDataSource data, Loss loss, WorkerTeam team)
    {
        _model = model;
        _data = data;
        _loss = loss;
        _team = team;
        _panels = (data.Count - 1) / TModel.PanelSize + 1;
        _slots = [.. Enumerable.Range(0, Math.Min(MaxSlots, _panels)).Select(_ => new PanelSlot(data, loss, default, TModel.OutputLength, TModel.PanelSize, traceLength: 0))];
    }

    /// <inheritdoc/>
    public Evaluation Evaluate(CancellationToken cancellationToken)
    {
        _team.Run(_slots.Length, slot => RunSlot(slot, cancellationToken));
        double loss = _slots.Sum(slot => slot.LossSum) / _loss.Terms(_data.Count, TModel.OutputLength);
        return new Evaluation { Loss = loss, Accuracy = _data.HasLabels ? (double)_slots.Sum(slot => slot.Correct) / _data.Count : null };
    }

    private void RunSlot(int index, CancellationToken cancellationToken)
    {
        var slot = _slots[index];
        slot.LossSum = 0;
        slot.Correct = 0;
        for (int panel = index; panel < _panels; panel += _slots.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int first = panel * TModel.PanelSize;
            int count = Math.Min(TModel.PanelSize, _data.Count - first);
            slot.Gather(first, count);
            _model.ForwardBatch(slot.InputsOf(count), slot.OutputsOf(count));
            slot.LossSum += _loss.WeightedSum(slot.PredictionsOf(count), _activation, 1);
            if (_data.HasLabels) slot.Correct += slot.CountCorrect(count);
        }
    }
}
