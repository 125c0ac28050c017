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

    /// <summary>A model of its type that only predicts, such as one with narrow weights; its parameter block is not to be had.</summary>
    public static BenchModel Predicting<TModel>()
        where TModel : class, IModel<TModel> => new OfPredictions<TModel>();

    /// <summary>Whether the parameter block is to be had.</summary>
    public virtual bool HasParameters => true;

    /// <summary>The values of a tensor of the parameter block.</summary>
    public Span<float> Tensor(string name)
    {
        var tensor = Info.Tensors.Single(tensor => tensor.Name == name);
        return Parameters.Slice(tensor.Offset, tensor.Length);
    }

    /// <summary>Predicts all samples.</summary>
    public abstract void Forward(Samples samples);

    private sealed class OfPredictions<TModel> : BenchModel
        where TModel : class, IModel<TModel>
    {
        private TModel? _model;

        public override ModelInfo Info => TModel.Info;

        public override bool HasParameters => false;

        public override Span<float> Parameters => [];

        public override void Forward(Samples samples) => (_model ??= TModel.Create(1)).Forward(samples.Inputs.Span, samples.Outputs.Span);
    }

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
