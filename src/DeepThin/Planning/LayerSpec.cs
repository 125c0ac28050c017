namespace DeepThin.Planning;

/// <summary>
/// What a user asks of one layer, checked. Immutable and compared by value: it may hold numbers, strings and other specs, nothing
/// of the compiler's (no symbol, node, location or compilation).
/// </summary>
internal abstract record LayerSpec(string Name);

/// <summary>A fully connected layer. N is the planned one where only a Ratio was given; without both the layer is uncompressed.</summary>
internal sealed record DenseSpec(
    string Name,
    int Inputs,
    int Outputs,
    double? Ratio,
    Form Form,
    int Rank,
    int? N,
    ActivationSpec Activation,
    bool HasBias,
    double? BiasRatio,
    Kernel Kernel = Kernel.Auto) : LayerSpec(Name);

/// <summary>An activation with its one parameter: the slope of a leaky ReLU, the ceiling of a clipped one, 0 for the others.</summary>
internal readonly record struct ActivationSpec(Activation Kind, float Parameter);
