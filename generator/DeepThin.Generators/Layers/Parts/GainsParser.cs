using System;
using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Parts;

/// <summary>Parses <c>Gains</c> of a compressed layer.</summary>
internal sealed class GainsParser(LayerContext layer)
{
    public const string GainsArgument = "Gains";

    /// <summary>The gains; null where they are not given, none where they are not known.</summary>
    /// <param name="reports">Whether a fault is reported.</param>
    public Gains? Parse(bool reports = true)
    {
        if (layer.Value<int>(GainsArgument) is not { } value) return null;
        var gains = (Gains)value;
        if ((gains & ~Gains.Both) == 0) return gains;
        if (reports) layer.Report(Rules.UnknownGains, GainsArgument, Numbers.Text((int)gains), LayerContext.Choices([.. Enum.GetNames(typeof(Gains))]));
        return Gains.None;
    }

    /// <summary>What stands for the weights of a layer, in words: <c>factors</c>, or with gains <c>factors and gains</c>.</summary>
    public static string Among(string weights, Gains gains) => gains == Gains.None ? weights : weights + " and gains";

    /// <summary>The gains behind a rank, or nothing: <c> with Gains.Inputs</c>.</summary>
    public static string With(Gains gains) => gains == Gains.None ? "" : $" with Gains.{gains}";
}
