namespace DeepThin.Training;

/// <summary>How the loss depends on one ratio of a layer. A recurrent layer has two of them.</summary>
public sealed class RatioSensitivity
{
    private readonly LayerRatio _ratio;

    internal RatioSensitivity(LayerRatio ratio, IReadOnlyList<SensitivityPoint> points) => (_ratio, Points) = (ratio, points);

    /// <summary>The layer, from 0.</summary>
    public int Layer => _ratio.Layer;

    /// <summary>The name of the layer, such as <c>dense0</c>; of a recurrent layer with the argument, such as <c>lstm1.RecurrentRatio</c>.</summary>
    public string Name => _ratio.Name;

    /// <summary>The argument of the attribute: <c>Ratio</c>, or of recurrent matrices <c>RecurrentRatio</c>.</summary>
    public string Argument => _ratio.Argument;

    /// <summary>The matrices that the ratio compresses, uncompressed as the measured model has them: one as a rule, and of a bidirectional layer those of both directions.</summary>
    public IReadOnlyList<MapInfo> Maps => _ratio.Maps;

    /// <summary>What was measured, from the smallest ratio on.</summary>
    public IReadOnlyList<SensitivityPoint> Points { get; }

    /// <summary>The bytes of the matrices uncompressed.</summary>
    internal long UncompressedBytes => sizeof(float) * _ratio.Weights;

    /// <summary>The matrices, and what compresses them.</summary>
    internal LayerRatio Matrices => _ratio;
}
