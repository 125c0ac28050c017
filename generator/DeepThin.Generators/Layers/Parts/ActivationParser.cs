using System;
using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.Layers.Parts;

/// <summary>Parses <c>Activation</c>, <c>Slope</c>, <c>Ceiling</c> and <c>Alpha</c>.</summary>
internal sealed class ActivationParser(LayerContext layer, string argument = ActivationParser.ActivationArgument)
{
    public const string ActivationArgument = "Activation";

    private const string SlopeArgument = "Slope";
    private const string CeilingArgument = "Ceiling";
    private const string AlphaArgument = "Alpha";
    private const double DefaultSlope = 0.01;
    private const double DefaultCeiling = 20;
    private const double DefaultAlpha = 1;

    public ActivationSpec Parse()
    {
        var kind = (Activation)(layer.Value<int>(argument) ?? 0);
        if (!Enum.IsDefined(typeof(Activation), kind))
        {
            string choices = LayerContext.Choices(Enum.GetNames(typeof(Activation)));
            layer.Report(Rules.UnknownActivation, argument, Numbers.Text((int)kind), choices);
            return default;
        }

        WarnWhereUnused(SlopeArgument, kind, Activation.LeakyRelu);
        WarnWhereUnused(CeilingArgument, kind, Activation.ClippedRelu);
        WarnWhereUnused(AlphaArgument, kind, Activation.Elu);
        return new(kind, kind switch
        {
            Activation.LeakyRelu => Slope(),
            Activation.ClippedRelu => Positive(CeilingArgument, DefaultCeiling, Rules.CeilingOutOfRange),
            Activation.Elu => Positive(AlphaArgument, DefaultAlpha, Rules.AlphaOutOfRange),
            _ => 0,
        });
    }

    private void WarnWhereUnused(string argument, Activation kind, Activation owner)
    {
        if (layer.Has(argument) && kind != owner) layer.Report(Rules.UnusedParameter, argument, argument, kind.ToString(), owner.ToString(), "the activation");
    }

    private float Slope()
    {
        double given = layer.Value<double>(SlopeArgument) ?? DefaultSlope;
        float slope = (float)given;
        if (slope is not (>= 0 and < 1)) layer.Report(Rules.SlopeOutOfRange, SlopeArgument, Numbers.Text(given));
        return slope == 0 ? 0 : slope; // no -0
    }

    private float Positive(string argument, double fallback, DiagnosticDescriptor rule)
    {
        double given = layer.Value<double>(argument) ?? fallback;
        float value = (float)given;
        if (value is not (> 0 and <= float.MaxValue)) layer.Report(rule, argument, Numbers.Text(given));
        return value;
    }
}
