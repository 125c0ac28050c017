namespace DeepThin;

/// <summary>
/// Ends a sequence with the largest of each value over its steps, so a whole sequence has one prediction. A sequence that goes on, in a session, has the one as far as it is: the largest values belong
/// to its state.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MaxOverTimeAttribute : LayerAttribute;
