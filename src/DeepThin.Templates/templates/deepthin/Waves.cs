using DeepThin.Training;

/// <summary>Data that are made up: put your own in their place, such as those of Dataset.FromCsv.</summary>
internal static class Waves
{
    /// <summary>Noisy pieces of waves, each of one of three kinds.</summary>
    public static Dataset Make(int count, int seed)
    {
        var random = new Random(seed);
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % 3)];
        float[] values = [.. labels.SelectMany(kind => Wave(kind, WaveClassifier.InputLength, random))];
        return Dataset.WithLabels(values, WaveClassifier.InputLength, labels, classes: 3);
    }

    private static float[] Wave(int kind, int length, Random random)
    {
        float period = 12 + 12 * random.NextSingle(), phase = random.NextSingle();
        return [.. Enumerable.Range(0, length).Select(t => Value(kind, (t / period + phase) % 1) + 0.4f * (random.NextSingle() - 0.5f))];
    }

    private static float Value(int kind, float place) => kind switch
    {
        0 => MathF.Sin(MathF.Tau * place),
        1 => place < 0.5f ? 1 : -1,
        _ => 2 * place - 1,
    };
}
