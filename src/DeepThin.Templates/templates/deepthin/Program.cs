using DeepThin;
using DeepThin.Training;

// dotnet run            trains, says how good the network is, and writes model.safetensors
// dotnet run -- FILE    predicts each line of a CSV file: 64 numbers
const string Weights = "model.safetensors";
try
{
    if (args is [var file]) Predict(file);
    else Train();
    return 0;
}
catch (Exception error) when (error is WeightsException or IOException or InvalidDataException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

static void Train()
{
    var (training, validation) = Waves.Make(count: 3000, seed: 1).Split(0.8, seed: 1);
    var model = WaveClassifier.Create(seed: 1);
    var trainer = new Trainer<WaveClassifier>(new TrainingOptions { Epochs = 30, Schedule = LearningRate.Linear(0.004, warmUp: 20) });
    trainer.Fit(model, training, validation);

    model.Names = new DataNames(classes: ["sine", "square", "sawtooth"]);
    Console.Write(trainer.Judge(model, Waves.Make(count: 1000, seed: 2)).Classification);
    model.Save(Weights);
    Console.WriteLine($"{Weights} has {WaveClassifier.Info.Parameters} values in place of {WaveClassifier.Info.DenseParameters}.");
}

static void Predict(string file)
{
    var model = WaveClassifier.Load(Weights);
    var lines = CsvFile.Read(file);
    if (lines.Shape[1] != WaveClassifier.InputLength) throw new InvalidDataException($"{file} has lines of {lines.Shape[1]} numbers; {WaveClassifier.InputLength} are needed.");
    int[] classes = new int[lines.Shape[0]];
    model.PredictBatch(lines.ToFloats().Span, classes);
    foreach (int kind in classes) Console.WriteLine(model.Names.Classes.Count > 0 ? model.Names.Classes[kind] : $"{kind}");
}
