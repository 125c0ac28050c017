namespace DeepThin.Planning;

/// <summary>A value of a network: its input, or what a step writes.</summary>
/// <param name="Index">Its place in the order in which values come to be; 0 is the input of the network.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Writer">The step that writes it; −1 for the input of the network.</param>
/// <param name="LastReader">The last step that reads it; for an output of the network, the number of steps.</param>
internal sealed record ValuePlan(int Index, Shape Shape, int Writer, int LastReader)
{
    /// <summary>The number of values.</summary>
    public int Length => (int)Shape.Length;
}
