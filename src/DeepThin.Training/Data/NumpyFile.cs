using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace DeepThin.Training;

/// <summary>
/// Reads the files of NumPy: .npy with one array, and .npz with several. The values are floating-point numbers of 16, 32 or 64 bits, integers of 8 to 64 bits, or truth
/// values, with their bytes and their dimensions in either order; versions 1 to 3 of the format (numpy.lib.format).
/// </summary>
public static partial class NumpyFile
{
    private const string Extension = ".npy";

    /// <summary>No header of an array of numbers is longer.</summary>
    private const int MaxHeader = 1 << 16;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads an array.</summary>
    /// <param name="path">The file, .npy or .npz.</param>
    /// <param name="name">The name of the array in a .npz file; null where the file has only one.</param>
    /// <exception cref="InvalidDataException">The file is no such file or is damaged, has no array of this name, or has other values than numbers.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NumericArray Read(string path, string? name = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = File.OpenRead(path);
        if (IsZip(file)) return ReadFromZip(file, path, name);

        var source = new ArraySource(file, path);
        return name == null ? Read(source) : throw source.Bad($"it is no .npz file, so it has no array '{name}'; leave the name out");
    }

    /// <summary>Whether a file begins as an archive; it is at its beginning again then.</summary>
    internal static bool IsZip(FileStream file)
    {
        bool isZip = file.ReadByte() == 'P' && file.ReadByte() == 'K';
        file.Position = 0;
        return isZip;
    }

    private static NumericArray ReadFromZip(FileStream file, string path, string? name)
    {
        var source = new ArraySource(file, path);
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            string[] names = [.. zip.Entries.Where(entry => entry.FullName.EndsWith(Extension, StringComparison.Ordinal)).Select(entry => entry.FullName[..^Extension.Length])];
            string wanted = name ?? (names.Length == 1 ? names[0] : throw source.Bad($"it has {names.Length} arrays, so give the name of one: {string.Join(", ", names)}"));
            var entry = zip.GetEntry(wanted + Extension) ?? throw source.Bad($"it has no array '{wanted}'; its arrays are {string.Join(", ", names)}");
            using var stream = entry.Open();
            return Read(new ArraySource(stream, $"{path}, array '{wanted}',"));
        }
        catch (InvalidDataException error) when (!error.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw source.Bad("it begins as a .npz file, and is no zip archive", error);
        }
    }

    private static NumericArray Read(ArraySource source)
    {
        var (type, isFortranOrder, shape) = ReadHeader(source);
        return source.ReadValues(shape, type, isFortranOrder);
    }

    /// <summary>Reads what comes before the values.</summary>
    internal static (ElementType Type, bool IsFortranOrder, int[] Shape) ReadHeader(ArraySource source)
    {
        byte[] start = source.ReadHeader(Magic.Length + 2);
        if (!start.AsSpan().StartsWith(Magic)) throw source.Bad("it begins neither as a .npy nor as a .npz file");

        int version = start[Magic.Length];
        if (version is < 1 or > 3) throw source.Bad($"it has version {version} of the format, and versions 1 to 3 can be read");

        uint length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(source.ReadHeader(2)) : BinaryPrimitives.ReadUInt32LittleEndian(source.ReadHeader(4));
        if (length > MaxHeader) throw source.Bad($"its header has {length} bytes, which no array of numbers needs");

        string header = Encoding.UTF8.GetString(source.ReadHeader((int)length)).Trim();
        var (type, isFortranOrder, shape) = (Descr().Match(header), FortranOrder().Match(header), Shape().Match(header));
        if (!type.Success || !isFortranOrder.Success || !shape.Success) throw source.Bad($"its header is {header}, which is not that of an array of numbers");

        return (TypeOf(type, source), isFortranOrder.Groups[1].Value == "True", ShapeOf(shape, header, source));
    }

    private static ElementType TypeOf(Match descr, ArraySource source)
    {
        string order = descr.Groups["order"].Value, kind = descr.Groups["kind"].Value, size = descr.Groups["size"].Value;
        bool isBigEndian = order == ">" || (order is "=" or "" && !BitConverter.IsLittleEndian);
        var type = kind.Length == 1 && int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int bytes) ? new ElementType(kind[0], bytes, isBigEndian) : default;
        return type.IsKnown ? type : throw source.Bad($"its values have the type '{order}{kind}{size}'; f2, f4, f8, i1 to i8, u1 to u8 and b1 can be read");
    }

    private static int[] ShapeOf(Match shape, string header, ArraySource source)
    {
        string[] lengths = shape.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        int[] dimensions = new int[lengths.Length];
        for (int i = 0; i < dimensions.Length; i++)
        {
            if (!int.TryParse(lengths[i].TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out dimensions[i])) throw source.Bad($"its header is {header}, with a dimension that an int cannot hold");
        }

        return dimensions;
    }

    [GeneratedRegex(@"'descr':\s*'(?<order>[<>|=]?)(?<kind>[A-Za-z]*)(?<size>[^']*)'")]
    private static partial Regex Descr();

    [GeneratedRegex(@"'fortran_order':\s*(True|False)")]
    private static partial Regex FortranOrder();

    [GeneratedRegex(@"'shape':\s*\(([\d\s,L]*)\)")]
    private static partial Regex Shape();
}
