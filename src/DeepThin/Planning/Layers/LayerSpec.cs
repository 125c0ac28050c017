namespace DeepThin.Planning;

/// <summary>
/// What a user asks of one layer, checked. Immutable and compared by value: it may hold numbers, strings and records of them, nothing
/// of the compiler's (no symbol, node, location or compilation).
/// </summary>
internal abstract record LayerSpec(string Name, ActivationSpec Activation)
{
    /// <summary>The values that the layer reads, where it is not the one before: the inputs of the network are the first values, then come the outputs of the layers.</summary>
    public EquatableArray<int> Reads { get; init; }

    /// <summary>What the names of its tensors are in a file, with a <c>*</c> for the name within the layer; null for the place of the layer.</summary>
    public string? Tensors { get; init; }

    /// <summary>The shape of the value that the layer reads, the first one of several.</summary>
    public abstract Shape Input { get; }

    /// <summary>The shape of the value that it writes.</summary>
    public abstract Shape Output { get; }

    /// <summary>Plans the layer.</summary>
    /// <param name="index">Its place among the layers of the network.</param>
    /// <param name="network">The network around it.</param>
    public abstract LayerPlan Plan(int index, NetworkSpec network);
}

/// <summary>An activation with its one parameter: the slope of a leaky ReLU, the ceiling of a clipped one, α of an ELU, 0 for the others.</summary>
internal readonly record struct ActivationSpec(Activation Kind, float Parameter)
{
    /// <summary>Whether the derivative follows from the input of the activation; those of all others follow from its output.</summary>
    public bool NeedsInput => Kind is Activation.Gelu or Activation.GeluTanh or Activation.Silu or Activation.HardSwish;

    /// <summary>Whether each of its outputs follows from one input; that of a softmax follows from all.</summary>
    public bool IsOfEachAlone => Kind is not (Activation.Softmax or Activation.LogSoftmax);
}
