using DeepThin.Planning;

namespace DeepThin.Generators.Emitting.Kernels;

/// <summary>A pruned layer: an uncompressed one with many zeros, which stay.</summary>
internal sealed class PrunedKernelEmitter(PrunedShape shape) : DenseKernelEmitter(shape)
{
    public override void EmitBackward(SourceWriter writer)
    {
        base.EmitBackward(writer);
        writer.Write($"""

            // A weight that is zero is pruned: it has no gradient.
            {ShortNames.PanelKernels}.ClearWhereZero(ref w, ref dw, Q * R);
            """);
    }
}
