using System.Numerics.Tensors;

namespace DeepThin.Training;

/// <summary>Trained models of one type; of several the mean of the logits counts, which is that of the log-probabilities up to a number for each sample.</summary>
internal sealed class ModelTeacher<TModel>(IReadOnlyList<TModel> models) : Teacher
    where TModel : class, IModel<TModel>
{
    public override string Name => models.Count == 1 ? TModel.Info.Name : $"{models.Count} of {TModel.Info.Name}";

    public override string? Fault(IDataSource data) => Refusal.Unless(
        data.Features == TModel.InputLength && data.Outputs == TModel.OutputLength,
        $"The teacher {Name} takes {TModel.InputLength} features and gives {TModel.OutputLength} outputs, and the training samples have {data.Features} features and {data.Outputs} classes.");

    public override void Predict(IDataSource data, int first, int count, int threads, Span<float> logits)
    {
        float[] samples = new float[count * data.Features];
        var memory = new SampleMemory(data);
        for (int i = 0; i < count; i++) memory.FeaturesOf(first + i).CopyTo(samples.AsSpan(i * data.Features));
        models[0].ForwardBatch(samples, logits, threads);
        if (models.Count == 1) return;
        float[] others = new float[logits.Length];
        foreach (var model in models.Skip(1))
        {
            model.ForwardBatch(samples, others, threads);
            TensorPrimitives.Add(logits, others, logits);
        }

        TensorPrimitives.Divide(logits, models.Count, logits);
    }
}
