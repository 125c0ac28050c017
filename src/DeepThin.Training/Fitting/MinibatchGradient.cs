using DeepThin.Runtime;

namespace DeepThin.Training;

/// <summary>
/// The loss and the gradient of a minibatch. It is cut into panels; slot s takes the panels s, s + slots, … and adds up their gradients; the gradients of the
/// slots are added in order. So the bits do not depend on which thread takes which slot.
/// </summary>
internal sealed class MinibatchGradient<TModel> : IMinibatchGradient
    where TModel : class, ITrainableModel<TModel>
{
    /// <summary>The most slots, and so the most threads that run panels, and gradient blocks in memory.</summary>
    private const int MaxSlots = 8;

    private readonly TModel _model;
    private readonly Loss _loss;
    private readonly SlotGradients _gradients;
    private readonly WorkerTeam _team;
    private readonly PanelSlot[] _slots;
    private readonly Activation _activation = TModel.Info.OutputActivation;
    private readonly Action<int> _runSlot;
    private ReadOnlyMemory<int> _samples;
    private ulong _noise;

    /// <summary>Allocates the slots.</summary>
    /// <param name="model">The model.</param>
    /// <param name="training">The samples that minibatches are taken from.</param>
    /// <param name="teacher">What a teacher says of them; empty for no teacher.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="gradients">Receives the gradient of the model's parameters, in as many slots as <see cref="SlotsFor"/> says.</param>
    /// <param name="team">The threads.</param>
    public MinibatchGradient(TModel model, IDataSource training, ReadOnlyMemory<float> teacher, Loss loss, SlotGradients gradients, WorkerTeam team)
    {
        _model = model;
        _loss = loss;
        _gradients = gradients;
        _team = team;
        _slots = [.. Enumerable.Range(0, gradients.Slots).Select(_ => new PanelSlot(training, loss, teacher, TModel.OutputLength, TModel.PanelSize, TModel.TraceLength))];
        _runSlot = RunSlot;
    }

    /// <summary>The slots for minibatches of at most so many samples.</summary>
    public static int SlotsFor(int samples) => Math.Min(MaxSlots, Panels(samples));

    /// <inheritdoc/>
    public double Compute(ReadOnlyMemory<int> samples, ulong noise)
    {
        _samples = samples;
        _noise = noise;
        _gradients.Used = Math.Min(_slots.Length, Panels(samples.Length));
        _team.Run(_gradients.Used, _runSlot);
        double sum = 0;
        foreach (var slot in _slots.AsSpan(0, _gradients.Used)) sum += slot.LossSum;
        return sum / _loss.Terms(samples.Length, TModel.OutputLength);
    }

    private static int Panels(int samples) => (samples - 1) / TModel.PanelSize + 1;

    private void RunSlot(int index)
    {
        var slot = _slots[index];
        var samples = _samples.Span;
        float scale = 1f / _loss.Terms(samples.Length, TModel.OutputLength);
        slot.LossSum = 0;
        for (int panel = index; panel < Panels(samples.Length); panel += _gradients.Used)
        {
            int first = panel * TModel.PanelSize;
            int count = Math.Min(TModel.PanelSize, samples.Length - first);
            slot.Gather(samples.Slice(first, count));
            _model.ForwardTrace(slot.InputsOf(count), slot.OutputsOf(count), count, slot.Trace.Span, Noise.Of(_noise, panel));
            slot.LossSum += _loss.WeightedSum(slot.PredictionsOf(count), _activation, scale);
            _model.Backward(slot.OutputGradientsOf(count), count, slot.Trace.Span, _gradients.Of(index), default);
        }
    }
}
