using System.Collections.Generic;
using System.Linq;

namespace DeepThin.Planning;

/// <summary>
/// The plan of a recurrent layer of both directions, whose outputs are those of the forward direction and behind them those of the reverse one. It needs a whole sequence: each direction is computed
/// in a <see cref="PassPlan">pass</see> of its own.
/// </summary>
/// <param name="Index">Its place among the layers of the network.</param>
/// <param name="Name">Its name.</param>
/// <param name="Direction">The layer of one direction; both are alike.</param>
internal sealed record BidirectionalPlan(int Index, string Name, RecurrentPlan Direction)
    : LayerPlan(Index, Name, Direction.Input, new(2 * Direction.Hidden), Direction.Activation)
{
    /// <summary>What the names of the tensors of the reverse direction end with, as PyTorch has them.</summary>
    public const string OfReverse = "_reverse";

    public override string Kind => "bidirectional " + Direction.Kind;

    public override EquatableArray<LinearMap> Maps => new([.. Direction.Maps, .. Direction.Maps]);

    public override long Parameters => 2 * Direction.Parameters;

    public override long Prepared => Placement.Align(Direction.Prepared) + Direction.Prepared;

    public override double Cost => 2 * Direction.Cost;

    public override double PanelCost => 2 * Direction.PanelCost;

    public override bool NeedsWholeSequence => true;

    public override IEnumerable<TensorInfo> Tensors() => Direction.Tensors().Concat(Direction.Tensors().Select(tensor => new TensorInfo(tensor, tensor.Name + OfReverse)));

    /// <summary>Nothing: what its passes need, they have.</summary>
    public override Memory Need(Mode mode) => default;
}
