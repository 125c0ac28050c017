using DeepThin;
using DeepThin.Training;

// Points on two spirals that wind around each other, with a little noise. The label of a point is its spiral.
var random = new Random(1);
int[] labels = [.. Enumerable.Range(0, 2500).Select(i => i % 2)];
float[] points = [.. labels.SelectMany(label => Point(label, turns: 1.5f * random.NextSingle()))];
var data = Dataset.WithLabels(points, features: 2, labels, classes: 2);

var model = Spirals.Create(seed: 1);
var trainer = new Trainer<Spirals>(new TrainingOptions { Epochs = 40, Schedule = LearningRate.Linear(0.01, warmUp: 20) });
trainer.Fit(model, data.Slice(0, 2000));
double accuracy = trainer.Evaluate(model, data.Slice(2000, 500)).Accuracy!.Value;
Console.WriteLine($"The network finds the spiral of {accuracy:P1} of 500 new points.");

float[] scores = new float[Spirals.OutputLength];
model.Forward(Point(label: 1, turns: 1), scores);
Console.WriteLine($"It puts a point of spiral 1 on spiral {(scores[1] > scores[0] ? 1 : 0)}.");
Console.WriteLine($"It has {Spirals.Info.Parameters} values in place of {Spirals.Info.DenseParameters}.");

float[] Point(int label, float turns)
{
    float angle = MathF.Tau * (turns + label / 2f), radius = (0.2f + turns) / 1.7f, noise = 0.02f;
    return [radius * MathF.Cos(angle) + noise * random.NextSingle(), radius * MathF.Sin(angle) + noise * random.NextSingle()];
}

[DeepThinModel(Training = true)]
[Dense(2, 256, Activation = Activation.Relu)]
[Dense(256, 256, Ratio = 0.05, Activation = Activation.Relu)]
[Dense(256, 2)]
internal sealed partial class Spirals;
