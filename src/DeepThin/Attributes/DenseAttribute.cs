namespace DeepThin;

/// <summary>
/// A fully connected layer, y = f(xW + b), with W of <paramref name="inputs"/> × <paramref name="outputs"/>. With a
/// <see cref="Ratio"/> (or an <see cref="N"/>) W is replaced by the two thin factors of DeepThin (arXiv:1802.06944); without, it is
/// an ordinary dense layer.
/// </summary>
/// <param name="inputs">The number of inputs, Q. At least 1, and equal to the outputs of the layer before.</param>
/// <param name="outputs">The number of outputs, R. At least 1.</param>
public sealed class DenseAttribute(int inputs, int outputs) : WeightedLayerAttribute(inputs, outputs)
{
    /// <summary>
    /// The upper bound of the fraction of the weights that is kept, r(m + n) / (Q·R), with <see cref="Gains"/> (r(m + n) + Q + R) / (Q·R); between 0 and 1. The planner uses at least
    /// 95 % of it wherever some coprime n allows that.
    /// </summary>
    public double Ratio { get; set; }

    /// <summary>Which of the two shapes with that ratio is taken. <see cref="Form.Wide"/> by default.</summary>
    public Form Form { get; set; }

    /// <summary>The rank r of the factors, 1 to 16. 1 by default.</summary>
    public int Rank { get; set; } = 1;

    /// <summary>The length n of the rows of W_f, coprime with <see cref="WeightedLayerAttribute.Inputs"/>. Chosen by the planner unless given.</summary>
    public int N { get; set; }

    /// <summary>
    /// The kernel of a compressed layer, for one sample, for batches, and for training. <see cref="Kernel.Auto"/> by
    /// default. It has no influence on n: the factors, and so the weights files, are the same with every kernel.
    /// </summary>
    public Kernel Kernel { get; set; }

    /// <summary>Compresses the bias the same way, as a 1×R matrix: the upper bound of (m + n) / R. Between 0 and 1; not compressed unless given.</summary>
    public double BiasRatio { get; set; }

    /// <summary>
    /// Values of their own that the inputs and outputs of W are multiplied with, y = f(s∘((g∘x)W) + b): they give a compressed layer more accuracy for the
    /// same number of values. They count as kept: what is left of <see cref="Ratio"/> is for the factors. Unless given, a compressed layer has
    /// <see cref="Gains.Inputs"/>, or <see cref="Gains.None"/> where its ratio has no room for them.
    /// </summary>
    public Gains Gains { get; set; } = Gains.Inputs;
}
