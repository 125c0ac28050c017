using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>The plan of a layer that brings values to a common scale: two vectors, and no matrix.</summary>
internal sealed record StandardizePlan(int Index, string Name, int Values) : LayerPlan(Index, Name, new(Values), new(Values), default)
{
    public override string Kind => "standardize";

    public override EquatableArray<LinearMap> Maps => default;

    public override long Parameters => 2L * Values;

    public override double Cost => Values;

    public override double PanelCost => Values;

    public override IEnumerable<TensorInfo> Tensors() =>
    [
        new("mean", Values, 0, 0) { Role = TensorRole.Mean },
        new("scale", Values, 0, 0) { Role = TensorRole.Scale, Initial = Initial.Ones },
    ];

    // One sample is read and written in full vectors.
    public override Memory Need(Mode mode) => mode == Mode.OneSample ? new(After: KernelShape.Lanes) : default;
}
