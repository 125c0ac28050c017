using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>The plan of a layer that brings values to a common scale: two vectors with a value for each channel, and no matrix.</summary>
internal sealed record StandardizePlan(int Index, string Name, Shape Shape) : LayerPlan(Index, Name, Shape, Shape, default)
{
    public override string Kind => "standardize";

    public override EquatableArray<LinearMap> Maps => default;

    public override long Parameters => 2L * Shape.Channels;

    public override double Cost => Shape.Length;

    public override double PanelCost => Shape.Length;

    public override IEnumerable<TensorInfo> Tensors() =>
    [
        new("mean", Shape.Channels, 0, 0) { Role = TensorRole.Mean },
        new("scale", Shape.Channels, 0, 0) { Role = TensorRole.Scale, Initial = Initial.Ones },
    ];

    // One sample is read and written in full vectors.
    public override Memory Need(Mode mode) => mode == Mode.OneSample ? new(After: KernelShape.Lanes) : default;
}
