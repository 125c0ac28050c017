using System.ComponentModel;
using System.Reflection;
using System.Runtime.InteropServices;
using DeepThin.Planning;

namespace DeepThin.Runtime;

/// <summary>Reads and writes the parameters of a model. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ModelFile
{
    private const int MaximumProblems = 20;

    // The data of a packed file begins on such a boundary of the file, and so it does in memory.
    private const int Alignment = 64;

    private const int ShortestRead = 1 << 12;

    /// <summary>The most bytes of a file that can be loaded.</summary>
    internal static readonly int LongestFile = Array.MaxLength - Alignment;

    /// <summary>Loads the parameters of a model from a safetensors file, which is read and not needed afterwards.</summary>
    /// <param name="info">The model.</param>
    /// <param name="path">The file.</param>
    /// <returns>The parameters in a new block whose padding is zero.</returns>
    /// <exception cref="WeightsException">The file is not valid, or does not fit the model.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ModelWeights Load(ModelInfo info, string path)
    {
        using var stream = Open(path);
        return Load(info, ReadToEnd(stream, path, LongestFile), () => path);
    }

    /// <summary>Maps a packed file into memory and takes the parameters of a model from where they lie.</summary>
    /// <param name="info">The model.</param>
    /// <param name="path">The file; nobody may write into it while the model is used.</param>
    /// <returns>The parameters where they lie.</returns>
    /// <exception cref="WeightsException">The file is not packed, not valid, or does not fit the model.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ModelWeights LoadMapped(ModelInfo info, string path)
    {
        using var stream = Open(path);
        if (stream.CanSeek && stream.Length > LongestFile) throw TooLong(path, LongestFile);
        var mapped = MappedFile.OfPacked(stream)
            ?? throw new WeightsException($"{path} cannot be mapped, because it is not packed; save the model with SavePacked, or load this file with Load.");
        return Load(info, mapped.Memory, () => path);
    }

    /// <summary>Loads the parameters of a model from a stream that holds a safetensors file; the stream is read to its end.</summary>
    /// <param name="info">The model.</param>
    /// <param name="stream">The stream; it need not be seekable, and stays open.</param>
    /// <returns>The parameters in a new block whose padding is zero.</returns>
    /// <exception cref="WeightsException">The file is not valid, or does not fit the model.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static ModelWeights Load(ModelInfo info, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        const string source = "The stream";
        long start = stream.CanSeek ? stream.Position : 0;
        var bytes = ReadToEnd(stream, source, LongestFile);
        if (start == 0) return Load(info, bytes, () => source);
        if (bytes.IsEmpty) throw new WeightsException($"{source} is at its end, after {start} bytes, and has nothing left to read; set Position = 0 before loading.");
        return Load(info, bytes, () => $"{source}, read from its byte {start} on");
    }

    /// <summary>Loads the parameters of a model from a safetensors file in memory.</summary>
    /// <param name="info">The model.</param>
    /// <param name="file">The whole file.</param>
    /// <returns>The parameters in a new block whose padding is zero. The parameters of a packed file stay where they lie.</returns>
    /// <exception cref="WeightsException">The file is not valid, or does not fit the model.</exception>
    public static ModelWeights Load(ModelInfo info, ReadOnlyMemory<byte> file) => Load(info, file, static () => "The file in memory");

    /// <summary>Loads the parameters of a model from a safetensors file that is embedded in an assembly, without a copy of the file.</summary>
    /// <param name="info">The model.</param>
    /// <param name="assembly">The assembly.</param>
    /// <param name="resourceName">The resource's name.</param>
    /// <returns>The parameters in a new block whose padding is zero. The parameters of a packed file stay where they lie.</returns>
    /// <exception cref="WeightsException">There is no such resource, or it is not valid, or does not fit the model.</exception>
    public static ModelWeights Load(ModelInfo info, Assembly assembly, string resourceName)
    {
        using var stream = OpenResource(assembly, resourceName);
        string Source() => ResourceInWords(assembly, resourceName);
        return stream is UnmanagedMemoryStream mapped && stream.Length <= int.MaxValue
            ? Load(info, InPlace(mapped, assembly), Source)
            : Load(info, ReadToEnd(stream, resourceName, LongestFile), Source);
    }

    /// <summary>
    /// Loads the parameters of a model from a safetensors file that the build has embedded in the model's own assembly, and whose header it has read and
    /// compared. The file lies in memory wherever .NET runs, so a program that carries its weights has no code inside that reads headers or streams, and a
    /// console's in their train.
    /// </summary>
    /// <param name="info">The model.</param>
    /// <param name="assembly">The assembly.</param>
    /// <param name="resourceName">The resource's name.</param>
    /// <param name="length">The length of the file in bytes, as the build saw it.</param>
    /// <param name="checksum">Its CRC-32C.</param>
    /// <param name="places">The places of the tensors: of each tensor of <see cref="ModelInfo.Tensors"/> those of all that a file has of it.</param>
    /// <returns>The parameters in a new block whose padding is zero.</returns>
    /// <exception cref="WeightsException">There is no such resource, it is another file than the build saw, or the model cannot hold its values.</exception>
    public static ModelWeights LoadEmbedded(ModelInfo info, Assembly assembly, string resourceName, long length, uint checksum, StoredPlace[] places)
    {
        var bytes = OpenEmbedded(assembly, resourceName, length, checksum);
        using var pinned = bytes.Pin();
        return new WeightsReader(bytes, places, () => ResourceInWords(assembly, resourceName)).Read(info);
    }

    /// <summary>Loads the parameters of a model from a packed file that the build has embedded, as <see cref="LoadEmbedded"/> does from one that is not packed.</summary>
    /// <param name="info">The model.</param>
    /// <param name="assembly">The assembly.</param>
    /// <param name="resourceName">The resource's name.</param>
    /// <param name="length">The length of the file in bytes, as the build saw it.</param>
    /// <param name="checksum">Its CRC-32C.</param>
    /// <param name="data">The first byte of the data.</param>
    /// <returns>The parameters where they lie.</returns>
    /// <exception cref="WeightsException">There is no such resource, or it is another file than the build saw.</exception>
    public static ModelWeights LoadEmbeddedPacked(ModelInfo info, Assembly assembly, string resourceName, long length, uint checksum, long data) =>
        PackedFile.Load(info, OpenEmbedded(assembly, resourceName, length, checksum)[(int)data..]);

    /// <summary>
    /// Writes the parameters of a model to a safetensors file. The file is complete or not there: it is written beside its place,
    /// flushed to the disk, and renamed. The same parameters give the same bytes.
    /// </summary>
    /// <param name="info">The model.</param>
    /// <param name="parameters">Its parameter block.</param>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="type">How values are stored; null for how the model holds them.</param>
    /// <param name="names">The names of features and classes.</param>
    /// <exception cref="ArgumentException">The block does not have the model's length, or the type is not known.</exception>
    /// <exception cref="InvalidOperationException">A pruned layer has more values than it keeps, or a value is not finite or too large for the type.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder of the file is not there.</exception>
    /// <exception cref="IOException">The file cannot be written; an existing one is as it was.</exception>
    public static void Save(ModelInfo info, AlignedBuffer parameters, string path, WeightType? type, DataNames names)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        CheckSave(info, parameters, type);
        AtomicFile.Write(path, stream => ModelWriter.Write(stream, info, parameters, names, type ?? info.Held));
    }

    /// <summary>Writes the parameters of a model as a safetensors file to a stream. The same parameters give the same bytes.</summary>
    /// <param name="info">The model.</param>
    /// <param name="parameters">Its parameter block.</param>
    /// <param name="stream">Receives the file; it need not be seekable, and stays open.</param>
    /// <param name="type">How values are stored; null for how the model holds them.</param>
    /// <param name="names">The names of features and classes.</param>
    /// <exception cref="ArgumentException">The block does not have the model's length, the type is not known, or the stream cannot be written.</exception>
    /// <exception cref="InvalidOperationException">
    /// A pruned layer has more values than it keeps, or a value is not finite or too large for the type; nothing was written.
    /// </exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void Save(ModelInfo info, AlignedBuffer parameters, Stream stream, WeightType? type, DataNames names)
    {
        CheckStream(stream);
        CheckSave(info, parameters, type);
        ModelWriter.Write(stream, info, parameters, names, type ?? info.Held);
    }

    /// <summary>Writes the memory that the kernels of a model read to a packed file, as atomically as <see cref="Save(ModelInfo, AlignedBuffer, string, WeightType?, DataNames)"/>.</summary>
    /// <param name="info">The model.</param>
    /// <param name="parameters">Its parameter block.</param>
    /// <param name="prepared">What its kernels have prepared.</param>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="type">How the model holds values, or null.</param>
    /// <param name="names">The names of features and classes.</param>
    /// <exception cref="ArgumentException">The block does not have the model's length, or the type is not the model's.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder of the file is not there.</exception>
    /// <exception cref="IOException">The file cannot be written; an existing one is as it was.</exception>
    public static void SavePacked(ModelInfo info, AlignedBuffer parameters, AlignedBuffer prepared, string path, WeightType? type, DataNames names)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        CheckSavePacked(info, parameters, prepared, type);
        AtomicFile.Write(path, stream => PackedFile.Write(stream, info, parameters, prepared, names));
    }

    /// <summary>Writes the memory that the kernels of a model read as a packed file to a stream.</summary>
    /// <param name="info">The model.</param>
    /// <param name="parameters">Its parameter block.</param>
    /// <param name="prepared">What its kernels have prepared.</param>
    /// <param name="stream">Receives the file; it need not be seekable, and stays open.</param>
    /// <param name="type">How the model holds values, or null.</param>
    /// <param name="names">The names of features and classes.</param>
    /// <exception cref="ArgumentException">The block does not have the model's length, the type is not the model's, or the stream cannot be written.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void SavePacked(ModelInfo info, AlignedBuffer parameters, AlignedBuffer prepared, Stream stream, WeightType? type, DataNames names)
    {
        CheckStream(stream);
        CheckSavePacked(info, parameters, prepared, type);
        PackedFile.Write(stream, info, parameters, prepared, names);
    }

    /// <summary>Reads a stream to its end, into memory that begins on a boundary of vectors.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="limit">The most bytes that are read.</param>
    internal static ReadOnlyMemory<byte> ReadToEnd(Stream stream, string source, int limit)
    {
        long expected = stream.CanSeek ? Math.Max(0, stream.Length - stream.Position) : 0;
        if (expected > limit) throw TooLong(source, limit);

        // With room for a byte more than is expected, so that the end shows.
        var memory = AlignedBytes(Math.Min(limit, Math.Max((int)expected, ShortestRead)) + 1);
        int length = 0;
        for (int read = stream.Read(memory.Span); read > 0; read = stream.Read(memory.Span[length..]))
        {
            length += read;
            if (length > limit) throw TooLong(source, limit);
            if (length < memory.Length) continue;
            var larger = AlignedBytes((int)Math.Min(limit, 2L * length) + 1);
            memory.CopyTo(larger);
            memory = larger;
        }

        return memory[..length];
    }

    private static Memory<byte> AlignedBytes(int length)
    {
        byte[] array = GC.AllocateUninitializedArray<byte>(length + Alignment - 1, pinned: true);
        return array.AsMemory((int)(-Marshal.UnsafeAddrOfPinnedArrayElement(array, 0) & (Alignment - 1)), length);
    }

    private static ModelWeights Load(ModelInfo info, ReadOnlyMemory<byte> bytes, Func<string> source)
    {
        ArgumentNullException.ThrowIfNull(info);

        // What lies outside the managed heap stays there at least until the end.
        using var pinned = bytes.Pin();
        var file = Parse(bytes, source);
        if (file.Damage() is { } damage) throw new WeightsException($"{source()} is damaged: {damage}");
        return Take(info, bytes, file, source);
    }

    private static ModelWeights Take(ModelInfo info, ReadOnlyMemory<byte> bytes, SafetensorsFile file, Func<string> source)
    {
        var fit = Compare(info, file);
        if (fit.LayoutFault is { } fault) throw new WeightsException($"{source()} {fault}.");
        if (fit.Misfits.Count > 0) throw new WeightsException($"{source()} does not fit {info.Name}:{ListOfProblems(fit)}");
        if (fit.NamesFault is { } namesFault) throw new WeightsException($"{source()} {namesFault}.");
        return Read(info, bytes, file, fit, source).Named(StoredNames.Read(MetadataKeys.FeatureName, file.Metadata), StoredNames.Read(MetadataKeys.ClassName, file.Metadata));
    }

    private static ModelWeights Read(ModelInfo info, ReadOnlyMemory<byte> bytes, SafetensorsFile file, WeightsFit fit, Func<string> source)
    {
        if (fit.IsPacked) return PackedFile.Load(info, file.Data);
        int data = bytes.Length - file.Data.Length;
        var places = new StoredPlace[fit.Places.Count];
        for (int i = 0; i < places.Length; i++) places[i] = new(fit.Places[i].DType, data + fit.Places[i].Begin);
        return new WeightsReader(bytes, places, source).Read(info);
    }

    private static WeightsFit Compare(ModelInfo info, SafetensorsFile file)
    {
        var found = new FoundTensor[file.Tensors.Count];
        for (int i = 0; i < found.Length; i++) found[i] = file.Tensors[i].Entry;
        return new(new(info.Name, info.Tensors, info.PreparedBlockLength, PackedFile.KernelsOf(info), info.InputLength, info.Classes), found, file.Metadata);
    }

    private static void CheckStream(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanWrite) throw new ArgumentException("The stream cannot be written.", nameof(stream));
    }

    private static void CheckSave(ModelInfo info, AlignedBuffer parameters, WeightType? type)
    {
        CheckBlock(info, parameters);
        CheckType(type);
        Narrowing.Check(info, parameters, type ?? info.Held);
    }

    private static void CheckSavePacked(ModelInfo info, AlignedBuffer parameters, AlignedBuffer prepared, WeightType? type)
    {
        ArgumentNullException.ThrowIfNull(prepared);
        CheckBlock(info, parameters);
        CheckType(type);
        if (type is { } other && other != info.Held)
        {
            throw new ArgumentException(
                $"A packed file of {info.Name} has what its kernels read, {info.Held}; for {other}, declare a model with [DeepThinModel(Weights = WeightType.{other})].", nameof(type));
        }
    }

    private static void CheckBlock(ModelInfo info, AlignedBuffer parameters)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(parameters);
        if (parameters.Length != info.ParameterBlockLength)
        {
            throw new ArgumentException($"The block has {parameters.Length} floats; {info.Name} needs {info.ParameterBlockLength}.", nameof(parameters));
        }
    }

    private static void CheckType(WeightType? type)
    {
        if (type is < WeightType.Float32 or > WeightType.Int8)
        {
            throw new ArgumentOutOfRangeException(nameof(type), type, "Weights are stored as Float32, BFloat16, Float16, Int8.");
        }
    }

    private static SafetensorsFile Parse(ReadOnlyMemory<byte> bytes, Func<string> source)
    {
        try
        {
            return SafetensorsFile.Parse(bytes);
        }
        catch (WeightsException error)
        {
            throw new WeightsException($"{source()}: {error.Message}", error);
        }
    }

    private static string ListOfProblems(WeightsFit fit)
    {
        var hints = fit.Hints();
        int shown = Math.Min(fit.Misfits.Count, MaximumProblems);
        string list = "";
        for (int i = 0; i < shown; i++)
        {
            list += $"\n  {Problem(fit.Misfits[i])}{(hints.Of(fit.Misfits[i]) is { } hint ? $"; {hint}" : "")}";
        }

        return shown == fit.Misfits.Count ? list : $"{list}\n  and {fit.Misfits.Count - shown} more";
    }

    private static string Problem(Misfit misfit)
    {
        if (misfit.Kind == MisfitKind.Missing) return $"{misfit.Needed.Name}: missing, but the model needs {misfit.Needed.Shape}";
        string found = $"{misfit.Found.Name}: {misfit.Found.TypeAndShape}";
        return misfit.Kind switch
        {
            MisfitKind.Type => $"{found}, but the model needs {misfit.Needed.Shape} in {misfit.Needed.TypesInWords}",
            MisfitKind.Shape => $"{found}, but the model needs {misfit.Needed.Shape}",
            MisfitKind.Place => $"{found}, which is not in its place: the tensors of a packed file are in the order of the model",
            _ => $"{found}, but the model has no such tensor",
        };
    }

    private static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException($"{path} cannot be read: {error.Message}", error);
        }
    }

    private static Stream OpenResource(Assembly assembly, string resourceName)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentException.ThrowIfNullOrEmpty(resourceName);

        // The runtime finds resources by the assembly's name, which has a culture.
        Cultures.AllowNone();
        return assembly.GetManifestResourceStream(resourceName) ?? throw MissingResource(assembly, resourceName);
    }

    private static ReadOnlyMemory<byte> OpenEmbedded(Assembly assembly, string resourceName, long length, uint checksum)
    {
        using var stream = OpenResource(assembly, resourceName);
        if (stream is not UnmanagedMemoryStream mapped || stream.Length > int.MaxValue)
        {
            throw new WeightsException($"{ResourceInWords(assembly, resourceName)} does not lie in memory; load it with LoadResource.");
        }

        var bytes = InPlace(mapped, assembly);
        uint found = Crc32C.Of(bytes.Span);
        if (found != checksum || bytes.Length != length) throw ChangedResource(ResourceInWords(assembly, resourceName), bytes.Length, found, length, checksum);
        return bytes;
    }

    private static string ResourceInWords(Assembly assembly, string resourceName) => $"Resource '{resourceName}' of {assembly.GetName().Name}";

    private static unsafe ReadOnlyMemory<byte> InPlace(UnmanagedMemoryStream stream, Assembly owner) =>
        new UnmanagedMemory(stream.PositionPointer, (int)stream.Length, owner).Memory;

    private static WeightsException TooLong(string source, int limit) => new($"{source} has more than {limit} bytes, the most that can be loaded.");

    private static WeightsException ChangedResource(string source, int length, uint checksum, long expectedLength, uint expectedChecksum) => new(
        $"{source} is not the file that the build saw: it has {length} bytes and the CRC-32C {Crc32C.Text(checksum)}, and the build saw {expectedLength} and {Crc32C.Text(expectedChecksum)}. "
        + "The weights file was written while the build ran, or the assembly was changed; build again.");

    private static WeightsException MissingResource(Assembly assembly, string resourceName)
    {
        string[] names = assembly.GetManifestResourceNames();
        string list = names.Length == 0 ? "it has none." : $"it has {string.Join(", ", names)}.";
        return new WeightsException($"{assembly.GetName().Name} has no resource '{resourceName}'; {list}");
    }
}
