using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using DeepThin.Runtime;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// The file that a training is resumed from. In order, little-endian: 8 bytes of magic; the version (int32); the length of the file (int64);
/// the model's name and tensors; the conditions that must be the same; the counters; the history; the optimiser's state;
/// the best parameters if they are kept; the parameters; the SHA-256 of all that.
/// The file is complete or not there, and nothing in it is infinite or not a number.
/// </summary>
internal sealed class Checkpoint
{
    /// <summary>The bytes of the magic, the version and the length of the file, and those of the hash at its end.</summary>
    public const int HeaderLength = 20, HashLength = SHA256.HashSizeInBytes;

    private const int Version = 3;
    private const int LengthOffset = 12;

    private readonly string _path;
    private readonly ModelInfo _info;
    private readonly (string Name, string Value)[] _conditions;

    /// <summary>A checkpoint that may not be there yet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="info">The model whose parameters it holds.</param>
    /// <param name="conditions">What must be the same when the training is resumed: what it is, and its value.</param>
    /// <exception cref="DirectoryNotFoundException">The folder of the file is not there; better now than after an epoch.</exception>
    public Checkpoint(string path, ModelInfo info, (string Name, string Value)[] conditions)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"The folder {folder} of the CheckpointPath does not exist; create it first.");

        _path = path;
        _info = info;
        _conditions = conditions;
    }

    /// <summary>How a checkpoint begins.</summary>
    public static ReadOnlySpan<byte> Magic => "DTHINCKP"u8;

    public void Write(TrainingState state, ReadOnlySpan<float> parameters) => AtomicFile.Write(_path, parameters, (file, values) =>
    {
        WriteBody(file, state, values);
        Seal(file);
    });

    /// <summary>Takes over the state and the parameters of the file; does nothing if there is none. The parameters are unchanged if the file is refused.</summary>
    public void ReadIfPresent(TrainingState state, Span<float> parameters)
    {
        if (!File.Exists(_path)) return;

        using var file = new FileStream(_path, FileMode.Open, FileAccess.Read);
        CheckWhole(file, _path);
        file.Position = HeaderLength;
        using var reader = new BinaryReader(file, Encoding.UTF8);
        try
        {
            CheckModel(reader);
            CheckConditions(reader);
            ReadState(reader, state, parameters.Length);
            CheckEnd(file, state, parameters.Length);
            float[] read = new float[parameters.Length];
            reader.ReadExactly(MemoryMarshal.AsBytes(read.AsSpan()));
            CheckFinite(state, read);
            read.CopyTo(parameters);
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException)
        {
            throw new CheckpointException($"The checkpoint {_path} is damaged: its parts are not as long as they must be.", error);
        }
    }

    private void WriteBody(FileStream file, TrainingState state, ReadOnlySpan<float> parameters)
    {
        using var writer = new BinaryWriter(file, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(0L);
        WriteModel(writer);
        foreach (var (_, value) in _conditions) writer.Write(value);
        WriteState(writer, state);
        writer.Write(MemoryMarshal.AsBytes(parameters));
    }

    private void WriteModel(BinaryWriter writer)
    {
        writer.Write(_info.Name);
        writer.Write(_info.ParameterBlockLength);
        writer.Write(_info.Tensors.Count);
        foreach (var tensor in _info.Tensors) writer.Write(Describe(tensor));
    }

    private static void WriteState(BinaryWriter writer, TrainingState state)
    {
        writer.Write(state.Epoch);
        writer.Write(state.Step);
        writer.Write(state.LossSum);
        writer.Write(state.LearningRate);
        writer.Write(state.Elapsed.TotalSeconds);
        writer.Write(state.BestEpoch);
        foreach (var epoch in state.History)
        {
            writer.Write(epoch.TrainingLoss);
            writer.Write(epoch.ValidationLoss ?? double.NaN);
            writer.Write(epoch.ValidationAccuracy ?? double.NaN);
            writer.Write(epoch.ValidationLabelErrorRate ?? double.NaN);
            writer.Write(epoch.LearningRate);
            writer.Write(epoch.Elapsed.TotalSeconds);
        }

        state.Optimizer.Save(writer);
        writer.Write(state.BestParameters != null);
        if (state.BestParameters != null) writer.Write(MemoryMarshal.AsBytes(state.BestParameters.Span));
    }

    /// <summary>Writes the length to its place, and the hash to the end.</summary>
    private static void Seal(FileStream file)
    {
        long length = file.Length;
        file.Position = LengthOffset;
        file.Write(BitConverter.GetBytes(length + SHA256.HashSizeInBytes));
        byte[] hash = Hash(file, length);
        file.Position = length;
        file.Write(hash);
    }

    /// <summary>Checks that a file is a checkpoint, whole and undamaged.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Its name in a message.</param>
    /// <exception cref="CheckpointException">It is not.</exception>
    public static void CheckWhole(FileStream file, string path)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength || !header.StartsWith(Magic))
        {
            throw new CheckpointException($"{path} is not a checkpoint: it does not begin as one.");
        }

        int version = BitConverter.ToInt32(header[Magic.Length..]);
        if (version != Version)
        {
            throw new CheckpointException(Invariant($"The checkpoint {path} has version {version}, and this library reads version {Version}."));
        }

        long length = BitConverter.ToInt64(header[LengthOffset..]);
        if (length != file.Length || length < HeaderLength + HashLength)
        {
            throw new CheckpointException(Invariant($"The checkpoint {path} is damaged: it has {file.Length} bytes, and says that it has {length}."));
        }

        byte[] hash = Hash(file, length - HashLength);
        Span<byte> stored = stackalloc byte[HashLength];
        file.ReadExactly(stored);
        if (!stored.SequenceEqual(hash))
        {
            throw new CheckpointException($"The checkpoint {path} is damaged: its content does not have the SHA-256 that stands at its end.");
        }
    }

    private static byte[] Hash(FileStream file, long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] part = new byte[1 << 16];
        file.Position = 0;
        for (long left = length; left > 0;)
        {
            int read = file.Read(part, 0, (int)Math.Min(part.Length, left));
            if (read == 0) throw new EndOfStreamException();
            hash.AppendData(part, 0, read);
            left -= read;
        }

        return hash.GetHashAndReset();
    }

    private void CheckModel(BinaryReader reader)
    {
        string name = reader.ReadString();
        if (name != _info.Name)
        {
            throw new CheckpointException($"The checkpoint {_path} is one of the model {name}, and not of {_info.Name}.");
        }

        int length = reader.ReadInt32(), count = reader.ReadInt32();
        if (count != _info.Tensors.Count)
        {
            throw new CheckpointException(Invariant($"The checkpoint {_path} is one of another plan of {name}: it has {count} tensors, and the model has {_info.Tensors.Count}."));
        }

        foreach (var tensor in _info.Tensors)
        {
            string stored = reader.ReadString();
            if (stored != Describe(tensor))
            {
                throw new CheckpointException($"The checkpoint {_path} is one of another plan of {name}: it has the tensor {stored}, and the model has {Describe(tensor)}.");
            }
        }

        if (length != _info.ParameterBlockLength)
        {
            throw new CheckpointException(
                Invariant($"The checkpoint {_path} is one of another plan of {name}: its parameter block has {length} floats, and the model's has {_info.ParameterBlockLength}."));
        }
    }

    private void CheckConditions(BinaryReader reader)
    {
        foreach (var (name, value) in _conditions)
        {
            string stored = reader.ReadString();
            if (stored != value)
            {
                throw new CheckpointException(
                    $"The checkpoint {_path} is one of another training: {name} was {stored} and is now {value}. Set it back, or train anew without Resume.");
            }
        }
    }

    /// <summary>Only a file made by other means can fail here: its hash is right.</summary>
    private void CheckEnd(FileStream file, TrainingState state, int length)
    {
        if (file.Length - file.Position != (long)length * sizeof(float) + SHA256.HashSizeInBytes || state.Step < 0 || state.BestEpoch < 0 || state.BestEpoch > state.Epoch)
        {
            throw new CheckpointException($"The checkpoint {_path} is damaged: its counters or lengths do not fit each other.");
        }
    }

    /// <summary>A file of an earlier version can fail here.</summary>
    private void CheckFinite(TrainingState state, float[] parameters)
    {
        var found = NotFinite.Find(_info, parameters) ?? (state.BestParameters == null ? null : NotFinite.Find(_info, state.BestParameters.Span));
        if (found is { } value)
        {
            throw new CheckpointException(Invariant($"The checkpoint {_path} is one of a training that diverged: {value.Name} is {value.Value}. Train anew without Resume."));
        }

        if (!state.Optimizer.IsFinite(0, parameters.Length))
        {
            throw new CheckpointException($"The checkpoint {_path} is one of a training that diverged: what the optimiser remembers is not finite. Train anew without Resume.");
        }
    }

    private static void ReadState(BinaryReader reader, TrainingState state, int length)
    {
        state.Epoch = reader.ReadInt32();
        state.Step = reader.ReadInt32();
        state.LossSum = reader.ReadDouble();
        state.LearningRate = reader.ReadDouble();
        state.Elapsed = ReadTime(reader);
        state.BestEpoch = reader.ReadInt32();
        state.History.Clear();
        for (int epoch = 1; epoch <= state.Epoch; epoch++) state.History.Add(ReadEpoch(reader, epoch));
        state.Optimizer.Restore(reader);
        if (!reader.ReadBoolean()) return;

        state.BestParameters = new AlignedBuffer(length);
        reader.ReadExactly(MemoryMarshal.AsBytes(state.BestParameters.Span));
    }

    private static EpochResult ReadEpoch(BinaryReader reader, int epoch) => new()
    {
        Epoch = epoch,
        TrainingLoss = reader.ReadDouble(),
        ValidationLoss = NullIfNaN(reader.ReadDouble()),
        ValidationAccuracy = NullIfNaN(reader.ReadDouble()),
        ValidationLabelErrorRate = NullIfNaN(reader.ReadDouble()),
        LearningRate = reader.ReadDouble(),
        Elapsed = ReadTime(reader),
    };

    private static double? NullIfNaN(double value) => double.IsNaN(value) ? null : value;

    /// <summary>A time that was written in seconds; rounded, so that it is the same however often it is written and read.</summary>
    private static TimeSpan ReadTime(BinaryReader reader) => new((long)Math.Round(reader.ReadDouble() * TimeSpan.TicksPerSecond));

    private static string Describe(TensorInfo tensor) => Invariant($"{tensor.Name} {tensor.Shape} at {tensor.Offset}");
}
