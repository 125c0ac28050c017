namespace DeepThin.Training;

/// <summary>An uncompressed matrix of a layer, as factors would stand for it.</summary>
/// <param name="Layer">The layer, from 0.</param>
/// <param name="Map">Its place among the matrices of the layer.</param>
/// <param name="Q">Its inputs.</param>
/// <param name="R">Its outputs.</param>
/// <param name="InputGains">The gains of its inputs, of which input q has the one at q modulo their number: Q, or the channels of a convolution. 0 where it can have none.</param>
/// <param name="Form">The form that factors have unless it is said.</param>
internal sealed record LayerMatrix(int Layer, int Map, int Q, int R, int InputGains, Form Form)
{
    /// <summary>The weights.</summary>
    public long Weights => (long)Q * R;
}
