using System.Globalization;
using DeepThin;
using DeepThin.Runtime;
using DeepThin.Training;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.WriteLine($"width {(Simd512.IsSupported ? 512 : Simd256.IsSupported ? 256 : 128)}");

// Two classes that one number tells apart.
float[] inputs = new float[64 * Net.InputLength];
int[] labels = new int[64];
var random = new Random(1);
for (int i = 0; i < labels.Length; i++)
{
    labels[i] = i % 2;
    for (int q = 0; q < Net.InputLength; q++) inputs[i * Net.InputLength + q] = random.NextSingle() + labels[i];
}

var model = Net.Create(seed: 1);
var options = new TrainingOptions { Epochs = 20, BatchSize = 16, Schedule = LearningRate.Linear(0.01), MaxDegreeOfParallelism = 1 };
new Trainer<Net>(options).Fit(model, Dataset.WithLabels(inputs, Net.InputLength, labels, classes: 2));

string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
try
{
    model.Save(path);
    var loaded = Net.Load(path);
    float[] scores = new float[labels.Length * Net.OutputLength];
    loaded.ForwardBatch(inputs, scores);
    int correct = Enumerable.Range(0, labels.Length).Count(i => (scores[2 * i + 1] > scores[2 * i] ? 1 : 0) == labels[i]);
    Console.WriteLine($"correct {correct} of {labels.Length}");
}
finally
{
    File.Delete(path);
}

[DeepThinModel(Training = true)]
[Dense(128, 128, Ratio = 0.1, Activation = Activation.Relu)]
[Dense(128, 2)]
internal sealed partial class Net;
