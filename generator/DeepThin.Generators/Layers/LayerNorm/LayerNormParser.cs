using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.LayerNorm;

/// <summary>Parses one <c>[LayerNorm]</c>.</summary>
internal sealed class LayerNormParser(LayerContext layer)
{
    private const string PerPositionArgument = "PerPosition";

    public LayerResult Parse()
    {
        var shape = new SizesParser(layer).ParseShape();
        bool perPosition = layer.Value<bool>(PerPositionArgument) ?? false;
        float epsilon = new EpsilonParser(layer).Parse();
        if (shape is { } all && (perPosition ? all.Channels : all.Length) == 1)
        {
            string use = all.Length == 1 ? "several values" : $"several channels, or leave out {PerPositionArgument}";
            layer.Report(Rules.NormOfOne, all.Length == 1 ? SizesParser.InputsArgument : PerPositionArgument, all.Length == 1 ? "its value" : "the value at each position", use);
        }

        return new(shape, shape, layer.HasErrors || shape is not { } known ? null : new LayerNormSpec(layer.Name, known, perPosition, layer.Value<bool>(BiasParser.BiasArgument) ?? true, epsilon));
    }
}
