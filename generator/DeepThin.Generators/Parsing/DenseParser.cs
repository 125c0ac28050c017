using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;

namespace DeepThin.Generators.Parsing;

/// <summary>Parses one <c>[Dense]</c>. A fault stops only the checks that would stumble over it again.</summary>
internal sealed class DenseParser(LayerContext layer, Optimize optimize)
{
    public const string InputsArgument = "inputs";

    public const string OutputsArgument = "outputs";

    public LayerResult Parse()
    {
        int? inputs = Size(InputsArgument);
        int? outputs = Size(OutputsArgument);
        bool fits = inputs != null && outputs != null && HasFewEnoughWeights(inputs.Value, outputs.Value);
        var compression = new CompressionParser(layer).Parse(fits ? (inputs!.Value, outputs!.Value) : null);
        var bias = new BiasParser(layer).Parse(outputs);
        var activation = new ActivationParser(layer).Parse();
        var kernel = new KernelParser(layer, optimize).Parse(compression);
        if (layer.HasErrors) return new(inputs, outputs, 0, null);

        var spec = new DenseSpec(
            layer.Name,
            inputs!.Value,
            outputs!.Value,
            compression.Ratio,
            compression.Form,
            compression.Rank,
            compression.N,
            activation,
            bias.IsThere,
            bias.Ratio,
            kernel);
        return new(inputs, outputs, FloatsOf(spec, compression.Plan, bias.Plan), spec);
    }

    private int? Size(string argument)
    {
        if (layer.Value<int>(argument) is not { } size) return null;
        if (size >= 1) return size;
        layer.Report(Rules.SizeBelowOne, argument, Numbers.Text(size), argument);
        return null;
    }

    private bool HasFewEnoughWeights(int q, int r)
    {
        long weights = (long)q * r;
        if (weights <= int.MaxValue) return true;
        string most = Numbers.Text(int.MaxValue / q);
        layer.ReportFixable(Rules.TooManyWeights, OutputsArgument, most, Numbers.Text(q), Numbers.Text(r), Numbers.Text(weights), most);
        return false;
    }

    private static long FloatsOf(DenseSpec spec, ReLayoutPlan? weights, ReLayoutPlan? bias) =>
        (weights == null ? Padded((long)spec.Inputs * spec.Outputs) : FloatsOf(weights))
        + (bias != null ? FloatsOf(bias) : spec.HasBias ? Padded(spec.Outputs) : 0);

    private static long FloatsOf(ReLayoutPlan plan) => Padded((long)plan.M * plan.Rank) + Padded((long)plan.N * plan.Rank);

    private static long Padded(long length) => ReLayout.CeilDiv(length, KernelShape.Lanes) * KernelShape.Lanes;
}
