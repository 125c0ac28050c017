using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>A layer that ends a sequence with the mean or the largest of each value over its steps, of <c>[MeanOverTime]</c> or <c>[MaxOverTime]</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Pooling">What it takes.</param>
/// <param name="Shape">The shape of its value.</param>
internal sealed record OverTimeSpec(string Name, PoolingKind Pooling, Shape Shape) : LayerSpec(Name, default)
{
    public override Shape Input => Shape;

    public override Shape Output => Shape;

    public override LayerPlan Plan(int index, NetworkSpec network) => new OverTimePlan(index, Name, Pooling, Shape);
}

/// <summary>The plan of such a layer. Its state is the sum or the largest of each value so far and, in a vector behind them, the number of steps.</summary>
internal sealed record OverTimePlan(int Index, string Name, PoolingKind Pooling, Shape Shape) : LayerPlan(Index, Name, Shape, Shape, default)
{
    public override string Kind => Pooling == PoolingKind.Max ? "maxovertime" : "meanovertime";

    public override EquatableArray<LinearMap> Maps => default;

    public override long Parameters => 0;

    public override bool EndsSequence => true;

    /// <summary>Where the number of steps stands in the state.</summary>
    public int Count => (int)Placement.Align(Shape.Length);

    public override int StateLength => Count + KernelShape.Lanes;

    public override double Cost => Shape.Length;

    public override double PanelCost => Shape.Length;

    public override IEnumerable<TensorInfo> Tensors() => [];

    /// <summary>The backward half of the mean needs the number of steps of each sample.</summary>
    public override Memory Need(Mode mode) => mode == Mode.Trace && Pooling == PoolingKind.Average ? new(0, 0, KernelShape.PanelSize) : default;
}
