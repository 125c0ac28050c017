using System.Linq;
using DeepThin.Planning;

namespace DeepThin.Generators.Parsing;

/// <summary>What the parser of a layer kind found.</summary>
/// <param name="Sizes">The inputs and outputs.</param>
/// <param name="Floats">What its tensors take of the parameter block, padding included; 0 for a layer with errors.</param>
/// <param name="Spec">The layer, or null where it has errors.</param>
internal sealed record LayerResult(Sizes Sizes, long Floats, LayerSpec? Spec)
{
    /// <summary>The floats that the tensors of a layer take.</summary>
    public static long FloatsOf(WeightsPlan weights, LayerSpec spec, ReLayoutPlan? bias) =>
        FloatsOf(weights) + (bias != null ? FloatsOf(bias) : spec.HasBias ? Padded(spec.Outputs) : 0);

    private static long FloatsOf(WeightsPlan weights) => weights.Tensors().Sum(tensor => Padded(tensor.Length));

    private static long Padded(long length) => ReLayout.CeilDiv(length, KernelShape.Lanes) * KernelShape.Lanes;
}
