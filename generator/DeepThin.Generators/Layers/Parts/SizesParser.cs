using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Parts;

/// <summary>The inputs and outputs of a layer, each null where it is not usable.</summary>
/// <param name="Inputs">The inputs, Q.</param>
/// <param name="Outputs">The outputs, R.</param>
/// <param name="Both">Q and R where both are usable and there are not too many weights.</param>
internal readonly record struct Sizes(int? Inputs, int? Outputs, (int Q, int R)? Both)
{
    /// <summary>What a layer of these sizes comes to.</summary>
    /// <param name="spec">The layer, or null where it has errors.</param>
    public LayerResult With(LayerSpec? spec) => new(ShapeOf(Inputs), ShapeOf(Outputs), spec);

    private static Shape? ShapeOf(int? size) => size is { } known ? new Shape(known) : null;
}

/// <summary>Parses <c>inputs</c> and <c>outputs</c>.</summary>
internal sealed class SizesParser(LayerContext layer)
{
    public const string InputsArgument = "inputs";

    public const string OutputsArgument = "outputs";

    public Sizes Parse()
    {
        int? inputs = Size(InputsArgument);
        int? outputs = Size(OutputsArgument);
        bool fits = inputs != null && outputs != null && HasFewEnoughWeights(inputs.Value, outputs.Value);
        return new(inputs, outputs, fits ? (inputs!.Value, outputs!.Value) : null);
    }

    /// <summary>The size of a layer that writes as many values as it reads.</summary>
    public Sizes ParseInputs()
    {
        int? inputs = Size(InputsArgument);
        return new(inputs, inputs, inputs is { } size ? (size, size) : null);
    }

    /// <summary>The shape of a layer that says its channels and changes none; null where it is not usable.</summary>
    public Shape? ParseShape() => layer.WithChannels(Size(InputsArgument));

    /// <summary>A size that an argument says, or null where it is not usable.</summary>
    public int? Size(string argument)
    {
        if (layer.Value<int>(argument) is not { } size) return null;
        if (size >= 1) return size;
        layer.Report(Rules.SizeBelowOne, argument, Numbers.Text(size), argument);
        return null;
    }

    /// <summary>
    /// The channels of the input and the output of a convolution whose window has so many taps; Q and R where there are not too many weights. Where channels are convolved in
    /// groups, Q is that of a group.
    /// </summary>
    public Sizes ParseChannels(long? taps, int groups = 1)
    {
        int? inputs = Size(InputsArgument), outputs = Size(OutputsArgument);
        long? q = inputs / groups * taps;
        bool fits = q != null && outputs != null && HasFewEnoughWeights(q.Value, outputs.Value);
        return new(inputs, outputs, fits ? ((int)q!.Value, outputs!.Value) : null);
    }

    /// <summary>Q and R of a matrix over the gates of a recurrent layer; null where a size is not usable, or there are too many weights.</summary>
    public (int Q, int R)? OfGates(int? inputs, int? hidden, int gates, string argument)
    {
        if (inputs is not { } q || hidden is not { } size) return null;
        decimal weights = (decimal)q * size * gates;
        if (weights <= int.MaxValue) return (q, size * gates);
        layer.ReportTooLarge(argument, $"{weights.ToString(System.Globalization.CultureInfo.InvariantCulture)} weights in a matrix", $"{Numbers.Text(int.MaxValue / gates / q)} hidden values or fewer");
        return null;
    }

    private bool HasFewEnoughWeights(long q, int r)
    {
        decimal weights = (decimal)q * r;
        if (weights <= int.MaxValue) return true;
        if (q > int.MaxValue)
        {
            layer.ReportTooLarge(InputsArgument, $"{Numbers.Text(q)} values under its window", "fewer inputs or a smaller kernel");
            return false;
        }

        string most = Numbers.Text(int.MaxValue / q);
        layer.ReportFixable(Rules.TooManyWeights, OutputsArgument, most, Numbers.Text(q), Numbers.Text(r), Numbers.Text(weights), most);
        return false;
    }
}
