using System.Text.Json.Serialization;

namespace DeepThin.Training;

/// <summary>Writes reports as JSON with code that the compiler generated. An infinite loss is the string "Infinity".</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(ClassificationReport))]
[JsonSerializable(typeof(RegressionReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
