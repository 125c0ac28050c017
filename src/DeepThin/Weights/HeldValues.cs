using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DeepThin.Planning;
using DeepThin.Runtime;

namespace DeepThin;

/// <summary>The values of a tensor in the parameter block: as they are in a file, or rounded, or in the order in which a kernel reads them.</summary>
internal static class HeldValues
{
    /// <summary>The values as a file has them: where they lie, or else a copy.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="block">The parameter block.</param>
    public static ReadOnlySpan<float> Read(TensorInfo tensor, AlignedBuffer block)
    {
        if (IsAsInFile(tensor)) return block.Span.Slice(tensor.Offset, tensor.Length);
        float[] held = Widen(tensor, block);
        return tensor.Order == null ? held : Unpack(tensor, tensor.Order, held);
    }

    /// <summary>The values of a tensor to be written: the place where they shall lie, or memory that <see cref="Write"/> reads.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="block">The parameter block.</param>
    public static Span<float> Place(TensorInfo tensor, AlignedBuffer block) =>
        IsAsInFile(tensor) ? block.Span.Slice(tensor.Offset, tensor.Length) : new float[tensor.Length];

    /// <summary>Writes to the parameter block what is not there yet.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="values">Its values, in what <see cref="Place"/> gave; <see cref="Narrowing"/> has checked them.</param>
    /// <param name="block">The parameter block.</param>
    public static void Write(TensorInfo tensor, ReadOnlySpan<float> values, AlignedBuffer block)
    {
        if (IsAsInFile(tensor)) return;
        var bytes = Bytes(tensor, block);
        switch (tensor.Type)
        {
            case WeightType.Int8:
                var rounded = MemoryMarshal.Cast<byte, sbyte>(bytes);
                if (tensor.Order == null) Int8Values.Round(values, tensor.Columns, rounded, Scales(tensor, block), GroupOf(tensor));
                else PackInt8(tensor.Order, values, rounded, Scales(tensor, block));
                break;
            case WeightType.Float16:
                Narrow(tensor, values, MemoryMarshal.Cast<byte, Half>(bytes), static value => (Half)value);
                break;
            default:
                Narrow(tensor, values, MemoryMarshal.Cast<byte, ushort>(bytes), BrainFloat.Round);
                break;
        }
    }

    /// <summary>All values of a tensor whose order is that of a file, for a kernel that reads them when it prepares.</summary>
    /// <param name="bytes">The first byte of the values.</param>
    /// <param name="scales">The first scale.</param>
    /// <param name="tensor">The tensor.</param>
    internal static float[] Widen(ref byte bytes, ref float scales, TensorInfo tensor)
    {
        float[] values = new float[(int)tensor.HeldLength];
        switch (tensor.Type)
        {
            case WeightType.Int8 when tensor.Order == null:
                Int8Values.Widen(
                    MemoryMarshal.CreateSpan(ref Unsafe.As<byte, sbyte>(ref bytes), values.Length),
                    MemoryMarshal.CreateSpan(ref scales, tensor.Scales), tensor.Columns, values, GroupOf(tensor));
                break;
            case WeightType.Int8:
                // Without their scales, which belong to columns.
                for (int i = 0; i < values.Length; i++) values[i] = Unsafe.Add(ref Unsafe.As<byte, sbyte>(ref bytes), i);
                break;
            case WeightType.Float16:
                for (int i = 0; i < values.Length; i++) values[i] = (float)Unsafe.Add(ref Unsafe.As<byte, Half>(ref bytes), i);
                break;
            default:
                for (int i = 0; i < values.Length; i++) values[i] = BrainFloat.Widen(Unsafe.Add(ref Unsafe.As<byte, ushort>(ref bytes), i));
                break;
        }

        return values;
    }

    private static bool IsAsInFile(TensorInfo tensor) => tensor.Type == WeightType.Float32;

    private static int GroupOf(TensorInfo tensor) => tensor.Group == 0 ? tensor.Columns : tensor.Group;

    private static Span<byte> Bytes(TensorInfo tensor, AlignedBuffer block) =>
        MemoryMarshal.AsBytes(block.Span[tensor.Offset..])[..(int)(tensor.HeldLength * StoredTensor.BytesOf(tensor.Type))];

    private static Span<float> Scales(TensorInfo tensor, AlignedBuffer block) => block.Span.Slice(tensor.ScalesOffset, tensor.Scales);

    private static float[] Widen(TensorInfo tensor, AlignedBuffer block)
    {
        float[] held = Widen(ref Bytes(tensor, block)[0], ref MemoryMarshal.GetReference(Scales(tensor, block)), tensor);
        if (tensor.Order is { } order && tensor.Type == WeightType.Int8)
        {
            var scales = Scales(tensor, block);
            for (int column = 0; column < order.Outputs; column++)
            {
                float scale = scales[order.Slot(column)];
                for (int i = 0; i < order.RowsOf(column) * order.Rank; i++) held[order.Place(column, i % order.Rank, i / order.Rank)] *= scale;
            }
        }

        return held;
    }

    private static float[] Unpack(TensorInfo tensor, PackedOrder order, float[] held)
    {
        float[] values = new float[tensor.Length];
        for (int column = order.Outputs - 1; column >= 0; column--)
        {
            int first = order.FirstRow(column) * order.Rank;
            for (int i = 0; i < order.RowsOf(column) * order.Rank; i++) values[first + i] = held[order.Place(column, i % order.Rank, i / order.Rank)];
        }

        return values;
    }

    private static void Narrow<T>(TensorInfo tensor, ReadOnlySpan<float> values, Span<T> held, Func<float, T> round)
    {
        if (tensor.Order is not { } order)
        {
            for (int i = 0; i < values.Length; i++) held[i] = round(values[i]);
            return;
        }

        for (int column = 0; column < order.Outputs; column++)
        {
            int first = order.FirstRow(column) * order.Rank;
            for (int i = 0; i < order.RowsOf(column) * order.Rank; i++) held[order.Place(column, i % order.Rank, i / order.Rank)] = round(values[first + i]);
        }
    }

    // A scale for each column of W: of a row that two columns overlap each has its own rounded copy.
    private static void PackInt8(PackedOrder order, ReadOnlySpan<float> values, Span<sbyte> held, Span<float> scales)
    {
        for (int column = 0; column < order.Outputs; column++)
        {
            var of = values.Slice(order.FirstRow(column) * order.Rank, order.RowsOf(column) * order.Rank);
            float scale = Int8Values.ScaleOf(of);
            scales[order.Slot(column)] = scale;
            for (int i = 0; i < of.Length; i++) held[order.Place(column, i % order.Rank, i / order.Rank)] = Int8Values.Round(of[i], scale);
        }
    }
}
