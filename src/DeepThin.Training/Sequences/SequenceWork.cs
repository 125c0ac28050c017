using System.Numerics.Tensors;
using DeepThin.Runtime;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// Training on sequences: a minibatch is so many of them, its panels have sequences of similar lengths side by side. Slot s takes the panels s, s + slots, …, so that the bits do not depend on the
/// threads.
/// </summary>
internal sealed class SequenceWork<TModel>(TModel model, SequenceDataset training, SequenceDataset? validation, Loss loss, ReadOnlyMemory<float> teacher) : ITrainingWork
    where TModel : class, ITrainableSequenceModel<TModel>
{
    /// <summary>The most slots, and so the most threads.</summary>
    public const int MaxSlots = 8;

    // Within so many panels sequences are sorted by their lengths, so that those of a panel end at about the same step.
    private const int PanelsSorted = 16;

    public int Count => training.Count;

    public int ValidationCount => validation?.Count ?? 0;

    public int ValidationSlots => validation == null ? 0 : MaxSlots;

    public int SlotsFor(int batch) => Math.Min(MaxSlots, Panels(batch));

    public IMinibatchGradient Minibatch(SlotGradients gradients, WorkerTeam team) => new Gradient(model, training, teacher, loss, gradients, team);

    public IEvaluator? Validation(WorkerTeam team) => validation == null ? null : new SequenceEvaluator<TModel>(model, validation, loss.Plain, team);

    // Shuffled, sorted by length within a stretch of panels, and the panels of all stretches shuffled again.
    public void Order(Span<int> order, int seed, int epoch)
    {
        Shuffle.Fill(order, seed, epoch);
        var lengths = training.Lengths;
        int[] sorted = order.ToArray();
        for (int first = 0; first < sorted.Length; first += PanelsSorted * TModel.PanelSize)
        {
            int count = Math.Min(PanelsSorted * TModel.PanelSize, sorted.Length - first);
            Array.Sort(sorted, first, count, Comparer<int>.Create((a, b) => lengths.Span[a] != lengths.Span[b] ? lengths.Span[a].CompareTo(lengths.Span[b]) : a.CompareTo(b)));
        }

        // The last panel may be one of fewer sequences, and stays the last.
        int[] panels = new int[sorted.Length / TModel.PanelSize];
        Shuffle.Fill(panels, ~seed, epoch);
        for (int i = 0; i < panels.Length; i++) sorted.AsSpan(panels[i] * TModel.PanelSize, TModel.PanelSize).CopyTo(order[(i * TModel.PanelSize)..]);
        sorted.AsSpan(panels.Length * TModel.PanelSize).CopyTo(order[(panels.Length * TModel.PanelSize)..]);
    }

    public string? Outlier()
    {
        var values = training.Steps.Span;
        int at = TensorPrimitives.IndexOfMaxMagnitude(values);
        double squares = -(double)values[at] * values[at];
        foreach (float value in values) squares += (double)value * value;
        double size = Math.Sqrt(Math.Max(0, squares) / values.Length);
        return Math.Abs(values[at]) > 100 * Math.Max(1, size)
            ? Invariant($"Value {at % training.Features} of step {at / training.Features} of the training sequences is {values[at]}, where the root of the mean square of the others is {size:g3}: look at it, or standardise the values.")
            : null;
    }

    public (float Value, string Where)? FaultyPrediction()
    {
        float[] outputs = new float[(TModel.Info.EndsSequences ? 1 : training.Lengths.Span[0]) * TModel.OutputLength];
        model.Forward(training.Sequence(0), outputs);
        int at = Array.FindIndex(outputs, value => !float.IsFinite(value));
        return at < 0 ? null : (outputs[at], Invariant($"prediction {at % TModel.OutputLength} of {(TModel.Info.EndsSequences ? "" : Invariant($"step {at / TModel.OutputLength} of "))}sequence 0"));
    }

    private static int Panels(int sequences) => (sequences - 1) / TModel.PanelSize + 1;

    private sealed class Gradient : IMinibatchGradient
    {
        private readonly TModel _model;
        private readonly SequenceDataset _data;
        private readonly Loss _loss;
        private readonly SlotGradients _gradients;
        private readonly WorkerTeam _team;
        private readonly SequenceSlot<TModel>[] _slots;
        private readonly Action<int> _runSlot;
        private ReadOnlyMemory<int> _sequences;
        private ulong _noise;
        private float _scale;

        public Gradient(TModel model, SequenceDataset data, ReadOnlyMemory<float> teacher, Loss loss, SlotGradients gradients, WorkerTeam team)
        {
            (_model, _data, _loss, _gradients, _team) = (model, data, loss, gradients, team);
            _slots = [.. Enumerable.Range(0, gradients.Slots).Select(_ => new SequenceSlot<TModel>(data, teacher))];
            _runSlot = RunSlot;
        }

        public double Compute(ReadOnlyMemory<int> samples, ulong noise)
        {
            _sequences = samples;
            _noise = noise;
            int terms = 0;
            foreach (int sequence in samples.Span) terms += _data.TermsOf(sequence);
            long parts = _loss.Terms(terms, TModel.OutputLength);
            _scale = 1f / parts;
            _gradients.Used = Math.Min(_slots.Length, Panels(samples.Length));
            _team.Run(_gradients.Used, _runSlot);
            double sum = 0;
            foreach (var slot in _slots.AsSpan(0, _gradients.Used)) sum += slot.LossSum;
            return sum / parts;
        }

        private void RunSlot(int index)
        {
            var slot = _slots[index];
            slot.Clear();
            for (int panel = index; panel < Panels(_sequences.Length); panel += _gradients.Used)
            {
                int first = panel * TModel.PanelSize;
                slot.Trace(_model, _sequences.Span.Slice(first, Math.Min(TModel.PanelSize, _sequences.Length - first)), Noise.Of(_noise, panel));
                slot.Judge(_model, _loss, _scale, _gradients.Of(index));
            }
        }
    }
}
