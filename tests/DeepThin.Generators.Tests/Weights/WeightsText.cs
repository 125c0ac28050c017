using System.Globalization;
using System.Text;
using DeepThin.Generators.Weights;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DeepThin.Generators.Tests.Weights;

/// <summary>What the build's task writes of a weights file. Tensors are lines such as <c>layers.0.bias: F32 [10]</c>.</summary>
internal sealed class WeightsText(string model, string file = "a.safetensors", string tensors = "") : AdditionalText
{
    private const string Project = "/somewhere/App.csproj";

    public override string Path { get; } = string.Create(CultureInfo.InvariantCulture, $"/somewhere/obj/{model}.{file}{WeightsFile.Extension}");

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(
        new WeightsFile(model, file, Project, model + ".safetensors", new([.. tensors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Tensor)])).ToText(), Encoding.UTF8);

    private static WeightsTensor Tensor(string line)
    {
        string[] words = line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..].Split(' ', 2);
        return new(line[..line.IndexOf(':', StringComparison.Ordinal)], words[0], words[1]);
    }
}
