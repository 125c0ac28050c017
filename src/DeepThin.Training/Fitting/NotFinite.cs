using System.Numerics.Tensors;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>Looks for values of a parameter block that are infinite or not a number.</summary>
internal static class NotFinite
{
    /// <summary>The first such value, with the name of its tensor and its place there; null if there is none.</summary>
    /// <param name="info">The plan of the block.</param>
    /// <param name="block">The block.</param>
    public static (string Name, float Value)? Find(ModelInfo info, ReadOnlySpan<float> block)
    {
        if (TensorPrimitives.IsFiniteAll(block)) return null;

        foreach (var tensor in info.Tensors)
        {
            var values = block.Slice(tensor.Offset, tensor.Length);
            for (int i = 0; i < values.Length; i++)
            {
                if (!float.IsFinite(values[i])) return (Place(tensor, i), values[i]);
            }
        }

        int at = 0;
        while (float.IsFinite(block[at])) at++;
        return (Invariant($"the padding at {at}"), block[at]);
    }

    private static string Place(TensorInfo tensor, int index) =>
        tensor.IsVector ? Invariant($"{tensor.Name}[{index}]") : Invariant($"{tensor.Name}[{index / tensor.Columns}, {index % tensor.Columns}]");
}
