using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>The plan of an activation whose slopes below zero are trained.</summary>
internal sealed record PReluPlan(int Index, string Name, Shape Shape, bool Shared) : LayerPlan(Index, Name, Shape, Shape, default)
{
    private const double FirstSlope = 0.25;

    public override string Kind => "prelu";

    public override EquatableArray<LinearMap> Maps => default;

    public override long Parameters => Slopes;

    public override double Cost => Shape.Length;

    public override double PanelCost => Shape.Length;

    /// <summary>The slopes: one for each channel, or one.</summary>
    public int Slopes => Shared ? 1 : Shape.Channels;

    public override IEnumerable<TensorInfo> Tensors() => [new("weight", Slopes, 0, 0) { Role = TensorRole.Gain, Initial = Initial.Constant(FirstSlope) }];

    // One sample is read in full vectors.
    public override Memory Need(Mode mode) => mode == Mode.OneSample ? new(After: KernelShape.Lanes) : default;
}
