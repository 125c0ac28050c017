using DeepThin.Runtime;

namespace DeepThin.Training;

/// <summary>The values that a training changes. The model's parameters follow from them, and their gradient from that of the model's parameters.</summary>
internal abstract class TrainedParameters(ModelInfo info)
{
    private readonly AlignedBuffer _kept = new(info.ParameterBlockLength);

    /// <summary>The plan of the values.</summary>
    public ModelInfo Info => info;

    public int Length => info.ParameterBlockLength;

    public abstract Span<float> Values { get; }

    /// <summary>The gradient of the values; zero between steps, and complete where <see cref="TakeGradients"/> has gone.</summary>
    public abstract Span<float> Gradients { get; }

    /// <summary>Does what must be done before threads take the gradient chunk by chunk.</summary>
    public abstract void PrepareGradients();

    /// <summary>Completes the gradient of a chunk of the values.</summary>
    public abstract Span<float> TakeGradients(int chunk);

    /// <summary>Makes the model one of the values.</summary>
    public abstract void ApplyToModel();

    /// <summary>Keeps the values for <see cref="GoBack"/>.</summary>
    public void Keep() => Values.CopyTo(_kept.Span);

    /// <summary>Takes back the values that were kept last.</summary>
    public void GoBack()
    {
        _kept.Span.CopyTo(Values);
        ApplyToModel();
    }
}
