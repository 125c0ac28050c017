namespace DeepThin.Training;

/// <summary>The parameters of a model, trained as they are.</summary>
internal sealed class ModelParameters<TModel>(TModel model, SlotGradients gradients) : TrainedParameters(TModel.Info)
    where TModel : class, ITrainableModel<TModel>
{
    public override Span<float> Values => model.Parameters;

    public override Span<float> Gradients => gradients.Sum;

    public override void PrepareGradients()
    {
    }

    public override Span<float> TakeGradients(int chunk) => gradients.AddUp(chunk);

    public override void ApplyToModel() => model.Prepare();
}
