namespace DeepThin.Planning;

/// <summary>Two recurrent layers that read the same steps, one from the first to the last and one from the last to the first, of one attribute with <c>Bidirectional = true</c>.</summary>
/// <param name="Forward">The layer of the forward direction, which that of the other is like.</param>
internal sealed record BidirectionalSpec(RecurrentSpec Forward) : LayerSpec(Forward.Name, Forward.Activation)
{
    public override Shape Input => Forward.Input;

    public override Shape Output => new(2 * Forward.Hidden);

    public override LayerPlan Plan(int index, NetworkSpec network) => new BidirectionalPlan(index, Name, (RecurrentPlan)Forward.Plan(index, network));
}
