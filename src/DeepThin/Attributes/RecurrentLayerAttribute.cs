namespace DeepThin;

/// <summary>
/// What every recurrent layer has: a matrix for what it reads and one for its own outputs of the step before, each over all gates. Without a ratio a matrix is kept as it
/// is. A model with such a layer takes sequences: see <see cref="ISequenceModel{TSelf}"/>.
/// </summary>
/// <param name="inputs">The values of a step. At least 1, and equal to the outputs of the layer before.</param>
/// <param name="hidden">The hidden values, which are the outputs of a step. At least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class RecurrentLayerAttribute(int inputs, int hidden) : TensorLayerAttribute
{
    /// <summary>The values of a step.</summary>
    public int Inputs { get; } = inputs;

    /// <summary>The hidden values, which are the outputs of a step.</summary>
    public int Hidden { get; } = hidden;

    /// <summary>The upper bound of the fraction of the weights that is kept of the matrix of the inputs, as of <see cref="DenseAttribute.Ratio"/>.</summary>
    public double Ratio { get; set; }

    /// <summary>The upper bound of the fraction of the weights that is kept of the recurrent matrix, which the outputs of the step before are multiplied with.</summary>
    public double RecurrentRatio { get; set; }

    /// <summary>How the matrices with a ratio are kept. <see cref="Compression.DeepThin"/> by default.</summary>
    public Compression Compression { get; set; }

    /// <summary>Which of the two shapes with a ratio is taken, for both matrices of <see cref="Compression.DeepThin"/>. <see cref="Form.Wide"/> by default.</summary>
    public Form Form { get; set; }

    /// <summary>The rank r of the factors of both matrices of <see cref="Compression.DeepThin"/>, 1 to 16. 1 by default.</summary>
    public int Rank { get; set; } = 1;

    /// <summary>Gains of the compressed matrices, as of <see cref="DenseAttribute.Gains"/>. With another <see cref="Compression"/> than DeepThin a matrix has none unless they are given.</summary>
    public Gains Gains { get; set; } = Gains.Inputs;

    /// <summary>
    /// Whether a second layer like this one, with weights of its own, reads the steps from the last to the first. The outputs of a step are then 2 × hidden values: those of the forward direction, and behind
    /// them those of the reverse one. Such a layer needs a whole sequence, so its model has no sessions. False by default.
    /// </summary>
    public bool Bidirectional { get; set; }

    /// <summary>Whether each matrix has a bias. True by default.</summary>
    public bool Bias { get; set; } = true;
}
