namespace DeepThin;

/// <summary>
/// A layer that brings values to a common scale before others read them, y = (x − mean)∘scale, a mean and a scale for each value. Its tensors stand in the
/// weights file, so that a program that predicts is given values as they are measured. They are not trained:
/// <c>DeepThin.Training.Standardizer</c> computes them from samples. Without that the mean is 0 and the scale 1.
/// </summary>
/// <param name="inputs">The number of values, or the channels of an image or a series, each of which has a mean and a scale. At least 1, and equal to the outputs of the layer before, if there is one.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class StandardizeAttribute(int inputs) : TensorLayerAttribute
{
    /// <summary>The number of values, or of channels.</summary>
    public int Inputs { get; } = inputs;
}
