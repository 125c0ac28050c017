using System;
using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Layers;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.Parsing;

/// <summary>Parses <c>Weights</c> of a model: how it holds large weights.</summary>
internal static class WeightsArgument
{
    /// <summary>The name of the argument.</summary>
    public const string Name = "Weights";

    /// <summary>Reads the argument.</summary>
    /// <param name="attribute">The model's attribute.</param>
    /// <param name="training">Whether the model trains.</param>
    /// <param name="type">The model's type.</param>
    /// <param name="faults">Hears what is wrong.</param>
    public static WeightType Parse(AttributeReader attribute, bool training, INamedTypeSymbol type, Faults faults)
    {
        var weights = (WeightType)(attribute.Value<int>(Name) ?? 0);
        var location = attribute.LocationOf(Name);
        if (!Enum.IsDefined(typeof(WeightType), weights))
        {
            faults.Report(Rules.UnknownWeightType, location, type.Name, Numbers.Text((int)weights), LayerContext.Choices(Enum.GetNames(typeof(WeightType))));
            return default;
        }

        if (training && weights != WeightType.Float32) faults.Report(Rules.NarrowTraining, location, type.Name, weights.ToString());
        return weights;
    }
}
