using System.Buffers.Binary;
using System.Runtime.InteropServices;
using DeepThin.Onnx.Schema;

namespace DeepThin.Onnx.Graphs;

/// <summary>Reads the tensors of a file, in every form in which they are kept there.</summary>
/// <param name="folder">The folder of the file, which external data may not leave; null where there is none.</param>
internal sealed class TensorReader(string? folder)
{
    /// <summary>Reads a tensor.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="owner">What messages call it.</param>
    /// <exception cref="OnnxException">The tensor is damaged, or of a type that is not read.</exception>
    public Constant Read(TensorProto tensor, string owner)
    {
        var type = (ElementType)tensor.DataType;
        if (type.Bytes() == 0) throw new OnnxException($"{owner} has values of {type.Text()}; numbers and bool are read.");
        int[] dims = [.. tensor.Dims.Select(dimension => dimension is >= 0 and <= Graphs.Dims.MaxLength
            ? (int)dimension
            : throw new OnnxException($"{owner} has a dimension of {dimension}; 0 to {Graphs.Dims.MaxLength} are read."))];
        int length = Graphs.Dims.Length(dims);
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External) return Decode(type, dims, External(tensor, owner, (long)length * type.Bytes()), owner);
        if (!tensor.RawData.IsEmpty || length == 0) return Decode(type, dims, tensor.RawData.Span, owner);
        Array values = type switch
        {
            ElementType.Float => tensor.FloatData.ToArray(),
            ElementType.Double => tensor.DoubleData.ToArray(),
            ElementType.Int64 => tensor.Int64Data.ToArray(),
            ElementType.UInt64 or ElementType.UInt32 => tensor.Uint64Data.Select(value => (long)value).ToArray(),
            ElementType.Float16 => tensor.Int32Data.Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits)).ToArray(),
            ElementType.BFloat16 => tensor.Int32Data.Select(bits => BitConverter.Int32BitsToSingle(bits << 16)).ToArray(),
            _ => tensor.Int32Data.Select(value => (long)value).ToArray(),
        };
        return values.Length == length ? new(type, dims, values) : throw new OnnxException($"{owner} has {values.Length} values, and its {Graphs.Dims.Text(dims)} need {length}.");
    }

    private static Constant Decode(ElementType type, int[] dims, ReadOnlySpan<byte> bytes, string owner)
    {
        int length = Graphs.Dims.Length(dims), size = type.Bytes();
        if (bytes.Length != (long)length * size) throw new OnnxException($"{owner} has {bytes.Length} bytes, and its {Graphs.Dims.Text(dims)} values of {type.Text()} need {(long)length * size}.");
        if (type == ElementType.Float && BitConverter.IsLittleEndian) return new(type, dims, MemoryMarshal.Cast<byte, float>(bytes).ToArray());
        float[] reals = type.IsReal() && type != ElementType.Double ? new float[length] : [];
        double[] doubles = type == ElementType.Double ? new double[length] : [];
        long[] whole = type.IsReal() ? [] : new long[length];
        for (int i = 0; i < length; i++)
        {
            var value = bytes.Slice(i * size, size);
            switch (type)
            {
                case ElementType.Float: reals[i] = BinaryPrimitives.ReadSingleLittleEndian(value); break;
                case ElementType.Float16: reals[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(value); break;
                case ElementType.BFloat16: reals[i] = BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(value) << 16); break;
                case ElementType.Double: doubles[i] = BinaryPrimitives.ReadDoubleLittleEndian(value); break;
                case ElementType.Int64 or ElementType.UInt64: whole[i] = BinaryPrimitives.ReadInt64LittleEndian(value); break;
                case ElementType.Int32: whole[i] = BinaryPrimitives.ReadInt32LittleEndian(value); break;
                case ElementType.UInt32: whole[i] = BinaryPrimitives.ReadUInt32LittleEndian(value); break;
                case ElementType.Int16: whole[i] = BinaryPrimitives.ReadInt16LittleEndian(value); break;
                case ElementType.UInt16: whole[i] = BinaryPrimitives.ReadUInt16LittleEndian(value); break;
                case ElementType.Int8: whole[i] = (sbyte)value[0]; break;
                default: whole[i] = value[0]; break;
            }
        }

        return new(type, dims, type == ElementType.Double ? doubles : type.IsReal() ? reals : whole);
    }

    private byte[] External(TensorProto tensor, string owner, long needed)
    {
        string? Entry(string key) => tensor.ExternalData.FirstOrDefault(entry => entry.Key == key)?.Value;
        string location = Entry("location") ?? throw new OnnxException($"{owner} lies outside of the file, and does not say where.");
        if (folder is null) throw new OnnxException($"{owner} lies in the file '{location}' beside the graph, and this graph was not read from a file.");
        string root = Path.GetFullPath(folder), path = Path.GetFullPath(Path.Combine(root, location));
        if (Path.IsPathRooted(location) || !path.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new OnnxException($"{owner} lies in '{location}', which is outside of the folder of the graph; only files inside it are read.");
        var file = new FileInfo(path);
        if (!file.Exists) throw new OnnxException($"{owner} lies in '{location}', and there is no such file beside the graph.");
        if (file.ResolveLinkTarget(returnFinalTarget: true) is not null) throw new OnnxException($"{owner} lies in '{location}', which is a link; only files inside the folder of the graph are read.");
        long offset = Number("offset", 0), length = Number("length", needed);
        if (length != needed) throw new OnnxException($"{owner} has {length} bytes in '{location}', and its values need {needed}.");
        if (offset > file.Length - length) throw new OnnxException($"{owner} lies at {offset} to {offset + length} of '{location}', which has {file.Length} bytes.");
        byte[] bytes = new byte[length];
        using var stream = file.OpenRead();
        stream.Position = offset;
        stream.ReadExactly(bytes);
        return bytes;

        long Number(string key, long otherwise) => Entry(key) is not { } text ? otherwise
            : long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out long value) && value >= 0 && value <= long.MaxValue / 2 ? value
            : throw new OnnxException($"{owner} has the {key} '{text}' in '{location}'; a number of bytes is read.");
    }
}
