using System.Runtime.InteropServices;
using DeepThin.Planning;
using DeepThin.Runtime;

namespace DeepThin;

/// <summary>Reads the tensors of a model, in its order, from their places in a weights file that fits it.</summary>
/// <param name="file">The whole file.</param>
/// <param name="places">The places of what <see cref="StoredTensor.Of"/> says that a file has of each tensor, one after the other.</param>
/// <param name="source">What messages call the file.</param>
internal sealed class WeightsReader(ReadOnlyMemory<byte> file, StoredPlace[] places, Func<string> source)
{
    private int _next;

    /// <summary>Makes the parameter block of a model.</summary>
    /// <param name="info">The model.</param>
    /// <exception cref="WeightsException">A value cannot be held as the model holds values, or the places of kept weights are not valid.</exception>
    public ModelWeights Read(ModelInfo info) => WeightsBuilder.Build(
        info, (_, tensor, values) => Read(tensor, values), fault => new WeightsException($"{source()} cannot be held as {info.Name} does: {fault}"));

    private void Read(TensorInfo tensor, Span<float> values)
    {
        if (tensor.NonZeros == 0)
        {
            ReadValues(tensor.Columns, values);
            return;
        }

        var sparse = new SparseValues(new float[tensor.NonZeros], new int[tensor.NonZeros], new int[tensor.Rows + 1]);
        ReadValues(0, sparse.Values);
        string? fault = ReadIndices(tensor.Name + StoredTensor.ColumnsPart, sparse.Columns) ?? ReadIndices(tensor.Name + StoredTensor.StartsPart, sparse.Starts) ?? sparse.Fault(tensor);
        if (fault != null) throw new WeightsException($"{source()}: {tensor.Name} has places that are not valid: {fault}");
        sparse.CopyTo(values, tensor.Columns);
    }

    private void ReadValues(int columns, Span<float> values)
    {
        var (dtype, bytes) = Next();
        if (dtype != StoredTensor.Int8)
        {
            StoredValues.Read(dtype, bytes.Span, values);
            return;
        }

        float[] scales = new float[StoredTensor.ScalesOf(columns == 0 ? values.Length : values.Length / columns, columns)];
        ReadValues(0, scales);
        Int8Values.Widen(MemoryMarshal.Cast<byte, sbyte>(bytes.Span[..values.Length]), scales, columns, values);
    }

    private string? ReadIndices(string name, int[] indices)
    {
        var (dtype, bytes) = Next();
        return StoredValues.Read(dtype, bytes.Span, indices) is { } fault ? $"{name} {fault}" : null;
    }

    private (string DType, ReadOnlyMemory<byte> Bytes) Next()
    {
        var place = places[_next++];
        return (place.DType, file[(int)place.Begin..]);
    }
}
