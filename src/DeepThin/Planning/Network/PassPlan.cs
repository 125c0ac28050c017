namespace DeepThin.Planning;

/// <summary>
/// A part of a network that goes over all steps of a sequence before the next part begins. What a later pass reads is kept for each step in a row: first the inputs of the network, then what passes
/// write.
/// </summary>
/// <param name="Network">The layers of the pass, as a network whose inputs it reads from a row and whose outputs it writes there.</param>
/// <param name="IsReversed">Whether it goes from the last step to the first.</param>
/// <param name="Parameters">Where its parameters begin in the parameter block, in floats.</param>
/// <param name="Prepared">Where what its kernels prepare begins in the prepared block.</param>
/// <param name="Trace">The floats of a step that the passes before it keep in a trace.</param>
/// <param name="Reads">The values that it reads.</param>
/// <param name="Writes">The values that it writes.</param>
internal sealed record PassPlan(NetworkPlan Network, bool IsReversed, long Parameters, long Prepared, long Trace, RowPart[] Reads, RowPart[] Writes);

/// <summary>A value in the row of a step.</summary>
/// <param name="Place">Its first float.</param>
/// <param name="Length">How many it has.</param>
internal readonly record struct RowPart(int Place, int Length);
