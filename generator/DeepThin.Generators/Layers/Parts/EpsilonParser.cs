using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Parts;

/// <summary>Parses <c>Epsilon</c>.</summary>
internal sealed class EpsilonParser(LayerContext layer)
{
    private const string EpsilonArgument = "Epsilon";
    private const double Default = 1e-5;

    public float Parse()
    {
        double given = layer.Value<double>(EpsilonArgument) ?? Default;
        float epsilon = (float)given;
        if (epsilon is not (> 0 and <= float.MaxValue)) layer.Report(Rules.EpsilonOutOfRange, EpsilonArgument, Numbers.Text(given));
        return epsilon;
    }
}
