using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>A layer that gives the latest steps of each value as a series, of <c>[DelayLine]</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">The values of a step.</param>
/// <param name="Taps">The steps that are given, the oldest first.</param>
/// <param name="Dilation">The steps from a tap to the next one.</param>
internal sealed record DelayLineSpec(string Name, int Values, int Taps, int Dilation) : LayerSpec(Name, default)
{
    public override Shape Input => new(Values);

    public override Shape Output => new(Values, 1, Taps);

    public override LayerPlan Plan(int index, NetworkSpec network) => new DelayLinePlan(index, Name, Values, Taps, Dilation);
}

/// <summary>The plan of such a layer. Its state is the steps before that are still wanted, each at full vectors, the oldest first.</summary>
internal sealed record DelayLinePlan(int Index, string Name, int Values, int Taps, int Dilation) : LayerPlan(Index, Name, new(Values), new(Values, 1, Taps), default)
{
    public override string Kind => "delayline";

    public override EquatableArray<LinearMap> Maps => default;

    public override long Parameters => 0;

    /// <summary>The steps before that are kept.</summary>
    public int Steps => (Taps - 1) * Dilation;

    /// <summary>The floats from a step that is kept to the next.</summary>
    public int Stride => (int)Placement.Align(Values);

    public override int StateLength => Steps * Stride;

    public override double Cost => (double)Values * Taps;

    public override double PanelCost => (double)Values * Taps;

    public override IEnumerable<TensorInfo> Tensors() => [];

    public override Memory Need(Mode mode) => default;
}
