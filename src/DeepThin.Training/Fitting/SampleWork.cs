using System.Numerics.Tensors;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>Training on samples that stand for themselves.</summary>
internal sealed class SampleWork<TModel>(TModel model, IDataSource training, IDataSource? validation, Loss loss, ReadOnlyMemory<float> teacher) : ITrainingWork
    where TModel : class, ITrainableModel<TModel>
{
    public int Count => training.Count;

    public int ValidationCount => validation?.Count ?? 0;

    public int ValidationSlots => validation == null ? 0 : Evaluator<TModel>.MaxSlots;

    public int SlotsFor(int batch) => MinibatchGradient<TModel>.SlotsFor(batch);

    public IMinibatchGradient Minibatch(SlotGradients gradients, WorkerTeam team) => new MinibatchGradient<TModel>(model, training, teacher, loss, gradients, team);

    public IEvaluator? Validation(WorkerTeam team) => validation == null ? null : new Evaluator<TModel>(model, validation, loss.Plain, team);

    public void Order(Span<int> order, int seed, int epoch) => Shuffle.Fill(order, seed, epoch);

    public string? Outlier() => training.Sampled().Outlier(training.PlaceOfSampled);

    public (float Value, string Where)? FaultyPrediction()
    {
        int count = Math.Min(TModel.PanelSize, training.Count);
        float[] outputs = new float[count * TModel.OutputLength];
        var first = new PanelSlot(training, loss, default, TModel.OutputLength, count, traceLength: 0);
        first.Gather(0, count);
        model.ForwardBatch(first.InputsOf(count), outputs);
        if (TensorPrimitives.IsFiniteAll<float>(outputs)) return null;

        int at = Array.FindIndex(outputs, value => !float.IsFinite(value));
        return (outputs[at], Invariant($"prediction {at % TModel.OutputLength} of sample {at / TModel.OutputLength}"));
    }
}
