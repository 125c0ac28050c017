namespace DeepThin;

/// <summary>How far the weights of a layer are from those that were loaded. Without a text, which every program that loads a model would have inside.</summary>
/// <param name="layer">The layer's name.</param>
/// <param name="relativeError">The norm of the differences over the norm of the weights.</param>
/// <param name="largestError">The largest difference, over the largest weight.</param>
internal sealed class MeasuredRounding(string layer, double relativeError, double largestError)
{
    /// <summary>The layer's name.</summary>
    public string Layer => layer;

    /// <summary>The norm of the differences over the norm of the weights.</summary>
    public double RelativeError => relativeError;

    /// <summary>The largest difference, over the largest weight.</summary>
    public double LargestError => largestError;
}
