namespace DeepThin;

/// <summary>
/// Ends a sequence with the mean of each value over its steps, so a whole sequence has one prediction. A sequence that goes on, in a session, has the one as far as it is: the sums and the number of
/// steps belong to its state.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MeanOverTimeAttribute : LayerAttribute;
