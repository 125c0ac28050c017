namespace DeepThin;

/// <summary>
/// Ends a sequence with its last step: the layers behind have the value of that step alone, so a whole sequence has one prediction. A sequence that goes on, in a session, has the one as far as it is.
/// </summary>
/// <remarks>Behind a bidirectional layer the values of the reverse direction at the last step follow from that step alone; the mean or the largest values over time follow from all.</remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LastStepAttribute : LayerAttribute;
