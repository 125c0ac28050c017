using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>A layer that takes a stretch of the channels of a value, of <c>[Channels]</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">The shape of its input.</param>
/// <param name="First">The first channel that it takes.</param>
/// <param name="Count">How many it takes.</param>
internal sealed record ChannelsSpec(string Name, Shape Shape, int First, int Count) : LayerSpec(Name, default)
{
    public override Shape Input => Shape;

    public override Shape Output => Shape with { Channels = Count };

    public override LayerPlan Plan(int index, NetworkSpec network) => new ChannelsPlan(index, Name, Shape, Output, First);
}

/// <summary>
/// The plan of such a layer. It has no tensors. The channels are one stretch of memory, and yet they are copied: a value lies at full vectors, with the zeros around it that its readers want, and no other value does
/// so within.
/// </summary>
internal sealed record ChannelsPlan(int Index, string Name, Shape Input, Shape Output, int First) : LayerPlan(Index, Name, Input, Output, default)
{
    public override string Kind => "channels";

    public override EquatableArray<LinearMap> Maps => default;

    public override long Parameters => 0;

    /// <summary>All channels are the value itself.</summary>
    public override bool IsAlias => Input == Output;

    public override double Cost => IsAlias ? 0 : Output.Length;

    public override double PanelCost => IsAlias ? 0 : Output.Length;

    public override IEnumerable<TensorInfo> Tensors() => [];

    public override Memory Need(Mode mode) => default;
}
