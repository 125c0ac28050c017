namespace DeepThin.Planning;

/// <summary>A value of a network: an input, what a step writes, or what a step has for itself.</summary>
/// <param name="Index">Its place in the order of the values: first the inputs of the network, then the outputs of the steps, then what steps have for themselves.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Writer">The step that writes it; −1 for an input of the network, and the number of steps for what belongs to its outputs.</param>
/// <param name="LastReader">The last step that reads it; for an output of the network, the number of steps.</param>
internal sealed record ValuePlan(int Index, Shape Shape, int Writer, int LastReader)
{
    /// <summary>The number of values.</summary>
    public int Length => (int)Shape.Length;
}
