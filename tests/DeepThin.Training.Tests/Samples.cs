namespace DeepThin.Training.Tests;

/// <summary>Small problems.</summary>
internal static class Samples
{
    /// <summary>Three spiral arms in the plane with a little noise, one class each; a fraction of the samples may have a wrong label.</summary>
    public static Dataset Spirals(int count, int seed, double wrong = 0)
    {
        var random = new Random(seed);
        float[] samples = new float[2 * count];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = i % 3;
            double radius = 0.1 + 0.9 * random.NextDouble();
            double angle = 3 * radius + labels[i] * 2 * Math.PI / 3 + 0.1 * (random.NextDouble() - 0.5);
            samples[2 * i] = (float)(radius * Math.Cos(angle));
            samples[2 * i + 1] = (float)(radius * Math.Sin(angle));
            if (random.NextDouble() < wrong) labels[i] = (labels[i] + 1) % 3;
        }

        return Dataset.WithLabels(samples, 2, labels, 3);
    }

    /// <summary>Points in the plane, whose targets are a function that a small perceptron can represent.</summary>
    public static Dataset Teacher(int count, int seed)
    {
        var random = new Random(seed);
        float[] samples = [.. Enumerable.Range(0, 2 * count).Select(_ => (float)(2 * random.NextDouble() - 1))];
        float[] targets = [.. Enumerable.Range(0, count).SelectMany(i => new[] { samples[2 * i] - samples[2 * i + 1], Math.Abs(samples[2 * i]), 0.5f })];
        return Dataset.WithTargets(samples, 2, targets, 3);
    }
}
