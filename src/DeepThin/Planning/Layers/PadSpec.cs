using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>A layer that puts values around its input, of <c>[Pad]</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Padding">Its input and what stands around that.</param>
internal sealed record PadSpec(string Name, Padding Padding) : LayerSpec(Name, default)
{
    public override Shape Input => Padding.Input;

    public override Shape Output => Padding.Output;

    public override LayerPlan Plan(int index, NetworkSpec network) => new PadPlan(index, Name, Padding);
}

/// <summary>The plan of such a layer. It has no tensors.</summary>
internal sealed record PadPlan(int Index, string Name, Padding Padding) : LayerPlan(Index, Name, Padding.Input, Padding.Output, default)
{
    public override string Kind => "pad";

    public override EquatableArray<LinearMap> Maps => default;

    public override long Parameters => 0;

    public override bool EndsActivation => true;

    public override double Cost => Output.Length / (double)KernelShape.Lanes;

    public override double PanelCost => Output.Length / (double)KernelShape.Lanes;

    public override IEnumerable<TensorInfo> Tensors() => [];

    public override Memory Need(Mode mode) => default;
}
