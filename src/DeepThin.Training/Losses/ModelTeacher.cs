namespace DeepThin.Training;

/// <summary>A model that predicts the logits.</summary>
internal sealed class ModelTeacher<TModel>(TModel model) : Teacher
    where TModel : class, IModel<TModel>
{
    public override string Name => TModel.Info.Name;

    public override string? Fault(Dataset data) => Refusal.Unless(
        data.Features == TModel.InputLength && data.Outputs == TModel.OutputLength,
        $"The teacher {Name} takes {TModel.InputLength} features and gives {TModel.OutputLength} outputs, and the training samples have {data.Features} features and {data.Outputs} classes.");

    public override void Predict(Dataset data, int first, int count, int threads, Span<float> logits) =>
        model.ForwardBatch(data.Samples.Span.Slice(first * data.Features, count * data.Features), logits, threads);
}
