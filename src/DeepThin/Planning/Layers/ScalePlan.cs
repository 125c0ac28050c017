using System.Collections.Generic;
using System.Linq;

namespace DeepThin.Planning;

/// <summary>The plan of a layer that multiplies each channel with a weight and adds a bias.</summary>
internal sealed record ScalePlan(int Index, string Name, Shape Shape, bool HasBias) : LayerPlan(Index, Name, Shape, Shape, default)
{
    public override string Kind => "scale";

    public override EquatableArray<LinearMap> Maps => default;

    public override long Parameters => Shape.Channels * (HasBias ? 2L : 1);

    public override double Cost => Shape.Length;

    public override double PanelCost => Shape.Length;

    public override long MultiplyAddsBeside => Shape.Length;

    public override IEnumerable<TensorInfo> Tensors() => GainTensors(Shape.Channels, HasBias);

    // One sample is read in full vectors.
    public override Memory Need(Mode mode) => mode == Mode.OneSample ? new(After: KernelShape.Lanes) : default;

    /// <summary>A weight of each of some values, which begins with 1, and a bias.</summary>
    public static IEnumerable<TensorInfo> GainTensors(int values, bool hasBias) =>
        new TensorInfo[] { new("weight", values, 0, 0) { Role = TensorRole.Gain, Initial = Initial.Ones } }.Concat(hasBias ? new BiasPlan(values, null).Tensors() : []);
}
