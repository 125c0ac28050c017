namespace DeepThin.Benchmarks.Models;

/// <summary>A generated model behind one face. It is created when it first computes.</summary>
internal abstract class BenchModel
{
    /// <summary>The plan of the model.</summary>
    public abstract ModelInfo Info { get; }

    /// <summary>The parameter block.</summary>
    public abstract Span<float> Parameters { get; }

    /// <summary>A model of its type.</summary>
    public static BenchModel Of<TModel>()
        where TModel : class, ITrainableModel<TModel> => new Generated<TModel>();

    /// <summary>The values of a tensor of the parameter block.</summary>
    public Span<float> Tensor(string name)
    {
        var tensor = Info.Tensors.Single(tensor => tensor.Name == name);
        return Parameters.Slice(tensor.Offset, tensor.Length);
    }

    /// <summary>Predicts all samples.</summary>
    public abstract void Forward(Samples samples);

    private sealed class Generated<TModel> : BenchModel
        where TModel : class, ITrainableModel<TModel>
    {
        private TModel? _model;

        public override ModelInfo Info => TModel.Info;

        public override Span<float> Parameters => Model.Parameters;

        private TModel Model => _model ??= TModel.Create(1);

        public override void Forward(Samples samples)
        {
            if (samples.Count == 1) Model.Forward(samples.Inputs.Span, samples.Outputs.Span);
            else Model.ForwardBatch(samples.Inputs.Span, samples.Outputs.Span);
        }
    }
}
