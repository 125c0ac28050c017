using System.Globalization;
using DeepThin;
using DeepThin.Training;

// dotnet run -- train    trains, and writes model.safetensors
// dotnet run             reads one number from each line of standard input, and says after each which kind of wave it is
const string Weights = "model.safetensors";
try
{
    return args is ["train"] ? Train() : args is [] ? Follow(WaveFollower.Load(Weights)) : throw new ArgumentException($"'{args[0]}' is not known; use 'train', or nothing.");
}
catch (FileNotFoundException)
{
    Console.Error.WriteLine($"There is no {Weights}; 'dotnet run -- train' writes it.");
}
catch (Exception error) when (error is WeightsException or IOException or ArgumentException)
{
    Console.Error.WriteLine(error.Message);
}

return 1;

static int Train()
{
    var model = WaveFollower.Create(seed: 1);
    var trainer = new SequenceTrainer<WaveFollower>(new() { Epochs = 20, BatchSize = 32, Schedule = LearningRate.Linear(0.01), ClipNorm = 1 });
    trainer.Fit(model, Waves.Make(count: 1200, seed: 1));

    model.Names = new DataNames(classes: ["sine", "square", "sawtooth"]);
    Console.WriteLine(trainer.Evaluate(model, Waves.Make(count: 500, seed: 2)));
    model.Save(Weights);
    Console.WriteLine($"{Weights} has {WaveFollower.Info.Parameters} values in place of {WaveFollower.Info.DenseParameters}.");
    return 0;
}

// A session keeps the state of one stream. One model can have many of them.
static int Follow(WaveFollower model)
{
    using var session = model.CreateSession();
    float[] scores = new float[WaveFollower.OutputLength];
    int code = 0;
    for (int number = 1; Console.ReadLine() is { } line; number++)
    {
        if (!float.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) || !float.IsFinite(value))
        {
            Console.Error.WriteLine($"line {number}: '{line}' is not a finite number; the stream goes on without it.");
            code = 1;
            continue;
        }

        session.Step([value], scores);
        int kind = Array.IndexOf(scores, scores.Max());
        Console.WriteLine(model.Names.Classes.Count > 0 ? model.Names.Classes[kind] : $"{kind}");
    }

    return code;
}
