using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// Learning rates of their own for the two factors of the compressed layers, as parameter groups have them in torch.optim: the rate of the
/// schedule is multiplied, and with it the weight decay, decoupled or not, which acts through the rate. All other tensors keep the schedule's
/// rate: uncompressed weights, biases, and the factors of biases.
/// </summary>
public sealed record FactorRates
{
    /// <summary>What the rate of every X_f (<c>layers.i.xf</c>) is multiplied by, 0 or more; 0 leaves the factor as it is.</summary>
    public double Left { get; init; } = 1;

    /// <summary>What the rate of every W_f (<c>layers.i.wf</c>) is multiplied by, 0 or more; 0 leaves the factor as it is.</summary>
    public double Right { get; init; } = 1;

    /// <summary>
    /// Whether the rate of the shorter factor of a layer is also multiplied by the ratio of the sizes that the two begin with: the shorter one is ±1,
    /// the longer one normal with the deviation σ, so by 1/σ. Adam moves every value by about the rate, however large the value is, so with equal rates
    /// the shorter factor changes by a fraction σ of what the longer one changes by, each against its size; with this both change alike.
    /// Meant for <see cref="Adam"/>, and worth trying for <see cref="Form.Tall"/>; the steps of <see cref="Sgd"/> have the size of the gradients, which this rule knows nothing of.
    /// </summary>
    public bool ByScale { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Invariant($"FactorRates(Left: {Left}, Right: {Right}, ByScale: {ByScale})");

    /// <summary>Which multiplier is out of its range; null if none is.</summary>
    internal string? Fault() => MultiplierFault(Left, nameof(Left)) ?? MultiplierFault(Right, nameof(Right));

    /// <summary>What the rate of a tensor is multiplied by.</summary>
    internal double Of(LayerInfo layer, TensorInfo tensor)
    {
        if (!IsFactor(tensor)) return 1;
        double scale = ByScale && tensor.Initial.IsSigns ? 1 / Other(layer, tensor).Initial.Deviation : 1;
        return scale * (tensor.Role == TensorRole.LeftFactor ? Left : Right);
    }

    // The two factors of a matrix stand side by side, and a recurrent layer has those of several matrices.
    private static TensorInfo Other(LayerInfo layer, TensorInfo factor)
    {
        int at = 0;
        while (layer.Tensors[at] != factor) at++;
        return layer.Tensors[factor.Role == TensorRole.LeftFactor ? at + 1 : at - 1];
    }

    private static bool IsFactor(TensorInfo tensor) => tensor.Role is TensorRole.LeftFactor or TensorRole.RightFactor;

    private static string? MultiplierFault(double value, string name) =>
        Refusal.Unless(value >= 0 && double.IsFinite(value), $"{name} is {value}; it multiplies the learning rate of a factor and must be a finite number, 0 or more, such as 1.");
}
