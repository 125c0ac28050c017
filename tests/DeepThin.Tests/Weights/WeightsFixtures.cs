using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using DeepThin.Runtime;

namespace DeepThin.Tests.Weights;

/// <summary>The models and files that the tests of weights share.</summary>
internal static class WeightsFixtures
{
    /// <summary>The model that <c>model.safetensors</c> and <c>saved.safetensors</c> fit.</summary>
    public static ModelInfo Model { get; } =
        Info(("layers.0.xf", 3, 2), ("layers.0.wf", 2, 5), ("layers.0.bias", 4, 0), ("layers.1.weight", 2, 4), ("layers.1.bias", 2, 0));

    public static string PathOf(string fixture) => Path.Combine(AppContext.BaseDirectory, "Fixtures", fixture);

    public static byte[] Read(string fixture) => File.ReadAllBytes(PathOf(fixture));

    /// <summary>The values that Python wrote down for a fixture, by tensor, as bits.</summary>
    public static Dictionary<string, uint[]> Expected(string fixture)
    {
        var expected = new Dictionary<string, uint[]>();
        foreach (string line in File.ReadLines(PathOf(fixture)))
        {
            string[] words = line.Split(' ');
            expected.Add(words[0], [.. words.Skip(1).Select(word => uint.Parse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture))]);
        }

        return expected;
    }

    /// <summary>A model of one layer with the given tensors; no columns make a vector.</summary>
    public static ModelInfo Info(params (string Name, int Rows, int Columns)[] shapes)
    {
        var tensors = new List<TensorInfo>();
        int offset = 0;
        foreach (var (name, rows, columns) in shapes)
        {
            var tensor = new TensorInfo(name, rows, columns, offset) { Role = RoleOf(name) };
            tensors.Add(tensor);
            offset += (tensor.Length + 15) & ~15;
        }

        var layer = new LayerInfo
        {
            Name = "layers.0",
            Inputs = 1,
            Outputs = 1,
            Activation = Activation.Identity,
            Parameters = 1,
            PreparedBytes = 0,
            Maps = [new() { Kind = "deepthin", Inputs = 1, Outputs = 1, Ratio = 1, MultiplyAdds = 1, Kernel = "correlation", BatchKernel = "correlation", Reason = "" }],
            Tensors = tensors,
        };
        return new ModelInfo("Demo.Net", offset, 0, layer);
    }

    private static TensorRole RoleOf(string name) => name.Split('.') switch
    {
        [_, _, "bias", ..] => TensorRole.Bias,
        [.., "input_gain"] => TensorRole.InputGain,
        [.., "output_gain"] => TensorRole.OutputGain,
        [.., "mean"] => TensorRole.Mean,
        [.., "scale"] => TensorRole.Scale,
        [.., "xf"] => TensorRole.LeftFactor,
        [.., "wf"] => TensorRole.RightFactor,
        _ => TensorRole.Weight,
    };

    /// <summary>A parameter block whose values are 0, 1/8, 2/8, … in the order of the tensors.</summary>
    public static AlignedBuffer Ramp(ModelInfo info)
    {
        var parameters = new AlignedBuffer(info.ParameterBlockLength);
        int count = 0;
        foreach (var tensor in info.Tensors)
        {
            foreach (ref float value in parameters.Span.Slice(tensor.Offset, tensor.Length))
            {
                value = count++ / 8f;
            }
        }

        return parameters;
    }

    /// <summary>A file with a header and so many bytes of data, all zero.</summary>
    public static byte[] FileOf(string header, int dataLength = 0) => FileOf(Encoding.UTF8.GetBytes(header), dataLength);

    public static byte[] FileOf(byte[] header, int dataLength)
    {
        byte[] file = new byte[8 + header.Length + dataLength];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        header.CopyTo(file, 8);
        return file;
    }

    /// <summary>A saved file as one that has no checksum, so that its data may be changed.</summary>
    public static byte[] WithoutChecksum(byte[] file)
    {
        byte[] plain = [.. file];
        "digest"u8.CopyTo(plain.AsSpan(plain.AsSpan().IndexOf("crc32c"u8)));
        return plain;
    }

    public static uint[] Bits(ReadOnlySpan<float> values)
    {
        uint[] bits = new uint[values.Length];
        for (int i = 0; i < bits.Length; i++)
        {
            bits[i] = BitConverter.SingleToUInt32Bits(values[i]);
        }

        return bits;
    }
}
