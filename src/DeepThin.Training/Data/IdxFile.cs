using System.Buffers.Binary;
using System.IO.Compression;

namespace DeepThin.Training;

/// <summary>
/// Reads idx files, as MNIST and its kin have them, gzipped or not: two zero bytes, the type, the number of dimensions, each dimension as a big-endian int32, and the
/// values, the last dimension innermost and the highest byte of each first.
/// </summary>
public static class IdxFile
{
    /// <summary>Reads an array.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no such file, or is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NumericArray Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = File.OpenRead(path);
        if (!IsGzip(file)) return Read(new ArraySource(file, path));

        using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        return Read(new ArraySource(unzipped, path));
    }

    private static bool IsGzip(FileStream file)
    {
        bool isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isGzip;
    }

    private static NumericArray Read(ArraySource source)
    {
        byte[] start = source.ReadHeader(4);
        if (start[0] != 0 || start[1] != 0 || TypeOf(start[2]) is not { } type)
        {
            throw source.Bad($"it begins with 0x{Convert.ToHexString(start)}, and an idx file with two zero bytes and one of 08, 09, 0B, 0C, 0D and 0E");
        }

        int[] shape = new int[start[3]];
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = BinaryPrimitives.ReadInt32BigEndian(source.ReadHeader(4));
            if (shape[i] < 0) throw source.Bad($"dimension {i} is {shape[i]}");
        }

        return source.ReadValues(shape, type, isFortranOrder: false);
    }

    private static ElementType? TypeOf(byte code) => code switch
    {
        0x08 => new('u', 1, true),
        0x09 => new('i', 1, true),
        0x0B => new('i', 2, true),
        0x0C => new('i', 4, true),
        0x0D => new('f', 4, true),
        0x0E => new('f', 8, true),
        _ => null,
    };
}
