using System;
using DeepThin.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.Parsing;

/// <summary>How a model holds large weights, and where the attribute says so.</summary>
internal readonly record struct WeightsArgument(WeightType Type, Location Location)
{
    private const string Name = "Weights";

    /// <summary>Reads the argument.</summary>
    /// <param name="attribute">The model's attribute.</param>
    /// <param name="training">Whether the model trains.</param>
    /// <param name="type">The model's type.</param>
    /// <param name="faults">Hears what is wrong.</param>
    public static WeightsArgument Parse(AttributeReader attribute, bool training, INamedTypeSymbol type, Faults faults)
    {
        var weights = (WeightType)(attribute.Value<int>(Name) ?? 0);
        var location = attribute.LocationOf(Name);
        if (!Enum.IsDefined(typeof(WeightType), weights))
        {
            faults.Report(Rules.UnknownWeightType, location, type.Name, Numbers.Text((int)weights), LayerContext.Choices(Enum.GetNames(typeof(WeightType))));
            return default;
        }

        if (training && weights != WeightType.Float32) faults.Report(Rules.NarrowTraining, location, type.Name, weights.ToString());
        return new(weights, location);
    }
}
