extern alias Library;

using System.Reflection;
using System.Runtime.InteropServices;
using Library::DeepThin;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>A generated model, compiled and loaded: the members of all models behind one face.</summary>
internal abstract partial class CompiledModel
{
    static CompiledModel() => WorkspaceGuard.SwitchOn();

    public abstract ModelInfo Info { get; }

    public abstract int InputLength { get; }

    public abstract int OutputLength { get; }

    public virtual int PanelSize => throw NoTraining;

    public virtual int TraceLength => throw NoTraining;

    public virtual Span<float> Parameters => throw NoTraining;

    public abstract RoundingReport Rounding { get; }

    private static InvalidOperationException NoTraining => new("The model has no members for training.");

    public virtual void Prepare() => throw NoTraining;

    public abstract CompiledModel Create(int seed);

    public abstract CompiledModel Load(string path);

    public abstract CompiledModel LoadMapped(string path);

    public abstract CompiledModel Load(Stream stream);

    public abstract CompiledModel Load(ReadOnlyMemory<byte> file);

    public abstract CompiledModel LoadResource(Assembly assembly, string name);

    public abstract void Save(string path, Library::DeepThin.WeightType? type = null);

    public abstract void SavePacked(string path);

    /// <summary>What the kernels have prepared: in a packed file it stands before 16 floats of padding at the end.</summary>
    public abstract float[] Prepared();

    public abstract void Forward(ReadOnlySpan<float> input, Span<float> output);

    public abstract void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs, int maxDegreeOfParallelism = 1);

    public virtual void ForwardTrace(ReadOnlySpan<float> inputs, Span<float> outputs, int count, Span<float> trace, ulong noise = 0) => throw NoTraining;

    public virtual void Backward(ReadOnlySpan<float> outputGradients, int count, ReadOnlySpan<float> trace, Span<float> parameterGradients, Span<float> inputGradients) =>
        throw NoTraining;

    /// <summary>The floats of a state; 0 where a sample is no step of a sequence.</summary>
    public virtual int StateLength => 0;

    public virtual void Forward(ReadOnlySpan<float> input, Span<float> output, Span<float> state) => throw NoSequences;

    public virtual void StepBatch(ReadOnlySpan<float> inputs, Span<float> outputs, Span<float> states) => throw NoSequences;

    public virtual void ForwardTrace(ReadOnlySpan<float> inputs, ReadOnlySpan<int> lengths, Span<float> outputs, Span<float> trace, Span<float> states, ulong noise = 0) => throw NoSequences;

    public virtual void Backward(ReadOnlySpan<float> outputGradients, ReadOnlySpan<int> lengths, ReadOnlySpan<float> trace, Span<float> parameterGradients, Span<float> inputGradients) => throw NoSequences;

    private static InvalidOperationException NoSequences => new("The model takes no sequences.");

    /// <summary>A model that trains on sequences.</summary>
    public static CompiledModel WrapSequences<TModel>(int seed)
        where TModel : class, ITrainableSequenceModel<TModel> => new OfSequences<TModel>(TModel.Create(seed));

    /// <summary>A model that only predicts.</summary>
    public static CompiledModel Wrap<TModel>(int seed)
        where TModel : class, IModel<TModel> => new Of<TModel>(TModel.Create(seed));

    /// <summary>A model that trains.</summary>
    public static CompiledModel WrapTraining<TModel>(int seed)
        where TModel : class, ITrainableModel<TModel> => new OfTraining<TModel>(TModel.Create(seed));

    private class Of<TModel>(TModel model) : CompiledModel
        where TModel : class, IModel<TModel>
    {
        public override ModelInfo Info => TModel.Info;

        public override int InputLength => TModel.InputLength;

        public override int OutputLength => TModel.OutputLength;

        public override RoundingReport Rounding => model.Rounding;

        public override CompiledModel Create(int seed) => Wrapped(TModel.Create(seed));

        public override CompiledModel Load(string path) => Wrapped(TModel.Load(path));

        public override CompiledModel LoadMapped(string path) => Wrapped(TModel.LoadMapped(path));

        public override CompiledModel Load(Stream stream) => Wrapped(TModel.Load(stream));

        public override CompiledModel Load(ReadOnlyMemory<byte> file) => Wrapped(TModel.Load(file));

        public override CompiledModel LoadResource(Assembly assembly, string name) => Wrapped(TModel.LoadResource(assembly, name));

        protected virtual CompiledModel Wrapped(TModel other) => new Of<TModel>(other);

        public override void Save(string path, Library::DeepThin.WeightType? type = null) => model.Save(path, type);

        public override void SavePacked(string path) => model.SavePacked(path);

        public override float[] Prepared()
        {
            using var file = new MemoryStream();
            model.SavePacked(file);
            int length = sizeof(float) * Info.PreparedBlockLength, padding = sizeof(float) * 16;
            return MemoryMarshal.Cast<byte, float>(file.ToArray().AsSpan()[^(length + padding)..^padding]).ToArray();
        }

        public override void Forward(ReadOnlySpan<float> input, Span<float> output) => model.Forward(input, output);

        public override void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs, int maxDegreeOfParallelism = 1) =>
            model.ForwardBatch(inputs, outputs, maxDegreeOfParallelism);
    }

    private sealed class OfSequences<TModel>(TModel model) : OfTraining<TModel>(model)
        where TModel : class, ITrainableSequenceModel<TModel>
    {
        private readonly TModel _model = model;

        public override int StateLength => TModel.StateLength;

        public override void Forward(ReadOnlySpan<float> input, Span<float> output, Span<float> state) => _model.Forward(input, output, state);

        public override void StepBatch(ReadOnlySpan<float> inputs, Span<float> outputs, Span<float> states) => _model.StepBatch(inputs, outputs, states);

        public override void ForwardTrace(ReadOnlySpan<float> inputs, ReadOnlySpan<int> lengths, Span<float> outputs, Span<float> trace, Span<float> states, ulong noise = 0) =>
            _model.ForwardTrace(inputs, lengths, outputs, trace, states, noise);

        public override void Backward(ReadOnlySpan<float> outputGradients, ReadOnlySpan<int> lengths, ReadOnlySpan<float> trace, Span<float> parameterGradients, Span<float> inputGradients) =>
            _model.Backward(outputGradients, lengths, trace, parameterGradients, inputGradients);

        protected override CompiledModel Wrapped(TModel other) => new OfSequences<TModel>(other);
    }

    private class OfTraining<TModel>(TModel model) : Of<TModel>(model)
        where TModel : class, ITrainableModel<TModel>
    {
        private readonly TModel _model = model;

        public override int PanelSize => TModel.PanelSize;

        public override int TraceLength => TModel.TraceLength;

        public override Span<float> Parameters => _model.Parameters;

        public override void Prepare() => _model.Prepare();

        public override void ForwardTrace(ReadOnlySpan<float> inputs, Span<float> outputs, int count, Span<float> trace, ulong noise = 0) =>
            _model.ForwardTrace(inputs, outputs, count, trace, noise);

        public override void Backward(ReadOnlySpan<float> outputGradients, int count, ReadOnlySpan<float> trace, Span<float> parameterGradients, Span<float> inputGradients) =>
            _model.Backward(outputGradients, count, trace, parameterGradients, inputGradients);

        protected override CompiledModel Wrapped(TModel other) => new OfTraining<TModel>(other);
    }
}
