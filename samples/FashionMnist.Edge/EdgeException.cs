namespace FashionMnist.Edge;

/// <summary>A file of test images is missing or damaged.</summary>
/// <param name="message">The file, what is wrong with it, and what would help.</param>
internal sealed class EdgeException(string message) : Exception(message);
