namespace DeepThin.Planning;

/// <summary>What a user asks of a network, checked. Its plan follows from it.</summary>
/// <param name="Layers">The layers in order.</param>
/// <param name="Optimize">What kernels are chosen for.</param>
/// <param name="Held">How kernels hold large weights, where they can read them so.</param>
internal sealed record NetworkSpec(EquatableArray<LayerSpec> Layers, Optimize Optimize = Optimize.Speed, WeightType Held = WeightType.Float32)
{
    /// <summary>Whether the model trains; otherwise it only predicts.</summary>
    public bool Training { get; init; }

    /// <summary>The place of the first layer among those of the model, where the network is a part of it.</summary>
    public int FirstLayer { get; init; }

    /// <summary>The inputs in order; none for the one that the first layer reads.</summary>
    public EquatableArray<InputSpec> Inputs { get; init; }

    /// <summary>The outputs in order; none for what the last layer writes.</summary>
    public EquatableArray<OutputSpec> Outputs { get; init; }
}

/// <summary>An input of a network.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape.</param>
internal sealed record InputSpec(string Name, Shape Shape)
{
    /// <summary>The name of a single input that has none.</summary>
    public const string DefaultName = "input";
}

/// <summary>An output of a network.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Layer">The place of the layer that writes it.</param>
internal sealed record OutputSpec(string Name, int Layer)
{
    /// <summary>The name of a single output that has none.</summary>
    public const string DefaultName = "output";
}
