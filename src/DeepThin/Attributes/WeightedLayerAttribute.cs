namespace DeepThin;

/// <summary>What every layer with a matrix has, y = f(xW + b): a fully connected one, or a convolution, which is applied to the window of each position.</summary>
/// <param name="inputs">The number of inputs; of a convolution, of the channels of its input. At least 1, and equal to the outputs of the layer before.</param>
/// <param name="outputs">The number of outputs, R; of a convolution, of the channels of its output. At least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class WeightedLayerAttribute(int inputs, int outputs) : TensorLayerAttribute
{
    /// <summary>The number of inputs; of a convolution, of the channels of its input.</summary>
    public int Inputs { get; } = inputs;

    /// <summary>The number of outputs, R; of a convolution, of the channels of its output.</summary>
    public int Outputs { get; } = outputs;

    /// <summary>The function applied to the outputs. <see cref="Activation.Identity"/> by default.</summary>
    public Activation Activation { get; set; }

    /// <summary>The slope of <see cref="Activation.LeakyRelu"/> below zero; 0.01 by default, at least 0 and below 1.</summary>
    public double Slope { get; set; } = 0.01;

    /// <summary>The ceiling of <see cref="Activation.ClippedRelu"/>; 20 by default, above 0.</summary>
    public double Ceiling { get; set; } = 20;

    /// <summary>What <see cref="Activation.Elu"/> approaches below zero, less the sign; 1 by default, above 0.</summary>
    public double Alpha { get; set; } = 1;

    /// <summary>Whether the layer adds a bias. True by default.</summary>
    public bool Bias { get; set; } = true;
}
