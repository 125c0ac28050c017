using System.Text.Json.Serialization;
using DeepThin;

// POST /predict    {"values":[0.1,…]}, 64 numbers; the answer has the kind of wave and the probability of each kind
// GET /weights     when the weights were taken that predict, and why newer ones were refused
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, Json.Default));

// --Weights=PATH, or Weights in appsettings.json or in the environment, names another file.
string path = builder.Configuration["Weights"] ?? Path.Combine(AppContext.BaseDirectory, "model.safetensors");
builder.Services.AddSingleton(services => new Weights(path, services.GetRequiredService<ILogger<Weights>>()));
builder.Services.AddHostedService(services => services.GetRequiredService<Weights>());
var app = builder.Build();

app.MapPost("/predict", (Wave wave, Weights weights) =>
{
    if (wave.Values?.Length != WaveClassifier.InputLength)
    {
        return Results.Problem($"'values' has {wave.Values?.Length ?? 0} numbers; {WaveClassifier.InputLength} are needed.", statusCode: 400);
    }

    // One model for the whole request, whatever comes meanwhile.
    var model = weights.Current;
    float[] probabilities = new float[WaveClassifier.OutputLength];
    try
    {
        model.PredictProbabilities(wave.Values, probabilities);
    }
    catch (NotFiniteNumberException error)
    {
        return Results.Problem(error.Message, statusCode: 400);
    }

    int kind = Array.IndexOf(probabilities, probabilities.Max());
    return Results.Ok(new Prediction(model.Names.Classes.Count > 0 ? model.Names.Classes[kind] : $"{kind}", probabilities));
});
app.MapGet("/weights", (Weights weights) => weights.State);

try
{
    app.Run();
    return 0;
}
catch (Exception error) when (error is WeightsException or IOException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

/// <summary>A piece of a wave.</summary>
internal sealed record Wave(float[]? Values);

/// <summary>The answer to a wave.</summary>
internal sealed record Prediction(string Kind, float[] Probabilities);

/// <summary>What a service knows of its weights.</summary>
internal sealed record WeightsState(DateTime Taken, string? Refused);

/// <summary>The JSON of all, read and written without reflection.</summary>
[JsonSerializable(typeof(Wave))]
[JsonSerializable(typeof(Prediction))]
[JsonSerializable(typeof(WeightsState))]
[JsonSerializable(typeof(Microsoft.AspNetCore.Mvc.ProblemDetails))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class Json : JsonSerializerContext;
