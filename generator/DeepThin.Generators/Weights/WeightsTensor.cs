using System;
using System.Globalization;
using System.Linq;
using DeepThin.Planning;

namespace DeepThin.Generators.Weights;

/// <summary>What a header says of a tensor.</summary>
/// <param name="Name">The name.</param>
/// <param name="DType">The type of the values as the format names it, such as <c>F32</c>.</param>
/// <param name="Shape">The shape as it stands in messages: <c>[35, 1]</c>.</param>
internal sealed record WeightsTensor(string Name, string DType, string Shape)
{
    /// <summary>The numbers of the shape.</summary>
    public long[] Dimensions => [.. Shape.Trim('[', ']').Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(text => long.Parse(text, CultureInfo.InvariantCulture))];

    /// <summary>The tensor in a message: <c>'layers.0.xf' F32 [35, 1]</c>.</summary>
    public override string ToString() => $"'{Name}' {DType} {Shape}";
}
