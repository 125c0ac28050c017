using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace DeepThin.Build.Tests;

/// <summary>A folder of weights files for a test.</summary>
internal sealed class WeightsFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("deepthin weights ").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>The full path of a file in the folder.</summary>
    public string PathOf(string file) => System.IO.Path.Combine(Path, file);

    /// <summary>
    /// Writes a file of tensors, each a line such as <c>layers.0.bias: F32 [10]</c>; all values are <paramref name="value"/>. A line such as
    /// <c>__metadata__: layout = 1, kernels = dense/dense</c> has texts.
    /// </summary>
    public string Write(string file, string tensors, float value = 0)
    {
        var header = new StringBuilder("{");
        int length = 0;
        foreach (string line in tensors.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (line[..colon] == "__metadata__")
            {
                var texts = line[(colon + 2)..].Split(", ").Select(text => text.Split(" = ")).Select(text => $"\"{text[0]}\":\"{text[1]}\"");
                header.Append(CultureInfo.InvariantCulture, $"{(header.Length > 1 ? "," : "")}\"__metadata__\":{{{string.Join(',', texts)}}}");
                continue;
            }

            string[] type = line[(colon + 2)..].Split(' ', 2);
            int values = type[1].Trim('[', ']').Split(',').Aggregate(1, (product, size) => product * int.Parse(size, CultureInfo.InvariantCulture));
            int bytes = values * (type[0] == "F64" ? 8 : type[0] == "F32" ? 4 : type[0] == "I8" ? 1 : 2);
            header.Append(CultureInfo.InvariantCulture, $"{(header.Length > 1 ? "," : "")}\"{line[..colon]}\":{{\"dtype\":\"{type[0]}\",\"shape\":{type[1]},\"data_offsets\":[{length},{length + bytes}]}}");
            length += bytes;
        }

        byte[] data = new byte[length];
        for (int i = 0; i + 4 <= length; i += 4) BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(i), value);
        return Write(file, header.Append('}').ToString(), data);
    }

    /// <summary>Writes a file with a header and data.</summary>
    public string Write(string file, string header, byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header), prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, json.Length);
        File.WriteAllBytes(PathOf(file), [.. prefix, .. json, .. data]);
        return PathOf(file);
    }
}
