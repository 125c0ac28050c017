using System.Buffers;
using System.Runtime.InteropServices;
using DeepThin.Planning;
using DeepThin.Runtime;

namespace DeepThin;

/// <summary>
/// A packed file: the memory of a model as its kernels read it, so that loading prepares nothing. A safetensors file whose data begins on a 64-byte
/// boundary and is, tensor by tensor, the parameter block, each tensor in full vectors of 64 bytes, and what the kernels prepare.
/// </summary>
/// <remarks>
/// The names begin with <c>packed.</c>. <c>__metadata__</c> has the version of the layout, the kernels, the order of each tensor that is not held row by
/// row, and the CRC-32C of the data.
/// </remarks>
internal static class PackedFile
{
    /// <summary>How a packed file's header begins, so that one is known by its first bytes.</summary>
    public const string Beginning = "{\"__metadata__\":{\"format\":\"deepthin-packed\"";

    private const int Alignment = 64, Lanes = KernelShape.Lanes;

    /// <summary>The kernels of a model, as the header names them.</summary>
    public static string KernelsOf(ModelInfo info)
    {
        var kernels = new List<(string, string)>();
        foreach (var layer in info.Layers)
        {
            foreach (var map in layer.Maps) kernels.Add((map.Kernel, map.BatchKernel));
        }

        return PackedLayout.KernelsText([.. kernels]);
    }

    /// <summary>Writes a packed file.</summary>
    /// <param name="stream">Receives it.</param>
    /// <param name="info">The model.</param>
    /// <param name="parameters">Its parameter block.</param>
    /// <param name="prepared">What its kernels have prepared.</param>
    /// <param name="names">The names of its features and classes.</param>
    public static void Write(Stream stream, ModelInfo info, AlignedBuffer parameters, AlignedBuffer prepared, DataNames names)
    {
        ReadOnlySpan<byte> first = MemoryMarshal.AsBytes(parameters.Span[..^Lanes]), second = MemoryMarshal.AsBytes(prepared.Span), padding = new byte[sizeof(float) * Lanes];
        HeaderWriter.Write(
            stream,
            Alignment,
            Metadata(info, names, Crc32C.Of(padding, Crc32C.Of(second, Crc32C.Of(first)))),
            PackedLayout.Tensors(info.Tensors, info.PreparedBlockLength).Select(tensor => (tensor.Name, tensor.FirstType, tensor.Dimensions, StoredModel.BytesOf(tensor.FirstType) * tensor.Length)));
        stream.Write(first);
        stream.Write(second);
        stream.Write(padding);
    }

    /// <summary>The weights of a packed file that fits, where they lie; bytes that are lent, or do not lie as floats do, are copied.</summary>
    /// <param name="info">The model.</param>
    /// <param name="data">The data of the file.</param>
    public static unsafe ModelWeights Load(ModelInfo info, ReadOnlyMemory<byte> data)
    {
        if (UnmanagedMemory.IsLent(data)) return Copy(info, data.Span);
        var held = new HeldMemory(data);
        if ((nint)held.Start % sizeof(float) != 0) return Copy(info, data.Span);
        return new(new(held.Start, info.ParameterBlockLength), new(held.Start + info.ParameterBlockLength - Lanes, info.PreparedBlockLength), UnmanagedMemory.OwnerOf(data) as MappedFile ?? (object)held);
    }

    private static ModelWeights Copy(ModelInfo info, ReadOnlySpan<byte> data)
    {
        var (parameters, prepared) = (new AlignedBuffer(info.ParameterBlockLength), new AlignedBuffer(info.PreparedBlockLength));
        int length = sizeof(float) * (info.ParameterBlockLength - Lanes);
        data[..length].CopyTo(MemoryMarshal.AsBytes(parameters.Span));
        data.Slice(length, sizeof(float) * info.PreparedBlockLength).CopyTo(MemoryMarshal.AsBytes(prepared.Span));
        return new(parameters, prepared, owner: null);
    }

    private static IEnumerable<(string Key, string Value)> Metadata(ModelInfo info, DataNames names, uint checksum)
    {
        yield return (MetadataKeys.Format, PackedLayout.Format);
        yield return (MetadataKeys.Layout, PackedLayout.Version);
        yield return (MetadataKeys.Kernels, KernelsOf(info));
        foreach (var tensor in info.Tensors)
        {
            if (tensor.Order is { } order) yield return (MetadataKeys.OrderOf(tensor.Name), order.ToString());
        }

        foreach (var text in StoredNames.Texts(MetadataKeys.FeatureName, names.Features)) yield return text;
        foreach (var text in StoredNames.Texts(MetadataKeys.ClassName, names.Classes)) yield return text;
        yield return (MetadataKeys.Checksum, Crc32C.Text(checksum));
    }

    /// <summary>Bytes that stay where they are as long as this is held.</summary>
    private sealed unsafe class HeldMemory
    {
        private MemoryHandle _handle;

        public HeldMemory(ReadOnlyMemory<byte> bytes)
        {
            _handle = bytes.Pin();
            Start = (float*)_handle.Pointer;
        }

        ~HeldMemory() => _handle.Dispose();

        public float* Start { get; }
    }
}
