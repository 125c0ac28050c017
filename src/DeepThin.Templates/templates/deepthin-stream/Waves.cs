using DeepThin.Training;

/// <summary>Data that are made up: put your own sequences in their place.</summary>
internal static class Waves
{
    /// <summary>Noisy pieces of waves, of 20 to 80 values, each of one of three kinds.</summary>
    public static SequenceDataset Make(int count, int seed)
    {
        var random = new Random(seed);
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % 3)], lengths = [.. labels.Select(_ => random.Next(20, 81))];
        float[] values = [.. labels.Zip(lengths).SelectMany(wave => Wave(wave.First, wave.Second, random))];
        return SequenceDataset.FromLabels(values, lengths, labels, features: 1, classes: 3);
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
