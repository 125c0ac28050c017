using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Acoustic.Data;

/// <summary>
/// Reads and writes NumPy's .npy files of float32 and int32 (numpy.lib.format, version 1.0): the magic string, the version, the length
/// of the header as uint16, the header as a Python dictionary padded to a multiple of 64 bytes, the values row by row, little-endian.
/// </summary>
internal static partial class NpyFile
{
    private const string Int32 = "<i4";
    private const string Single = "<f4";
    private const int ValueLength = 4;
    private const int HeaderStart = 10;
    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Start => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];

    /// <summary>Writes a list of whole numbers.</summary>
    public static void Write(string path, ReadOnlySpan<int> values) => Write(path, Int32, $"({values.Length},)", MemoryMarshal.AsBytes(values));

    /// <summary>Writes a matrix, row by row.</summary>
    /// <param name="path">The file.</param>
    /// <param name="values">Rows × columns values.</param>
    /// <param name="columns">The values of a row.</param>
    public static void Write(string path, ReadOnlySpan<float> values, int columns) =>
        Write(path, Single, $"({values.Length / columns}, {columns})", MemoryMarshal.AsBytes(values));

    /// <summary>Reads a list of whole numbers.</summary>
    /// <exception cref="SpeechDataException">The file is missing, is no such file, or has another shape.</exception>
    public static int[] ReadInt32(string path) => MemoryMarshal.Cast<byte, int>(Read(path, Int32, [])).ToArray();

    /// <summary>Reads a matrix, row by row.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">The values that a row must have.</param>
    /// <exception cref="SpeechDataException">The file is missing, is no such file, or has another shape.</exception>
    public static float[] ReadSingle(string path, int columns) => MemoryMarshal.Cast<byte, float>(Read(path, Single, [columns])).ToArray();

    private static void Write(string path, string type, string shape, ReadOnlySpan<byte> values)
    {
        string dictionary = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}";
        int length = (HeaderStart + dictionary.Length + Alignment) / Alignment * Alignment - HeaderStart;
        byte[] header = new byte[HeaderStart + length];
        Start.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(Start.Length), (ushort)length);
        Encoding.ASCII.GetBytes(dictionary.PadRight(length - 1) + "\n", header.AsSpan(HeaderStart));
        using var stream = File.Create(path);
        stream.Write(header);
        stream.Write(values);
    }

    /// <summary>The values of a file that has the wanted type, any number of rows, and the wanted dimensions after that.</summary>
    private static ReadOnlySpan<byte> Read(string path, string type, int[] dimensions)
    {
        byte[] file = ReadFile(path);
        if (!file.AsSpan().StartsWith(Start) || file.Length < HeaderStart)
        {
            throw Damaged(path, "it does not begin as a .npy file of version 1.0 does");
        }

        int length = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(Start.Length));
        if (length > file.Length - HeaderStart)
        {
            throw Damaged(path, $"its header has {length} bytes, and {file.Length - HeaderStart} are there");
        }

        long count = CountOf(Encoding.ASCII.GetString(file, HeaderStart, length).TrimEnd(), type, dimensions, path);
        var values = file.AsSpan(HeaderStart + length);
        return values.Length == ValueLength * count
            ? values
            : throw Damaged(path, $"{values.Length} bytes follow its header, and {count} values of {type} have {ValueLength * count}");
    }

    private static long CountOf(string header, string type, int[] dimensions, string path)
    {
        var match = Header().Match(header);
        if (!match.Success || match.Groups["type"].Value != type || match.Groups["columns"].Value != string.Join(", ", dimensions)
            || !int.TryParse(match.Groups["rows"].Value, out int rows))
        {
            throw Damaged(path, $"its header is {header}, and one with the type '{type}' and the shape ({string.Join(", ", ["N", .. dimensions])}) is expected");
        }

        return dimensions.Aggregate((long)rows, (product, dimension) => product * dimension);
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SpeechDataException($"{path} does not exist.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SpeechDataException($"{path} cannot be read: {error.Message}", error);
        }
    }

    private static SpeechDataException Damaged(string path, string what) => new($"{path} is damaged: {what}.");

    [GeneratedRegex(@"^\{'descr': '(?<type>[^']*)', 'fortran_order': False, 'shape': \((?<rows>\d+),( (?<columns>\d+(, \d+)*))?\), \}$")]
    private static partial Regex Header();
}
