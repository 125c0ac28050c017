namespace DeepThin.Planning;

/// <summary>
/// What a user asks of one layer, checked. Immutable and compared by value: it may hold numbers, strings and other specs, nothing
/// of the compiler's (no symbol, node, location or compilation).
/// </summary>
internal abstract record LayerSpec(string Name, int Inputs, int Outputs, ActivationSpec Activation, bool HasBias);

/// <summary>A fully connected layer of <c>[Dense]</c>. N is the planned one where only a Ratio was given; without both the layer is uncompressed.</summary>
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
    Kernel Kernel = Kernel.Auto) : LayerSpec(Name, Inputs, Outputs, Activation, HasBias);

/// <summary>A fully connected layer of <c>[LowRank]</c>.</summary>
internal sealed record LowRankSpec(string Name, int Inputs, int Outputs, int Rank, ActivationSpec Activation, bool HasBias)
    : LayerSpec(Name, Inputs, Outputs, Activation, HasBias);

/// <summary>A fully connected layer of <c>[Hashed]</c>.</summary>
internal sealed record HashedSpec(string Name, int Inputs, int Outputs, int Buckets, ActivationSpec Activation, bool HasBias)
    : LayerSpec(Name, Inputs, Outputs, Activation, HasBias);

/// <summary>A fully connected layer of <c>[Pruned]</c>.</summary>
internal sealed record PrunedSpec(string Name, int Inputs, int Outputs, int Kept, ActivationSpec Activation, bool HasBias)
    : LayerSpec(Name, Inputs, Outputs, Activation, HasBias);

/// <summary>An activation with its one parameter: the slope of a leaky ReLU, the ceiling of a clipped one, 0 for the others.</summary>
internal readonly record struct ActivationSpec(Activation Kind, float Parameter);
