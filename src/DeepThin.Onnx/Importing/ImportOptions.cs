namespace DeepThin.Onnx.Importing;

/// <summary>What a user says of a graph that its file leaves open.</summary>
internal sealed record ImportOptions
{
    /// <summary>The dimensions of inputs, by their names.</summary>
    public IReadOnlyDictionary<string, int[]> Shapes { get; init; } = new Dictionary<string, int[]>();

    /// <summary>The values of inputs that never change, by their names.</summary>
    public IReadOnlyDictionary<string, double> Values { get; init; } = new Dictionary<string, double>();

    /// <summary>The input and the axis along which steps of a sequence lie; null where a recurrent layer says it.</summary>
    public (string Input, int Axis)? Steps { get; init; }
}
