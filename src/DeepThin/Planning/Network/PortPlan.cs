namespace DeepThin.Planning;

/// <summary>An input or an output of a network, and where it lies in a sample or in a prediction.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">The value.</param>
/// <param name="Offset">Its first value, in floats.</param>
/// <param name="Own">The value that receives the gradients of an output which has others already, to be added; −1 where there is none.</param>
internal sealed record PortPlan(string Name, ValuePlan Value, int Offset, int Own)
{
    /// <summary>The number of values.</summary>
    public int Length => Value.Length;

    /// <summary>The first float behind it.</summary>
    public int End => Offset + Length;
}
