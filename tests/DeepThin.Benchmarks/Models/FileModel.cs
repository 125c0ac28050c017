namespace DeepThin.Benchmarks.Models;

/// <summary>A generated model that takes its weights from a file, which models that hold them another way share.</summary>
/// <param name="Info">The plan of the model.</param>
/// <param name="Create">Writes random weights to a file.</param>
/// <param name="Forward">Loads a file, and predicts all samples.</param>
internal sealed record FileModel(ModelInfo Info, Action<string> Create, Func<string, Samples, Action> Forward)
{
    /// <summary>What the model holds: the parameters, and what the kernels prepare.</summary>
    public long Bytes => Info.Bytes + Info.PreparedBytes;

    /// <summary>A model of its type.</summary>
    public static FileModel Of<TModel>()
        where TModel : class, IModel<TModel> => new(
            TModel.Info,
            path => TModel.Create(1).Save(path),
            (path, samples) =>
            {
                var model = TModel.Load(path);
                return () =>
                {
                    if (samples.Count == 1) model.Forward(samples.Inputs.Span, samples.Outputs.Span);
                    else model.ForwardBatch(samples.Inputs.Span, samples.Outputs.Span);
                };
            });
}
