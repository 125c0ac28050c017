using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>What a model says of all samples of a dataset.</summary>
internal static class ModelOutputs
{
    // So many at a time, between which the evaluation can be stopped.
    private const int SamplesAtOnce = 8192;

    /// <summary>Predicts all samples.</summary>
    public static float[] Of<TModel>(TModel model, Dataset data, int maxDegreeOfParallelism, CancellationToken cancellationToken)
        where TModel : class, IModel<TModel>
    {
        long length = (long)data.Count * TModel.OutputLength;
        if (length > Array.MaxLength) throw new ArgumentException(Invariant($"{data.Count} samples have {length} outputs, more than fit into memory at once; give a slice of the samples."), nameof(data));

        float[] outputs = new float[length];
        for (int first = 0; first < data.Count; first += SamplesAtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(SamplesAtOnce, data.Count - first);
            model.ForwardBatch(
                data.Samples.Span.Slice(first * data.Features, count * data.Features),
                outputs.AsSpan(first * TModel.OutputLength, count * TModel.OutputLength),
                maxDegreeOfParallelism);
        }

        return outputs;
    }

    /// <summary>Throws unless the samples have labels, and the model tells as many classes apart.</summary>
    public static void CheckClasses<TModel>(TModel model, Dataset data)
        where TModel : class, IModel<TModel>
    {
        CheckFeatures(model, data);
        if (ClassOutputs.Fault(TModel.Info) is { } fault) throw new ArgumentException(fault, nameof(model));

        int classes = ClassOutputs.Count(TModel.OutputLength);
        string? wrong = Refusal.Unless(data.HasLabels, $"The samples have targets, and classes are judged by labels; use RegressionReport, or Dataset.WithLabels.")
            ?? Refusal.Unless(data.Outputs == classes, $"The samples have {data.Outputs} classes, and {TModel.Info.Name} tells {classes} apart.");
        if (wrong != null) throw new ArgumentException(wrong, nameof(data));
    }

    /// <summary>Throws unless the samples have targets, as many as the model has outputs.</summary>
    public static void CheckTargets<TModel>(TModel model, Dataset data)
        where TModel : class, IModel<TModel>
    {
        CheckFeatures(model, data);
        string? wrong = Refusal.Unless(!data.HasLabels, $"The samples have labels, and values are judged by targets; use ClassificationReport, or Dataset.WithTargets.")
            ?? Refusal.Unless(data.Outputs == TModel.OutputLength, $"The samples have {data.Outputs} target values each, and {TModel.Info.Name} gives {TModel.OutputLength} outputs.");
        if (wrong != null) throw new ArgumentException(wrong, nameof(data));
    }

    /// <summary>What the outputs of a model went through.</summary>
    public static Activation LastOf<TModel>()
        where TModel : class, IModel<TModel> => TModel.Info.OutputActivation;

    private static void CheckFeatures<TModel>(TModel model, Dataset data)
        where TModel : class, IModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        string? wrong = Refusal.Unless(data.Features == TModel.InputLength, $"The samples have {data.Features} features, and {TModel.Info.Name} takes {TModel.InputLength}.");
        if (wrong != null) throw new ArgumentException(wrong, nameof(data));
    }
}
