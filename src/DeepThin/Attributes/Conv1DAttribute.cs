namespace DeepThin;

/// <summary>
/// A convolution of a series: at each position of a window, y = f(xW + b) of the values under it. With a <see cref="Ratio"/> (or an <see cref="N"/>) W is replaced by
/// the two thin factors of DeepThin (arXiv:1802.06944); without, its tensor is PyTorch's, outputs × channels × taps.
/// </summary>
/// <param name="inputs">The channels of the input. At least 1, and equal to those of the layer before.</param>
/// <param name="outputs">The channels of the output. At least 1.</param>
/// <param name="kernel">The taps of the window. At least 1.</param>
public sealed class Conv1DAttribute(int inputs, int outputs, int kernel) : WeightedLayerAttribute(inputs, outputs)
{
    /// <summary>The taps of the window.</summary>
    public int KernelLength { get; } = kernel;

    /// <summary>The distance of positions. 1 by default.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>The zeros on each side. 0 by default.</summary>
    public int Padding { get; set; }

    /// <summary>The zeros before the series; <see cref="Padding"/> unless given.</summary>
    public int PaddingBefore { get; set; }

    /// <summary>The zeros behind it; <see cref="Padding"/> unless given.</summary>
    public int PaddingAfter { get; set; }

    /// <summary>
    /// Whether an output depends on no later input: the window ends at its position, and as many zeros stand before the series as it reaches back. Then no padding is given.
    /// False by default.
    /// </summary>
    public bool Causal { get; set; }

    /// <summary>The distance of taps. 1 by default.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>
    /// The groups of channels that are convolved apart: the outputs of a group are made of its own inputs. 1 by default; otherwise <see cref="WeightedLayerAttribute.Inputs"/> and
    /// <see cref="WeightedLayerAttribute.Outputs"/> divide by it, the layer has no <see cref="Gains"/>, and its tensor has the inputs of a group only, as PyTorch's.
    /// </summary>
    public int Groups { get; set; } = 1;

    /// <summary>
    /// The upper bound of the fraction of the weights that is kept, r(m + n) / (Q·R) with Q = taps · <see cref="WeightedLayerAttribute.Inputs"/>, R = <see cref="WeightedLayerAttribute.Outputs"/>, with <see cref="Gains"/>
    /// counted as well; between 0 and 1. The planner uses at least 95 % of it wherever some coprime n allows that.
    /// </summary>
    /// <remarks>The factors depend on the order of Q: tap by tap, the channels of a tap side by side. With <see cref="Groups"/> Q is taps · inputs / groups, channel by channel.</remarks>
    public double Ratio { get; set; }

    /// <summary>
    /// Which of the two shapes with that ratio is taken. <see cref="Form.Tall"/> by default: all positions of a convolution share the products of a tall one, and it is no less accurate. With <see cref="Groups"/> nothing is shared, and the default is <see cref="Form.Wide"/>.
    /// </summary>
    public Form Form { get; set; } = Form.Tall;

    /// <summary>The rank r of the factors, 1 to 16. 1 by default.</summary>
    public int Rank { get; set; } = 1;

    /// <summary>The length n of the rows of W_f, coprime with Q. Chosen by the planner unless given.</summary>
    public int N { get; set; }

    /// <summary>
    /// Values of their own that channels are multiplied with: one for each channel of the input, one for each of the output. They count as kept: what is left of
    /// <see cref="Ratio"/> is for the factors. Unless given, a compressed layer has <see cref="Gains.Inputs"/>, or <see cref="Gains.None"/> where its ratio has no room for them.
    /// </summary>
    public Gains Gains { get; set; } = Gains.Inputs;
}
