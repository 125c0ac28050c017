using System.Collections.Generic;
using System.Linq;

namespace DeepThin.Planning;

/// <summary>The plan of a fully connected layer, y = f(s∘((g∘x)W) + b): its matrix with gains, its bias, its activation.</summary>
internal sealed record FullyConnectedPlan(int Index, string Name, LinearMap Map, BiasPlan? Bias, ActivationSpec Activation)
    : LayerPlan(Index, Name, new(Map.Q), new(Map.R), Activation)
{
    private const int Size = KernelShape.PanelSize;

    public override EquatableArray<LinearMap> Maps => new([Map]);

    public override long Parameters => Map.Parameters + (Bias?.Parameters ?? 0);

    public override bool HasEpilogue => true;

    public override bool TakesScaledInput => Map.Gains.HasFlag(Gains.Inputs);

    /// <summary>Whether sums are multiplied with gains.</summary>
    public bool ScalesSums => Map.Gains.HasFlag(Gains.Outputs);

    /// <summary>Where a trace keeps the inputs of an activation whose derivative needs them: behind what the kernel keeps.</summary>
    public long KeptInputs => Map.Training.TraceKept * Size;

    /// <summary>Where a trace keeps xW, whose gains need it.</summary>
    public long KeptSums => KeptInputs + (Activation.NeedsInput ? Outputs : 0);

    /// <summary>Where a trace keeps g∘x, with the margins that the kernel reads.</summary>
    public long KeptScaled => KeptSums + (ScalesSums ? Outputs : 0) + Map.Need(Mode.Trace).Before;

    private long Outputs => (long)Map.R * Size;

    public override IEnumerable<TensorInfo> Tensors() =>
        Map.Tensors(Initial.Variance(Activation.Kind, Map.Q, Map.R)).Concat(Bias?.Tensors() ?? []);

    public override Memory Need(Mode mode)
    {
        var need = Map.Need(mode);
        return mode switch
        {
            // The sums of the factors of a bias are written in rows of W_b.
            Mode.OneSample => need with { Scratch = need.Scratch + (Bias?.Factors?.N ?? 0) },

            // The kernel reads g∘x, and the value itself is needed for the gradients of g.
            Mode.Trace when TakesScaledInput => need with { Before = 0, After = 0, Kept = KeptScaled + (long)Map.Q * Size + need.After },
            Mode.Trace => need with { Kept = KeptScaled - need.Before },
            Mode.Backward => need with { Scratch = need.Scratch + ReLayout.RoundUp(Map.R, KernelShape.Lanes) },
            _ => need,
        };
    }
}
