using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
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

    private const string Format = "deepthin-packed", Version = "1";
    private const string VersionKey = "layout", KernelsKey = "kernels", OrderPart = ".order";
    private const int Alignment = 64, Lanes = KernelShape.Lanes;

    /// <summary>Whether a file is packed.</summary>
    public static bool IsPacked(SafetensorsFile file) => file.Metadata.TryGetValue("format", out string? format) && format == Format;

    /// <summary>Writes a packed file.</summary>
    /// <param name="stream">Receives it.</param>
    /// <param name="info">The model.</param>
    /// <param name="parameters">Its parameter block.</param>
    /// <param name="prepared">What its kernels have prepared.</param>
    public static void Write(Stream stream, ModelInfo info, AlignedBuffer parameters, AlignedBuffer prepared)
    {
        ReadOnlySpan<byte> first = MemoryMarshal.AsBytes(parameters.Span[..^Lanes]), second = MemoryMarshal.AsBytes(prepared.Span), padding = new byte[sizeof(float) * Lanes];
        byte[] header = Header(info, Crc32C.Text(Crc32C.Of(padding, Crc32C.Of(second, Crc32C.Of(first)))));
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        stream.Write(first);
        stream.Write(second);
        stream.Write(padding);
    }

    /// <summary>The weights of a packed file, where they lie; bytes that are lent, or do not lie as floats do, are copied.</summary>
    /// <param name="info">The model.</param>
    /// <param name="file">The file.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="WeightsException">The file does not fit the model.</exception>
    public static unsafe ModelWeights Load(ModelInfo info, SafetensorsFile file, Func<string> source)
    {
        CheckFit(info, file, source);
        if (UnmanagedMemory.IsLent(file.Data)) return Copy(info, file.Data.Span);
        var held = new HeldMemory(file.Data);
        if ((nint)held.Start % sizeof(float) != 0) return Copy(info, file.Data.Span);
        return new(new(held.Start, info.ParameterBlockLength), new(held.Start + info.ParameterBlockLength - Lanes, info.PreparedBlockLength), UnmanagedMemory.OwnerOf(file.Data) as MappedFile ?? (object)held);
    }

    private static ModelWeights Copy(ModelInfo info, ReadOnlySpan<byte> data)
    {
        var (parameters, prepared) = (new AlignedBuffer(info.ParameterBlockLength), new AlignedBuffer(info.PreparedBlockLength));
        int length = sizeof(float) * (info.ParameterBlockLength - Lanes);
        data[..length].CopyTo(MemoryMarshal.AsBytes(parameters.Span));
        data.Slice(length, sizeof(float) * info.PreparedBlockLength).CopyTo(MemoryMarshal.AsBytes(prepared.Span));
        return new(parameters, prepared, owner: null);
    }

    // Everything that the layout follows from, then each tensor.
    private static void CheckFit(ModelInfo info, SafetensorsFile file, Func<string> source)
    {
        const string again = "save it again with packed: true";
        if (Found(file, VersionKey) != Version) throw new WeightsException($"{source()} is packed with the layout '{Found(file, VersionKey)}', and this version of DeepThin reads '{Version}'; {again}.");
        if (Found(file, KernelsKey) != KernelsOf(info))
        {
            throw new WeightsException($"{source()} is packed for the kernels {Found(file, KernelsKey)}, and {info.Name} has {KernelsOf(info)}; {again}.");
        }

        if (!file.Metadata.ContainsKey(SafetensorsHeader.ChecksumKey)) throw new WeightsException($"{source()} is packed, and its header has no '{SafetensorsHeader.ChecksumKey}'; {again}.");
        var needed = Tensors(info);
        for (int i = 0; i < needed.Count; i++)
        {
            var found = i < file.Tensors.Count ? file.Tensors[i] : null;
            if (found == null || !IsSame(found, needed[i])) throw new WeightsException($"{source()} does not fit {info.Name}: {Difference(found, needed[i])}.");
        }

        if (file.Tensors.Count > needed.Count) throw new WeightsException($"{source()} does not fit {info.Name}: it has {file.Tensors[needed.Count]}, but the packed model has no such tensor.");
        foreach (var tensor in info.Tensors)
        {
            if (tensor.Order is { } order && Found(file, tensor.Name + OrderPart) != order.ToString())
            {
                throw new WeightsException($"{source()} has {tensor.Name} in the order '{Found(file, tensor.Name + OrderPart)}', and the kernel of {info.Name} reads '{order}'; {again}.");
            }
        }
    }

    private static bool IsSame(SafetensorsTensor found, StoredTensor needed) =>
        found.Name == needed.Name && found.DType == needed.FirstType && found.Shape.Count == 1 && found.Shape[0] == needed.Rows;

    private static string Difference(SafetensorsTensor? found, StoredTensor needed)
    {
        string differs = $"it has {(found == null ? "nothing more" : found.ToString())}, but the packed model needs {needed.Name}: {needed.FirstType} {needed.Shape}";
        string? hint = found != null && found.Name == needed.Name ? FitHints.OfPacked(needed, found.DType) : null;
        return hint == null ? differs : $"{differs}; {hint}";
    }

    private static string Found(SafetensorsFile file, string key) => file.Metadata.GetValueOrDefault(key, "");

    private static string KernelsOf(ModelInfo info)
    {
        string kernels = "";
        foreach (var layer in info.Layers)
        {
            foreach (var map in layer.Maps) kernels += $"{(kernels.Length == 0 ? "" : " ")}{map.Kernel}/{map.BatchKernel}";
        }

        return kernels;
    }

    private static List<StoredTensor> Tensors(ModelInfo info)
    {
        var tensors = new List<StoredTensor>();
        foreach (var tensor in info.Tensors) tensors.AddRange(StoredTensor.OfPacked(tensor.Name, tensor.Type, tensor.HeldLength, tensor.Scales));
        tensors.AddRange(StoredTensor.EndOfPacked(info.PreparedBlockLength));
        return tensors;
    }

    private static byte[] Header(ModelInfo info, string checksum)
    {
        var header = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString("format", Format);
            json.WriteString(VersionKey, Version);
            json.WriteString(KernelsKey, KernelsOf(info));
            foreach (var tensor in info.Tensors)
            {
                if (tensor.Order is { } order) json.WriteString(tensor.Name + OrderPart, order.ToString());
            }

            json.WriteString(SafetensorsHeader.ChecksumKey, checksum);
            json.WriteEndObject();
            long position = 0;
            foreach (var tensor in Tensors(info))
            {
                long end = position + tensor.Length * StoredModel.BytesOf(tensor.FirstType);
                SafetensorsWriter.WriteEntry(json, tensor.Name, tensor.FirstType, [tensor.Rows], position, end);
                position = end;
            }

            json.WriteEndObject();
        }

        // Spaces up to the boundary that the data begins at.
        byte[] padded = new byte[header.WrittenCount + (-(SafetensorsHeader.PrefixLength + header.WrittenCount) & (Alignment - 1))];
        padded.AsSpan().Fill((byte)' ');
        header.WrittenSpan.CopyTo(padded);
        return padded;
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
