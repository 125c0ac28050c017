namespace DeepThin.Onnx;

/// <summary>A file that is no network this library reads. The message lists everything that was found, a line each.</summary>
/// <param name="problems">What is wrong, one thing each: the node, what was found, what would work.</param>
internal sealed class OnnxException(IReadOnlyList<string> problems) : Exception(string.Join('\n', problems))
{
    /// <summary>Creates the exception for one thing that is wrong.</summary>
    /// <param name="problem">The node, what was found, what would work.</param>
    public OnnxException(string problem)
        : this([problem])
    {
    }

    /// <summary>What is wrong, one thing each.</summary>
    public IReadOnlyList<string> Problems => problems;
}
