using System.Collections.Generic;
using System.Linq;

namespace DeepThin.Planning;

/// <summary>The plan of a fully connected layer, y = f(xW + b): its matrix, its bias, its activation.</summary>
internal sealed record FullyConnectedPlan(int Index, string Name, LinearMap Map, BiasPlan? Bias, ActivationSpec Activation)
    : LayerPlan(Index, Name, new(Map.Q), new(Map.R), Activation)
{
    public override EquatableArray<LinearMap> Maps => new([Map]);

    public override long Parameters => Map.Weights.Parameters + (Bias?.Parameters ?? 0);

    public override IEnumerable<TensorInfo> Tensors() =>
        Map.Tensors(Initial.Variance(Activation.Kind, Map.Q, Map.R)).Concat(Bias?.Tensors() ?? []);

    public override Memory Need(Mode mode)
    {
        var need = Map.Need(mode);
        return mode switch
        {
            // The sums of the factors of a bias are written in rows of W_b.
            Mode.OneSample => need with { Scratch = need.Scratch + (Bias?.Factors?.N ?? 0) },
            Mode.Trace when Activation.NeedsInput => need with { Kept = need.Kept + (long)Map.R * KernelShape.PanelSize },
            Mode.Backward => need with { Scratch = need.Scratch + ReLayout.RoundUp(Map.R, KernelShape.Lanes) },
            _ => need,
        };
    }
}
