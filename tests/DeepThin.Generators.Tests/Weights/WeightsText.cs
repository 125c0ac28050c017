extern alias Build;

using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using DeepThin.Generators.Weights;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Crc32C = Build::DeepThin.Crc32C;
using SafetensorsHeader = Build::DeepThin.SafetensorsHeader;

namespace DeepThin.Generators.Tests.Weights;

/// <summary>
/// What the build's task writes of a weights file. Its content is given, or its tensors in lines such as <c>layers.0.bias: F32 [10]</c>, and the texts of
/// its metadata as in <c>__metadata__: layout = 1, kernels = dense/dense</c>.
/// </summary>
internal sealed class WeightsText(string model, string file = "a.safetensors", string tensors = "", byte[]? content = null) : AdditionalText
{
    private const int LengthOfHeader = 1000;
    private const string Project = "/somewhere/App.csproj";

    public override string Path { get; } = string.Create(CultureInfo.InvariantCulture, $"/somewhere/obj/{model}.{file}{WeightsFile.Extension}");

    private byte[]? Content { get; } = content;

    private WeightsHeader Header { get; } = content == null ? OfLines(tensors) : OfContent(content);

    private long Length => Content?.Length ?? LengthOfHeader + Header.Tensors.Max(tensor => (long?)tensor.End) ?? LengthOfHeader;

    public override SourceText GetText(CancellationToken cancellationToken = default) =>
        SourceText.From(new WeightsFile(model, file, Project, model + ".safetensors", Length, Crc32C.Of(Content), Header).ToText(), Encoding.UTF8);

    private static WeightsHeader OfContent(byte[] content)
    {
        var header = SafetensorsHeader.Parse(content.AsSpan(8, BinaryPrimitives.ReadInt32LittleEndian(content)));
        return new(
            new([.. header.Entries.Select(entry => new FoundTensor(entry.Name, entry.DType, entry.Shape, entry.Begin, entry.End))]),
            new([.. header.Metadata.Select(text => (text.Key, text.Value))]));
    }

    private static WeightsHeader OfLines(string lines)
    {
        var found = new List<FoundTensor>();
        var metadata = new List<(string, string)>();
        foreach (string line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            string name = line[..colon], rest = line[(colon + 2)..];
            if (name == "__metadata__") metadata.AddRange(rest.Split(", ").Select(text => text.Split(" = ")).Select(text => (text[0], text[1])));
            else found.Add(Tensor(name, rest, found.LastOrDefault()?.End ?? 0));
        }

        return new(new([.. found]), new([.. metadata]));
    }

    private static FoundTensor Tensor(string name, string type, long begin)
    {
        string[] words = type.Split(' ', 2);
        long[] shape = [.. words[1].Trim('[', ']').Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(size => long.Parse(size, CultureInfo.InvariantCulture))];
        int bytes = words[0] switch { "I8" => 1, "F16" or "BF16" or "U16" => 2, _ => 4 };
        return new(name, words[0], shape, begin, begin + bytes * shape.Aggregate(1L, (product, size) => product * size));
    }
}
