namespace DeepThin.Planning;

/// <summary>What a pooling takes of the values under its window.</summary>
internal enum PoolingKind
{
    /// <summary>The largest value.</summary>
    Max,

    /// <summary>Their mean; the zeros around the input count.</summary>
    Average,

    /// <summary>Their mean; the zeros around the input do not count.</summary>
    AverageOfInputs,
}

/// <summary>A pooling, of <c>[MaxPool2D]</c> and the like.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Window">The window, which passes over each channel alone.</param>
/// <param name="Pooling">What is taken.</param>
internal sealed record PoolingSpec(string Name, SlidingWindow Window, PoolingKind Pooling) : LayerSpec(Name, default)
{
    public override Shape Input => new(Window.Channels, Window.Rows.Length, Window.Columns.Length);

    public override Shape Output => new(Window.Channels, Window.Rows.Positions, Window.Columns.Positions);

    public override LayerPlan Plan(int index, NetworkSpec network) => new PoolingPlan(index, Name, Window, Pooling);
}
