namespace DeepThin;

/// <summary>An input or an output of a model: its name, its shape, and where it lies in a sample or in a prediction.</summary>
public sealed class ValueInfo
{
    /// <summary>Describes a value. Called by generated code.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape: channels, height and width of an image, channels and length of a series, or the number of values of a vector.</param>
    /// <param name="offset">Its first value.</param>
    /// <param name="activation">What an output went through.</param>
    public ValueInfo(string name, IReadOnlyList<int> shape, int offset, Activation activation)
    {
        Name = name;
        Shape = shape;
        Offset = offset;
        Activation = activation;
        Length = 1;
        foreach (int size in shape) Length *= size;
    }

    /// <summary>The name of the input or the output.</summary>
    public string Name { get; }

    /// <summary>Its shape: channels, height and width of an image, channels and length of a series, or the number of values of a vector.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The place of its first value in a sample or in a prediction.</summary>
    public int Offset { get; }

    /// <summary>The number of its values.</summary>
    public int Length { get; }

    /// <summary>What an output went through: the activation of the last layer before it that has parameters or joins values; of an input <see cref="Activation.Identity"/>.</summary>
    public Activation Activation { get; }

    /// <summary>The place behind its last value.</summary>
    internal int End => Offset + Length;

    /// <summary>The values of it in a sample or in a prediction.</summary>
    /// <param name="values">All values of the sample or of the prediction.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are too few.</exception>
    public ReadOnlySpan<float> Of(ReadOnlySpan<float> values) => values.Slice(Offset, Length);

    /// <summary>The values of it in a sample or in a prediction, to be written.</summary>
    /// <param name="values">All values of the sample or of the prediction.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are too few.</exception>
    public Span<float> Of(Span<float> values) => values.Slice(Offset, Length);
}
