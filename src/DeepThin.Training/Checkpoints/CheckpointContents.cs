using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace DeepThin.Training;

/// <summary>A tensor of a checkpoint.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Values">Its values, row-major.</param>
internal sealed record CheckpointTensor(string Name, long[] Shape, float[] Values);

/// <summary>What a checkpoint has of its model, read without the model.</summary>
/// <param name="Model">The full name of the model's class.</param>
/// <param name="Tensors">The parameters at the last step.</param>
internal sealed partial record CheckpointContents(string Model, IReadOnlyList<CheckpointTensor> Tensors)
{
    /// <summary>Whether a file begins as a checkpoint does.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static bool IsOne(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
        Span<byte> magic = stackalloc byte[Checkpoint.Magic.Length];
        return file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic.SequenceEqual(Checkpoint.Magic);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointException">The file is no checkpoint, or is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CheckpointContents Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
        Checkpoint.CheckWhole(file, path);
        file.Position = Checkpoint.HeaderLength;
        using var reader = new BinaryReader(file, Encoding.UTF8);
        string model = reader.ReadString();
        float[] block = new float[reader.ReadInt32()];
        Match[] tensors = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => Tensor().Match(reader.ReadString()))];

        // The parameters are the last that stands before the hash.
        file.Position = file.Length - Checkpoint.HashLength - (long)sizeof(float) * block.Length;
        file.ReadExactly(MemoryMarshal.AsBytes(block.AsSpan()));
        return new(model, [.. tensors.Select(tensor =>
        {
            long[] shape = [.. tensor.Groups["shape"].Value.Split(", ").Select(length => long.Parse(length, CultureInfo.InvariantCulture))];
            int offset = int.Parse(tensor.Groups["offset"].ValueSpan, CultureInfo.InvariantCulture);
            return new CheckpointTensor(tensor.Groups["name"].Value, shape, block[offset..(offset + (int)shape.Aggregate(1L, (product, length) => product * length))]);
        })]);
    }

    [GeneratedRegex(@"^(?<name>.+) \[(?<shape>[0-9, ]+)\] at (?<offset>[0-9]+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Tensor();
}
