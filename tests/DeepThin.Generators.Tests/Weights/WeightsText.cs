extern alias Build;

using System.Globalization;
using System.Text;
using DeepThin.Generators.Weights;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Crc32C = Build::DeepThin.Crc32C;

namespace DeepThin.Generators.Tests.Weights;

/// <summary>What the build's task writes of a weights file; without its content, of an empty one. Tensors are lines such as <c>layers.0.bias: F32 [10]</c>.</summary>
internal sealed class WeightsText(string model, string file = "a.safetensors", string tensors = "", byte[]? content = null) : AdditionalText
{
    private const string Project = "/somewhere/App.csproj";

    public override string Path { get; } = string.Create(CultureInfo.InvariantCulture, $"/somewhere/obj/{model}.{file}{WeightsFile.Extension}");

    private byte[] Content { get; } = content ?? [];

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(
        new WeightsFile(model, file, Project, model + ".safetensors", Content.Length, Crc32C.Of(Content), new([.. tensors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Tensor)])).ToText(), Encoding.UTF8);

    private static WeightsTensor Tensor(string line)
    {
        string[] words = line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..].Split(' ', 2);
        return new(line[..line.IndexOf(':', StringComparison.Ordinal)], words[0], words[1]);
    }
}
