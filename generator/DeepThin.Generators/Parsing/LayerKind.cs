using System;
using System.Linq;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.Parsing;

/// <summary>A kind of layer.</summary>
/// <param name="Attribute">The name of the attribute's class.</param>
/// <param name="Name">What a layer without a name is called, before its index.</param>
/// <param name="Parse">Parses one in a model that is optimised for something.</param>
internal sealed record LayerKind(string Attribute, string Name, Func<LayerContext, Optimize, LayerResult> Parse)
{
    private static readonly LayerKind[] All =
    [
        new("DenseAttribute", "dense", static (layer, optimize) => new DenseParser(layer, optimize).Parse()),
        new("LowRankAttribute", "lowrank", static (layer, _) => new LowRankParser(layer).Parse()),
        new("HashedAttribute", "hashed", static (layer, _) => new KeptWeightsParser(layer).Parse(
            static (name, q, r, kept, activation, bias) => new HashedSpec(name, q, r, kept, activation, bias))),
        new("PrunedAttribute", "pruned", static (layer, _) => new KeptWeightsParser(layer).Parse(
            static (name, q, r, kept, activation, bias) => new PrunedSpec(name, q, r, kept, activation, bias))),
    ];

    /// <summary>The metadata names of the attributes of all kinds.</summary>
    public static string[] Attributes { get; } = [.. All.Select(kind => "DeepThin." + kind.Attribute)];

    /// <summary>The kind of layer that an attribute declares, or null for another attribute.</summary>
    public static LayerKind? Of(AttributeData attribute) => All.FirstOrDefault(kind => ModelParser.IsDeepThin(attribute, kind.Attribute));
}
