using DeepThin.Samples.Sound;

namespace Listen.Synthesis;

/// <summary>Noises of mean power 1.</summary>
internal static class SceneNoise
{
    private const double Rate = WavFile.SampleRate;

    /// <summary>The kinds that networks are trained with.</summary>
    public static IReadOnlyList<NoiseKind> Known { get; } = [NoiseKind.White, NoiseKind.Pink, NoiseKind.Gusts, NoiseKind.Hum, NoiseKind.Clicks, NoiseKind.Notes];

    /// <summary>All kinds; the test has those too that no network was trained with.</summary>
    public static IReadOnlyList<NoiseKind> All { get; } = [.. Known, NoiseKind.Engine, NoiseKind.Chirps];

    /// <summary>Makes samples.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="seed">Decides them.</param>
    public static double[] Make(NoiseKind kind, int count, int seed)
    {
        double[] noise = new double[count];
        var random = new Random(seed);
        switch (kind)
        {
            case NoiseKind.White:
                Add(noise, ColouredNoise.Samples(count, slope: 0, random.Next()), 1);
                break;
            case NoiseKind.Pink:
                Add(noise, ColouredNoise.Samples(count, slope: 1, random.Next()), 1);
                break;
            case NoiseKind.Gusts:
                AddGusts(noise, random);
                break;
            case NoiseKind.Hum:
                AddHum(noise, random);
                break;
            case NoiseKind.Clicks:
                AddClicks(noise, random);
                break;
            case NoiseKind.Notes:
                AddNotes(noise, random);
                break;
            case NoiseKind.Engine:
                AddEngine(noise, random);
                break;
            case NoiseKind.Chirps:
                AddChirps(noise, random);
                break;
        }

        Signal.ScaleToPower(noise, 1);
        return noise;
    }

    private static void Add(double[] noise, ReadOnlySpan<double> other, double scale)
    {
        for (int i = 0; i < noise.Length; i++) noise[i] += scale * other[i];
    }

    // The loudness is a sum of slow waves.
    private static void AddGusts(double[] noise, Random random)
    {
        var pink = ColouredNoise.Samples(noise.Length, slope: 1, random.Next());
        var waves = Enumerable.Range(0, 4).Select(_ => (Frequency: Between(random, 0.1, 0.7), Phase: Between(random, 0, 2 * Math.PI))).ToArray();
        for (int i = 0; i < noise.Length; i++)
        {
            double loudness = 0;
            foreach (var (frequency, phase) in waves) loudness += Math.Sin(2 * Math.PI * frequency * i / Rate + phase);
            noise[i] += Math.Exp(0.8 * loudness) * pink[i];
        }
    }

    private static void AddHum(double[] noise, Random random)
    {
        const double Mains = 50;
        for (int multiple = 1; multiple <= 20; multiple++)
        {
            double amplitude = random.NextDouble() / multiple, phase = Between(random, 0, 2 * Math.PI);
            for (int i = 0; i < noise.Length; i++) noise[i] += amplitude * Math.Sin(2 * Math.PI * Mains * multiple * i / Rate + phase);
        }

        AddBackground(noise, random);
    }

    private static void AddClicks(double[] noise, Random random)
    {
        for (double start = 0; start < noise.Length; start += Between(random, 0.05, 0.3) * Rate)
        {
            double amplitude = Between(random, 0.3, 1), frequency = Between(random, 500, 4000), seconds = Between(random, 0.005, 0.03);
            for (int i = (int)start, last = Math.Min(noise.Length, i + (int)(6 * seconds * Rate)); i < last; i++)
            {
                double time = (i - (int)start) / Rate;
                noise[i] += amplitude * Math.Exp(-time / seconds) * (Math.Sin(2 * Math.PI * frequency * time) + random.NextDouble() - 0.5);
            }
        }

        AddBackground(noise, random);
    }

    private static void AddNotes(double[] noise, Random random)
    {
        // The five tones of a pentatonic scale, in half tones.
        int[] scale = [0, 2, 4, 7, 9];
        for (double start = 0; start < noise.Length; start += Between(random, 0.15, 0.6) * Rate)
        {
            double frequency = 110 * Math.Pow(2, random.Next(4) + scale[random.Next(scale.Length)] / 12.0), seconds = Between(random, 0.2, 0.8);
            for (int overtone = 1; overtone <= 5; overtone++)
            {
                double amplitude = random.NextDouble() / overtone;
                for (int i = (int)start, last = Math.Min(noise.Length, i + (int)(4 * seconds * Rate)); i < last; i++)
                {
                    double time = (i - (int)start) / Rate;
                    noise[i] += amplitude * Math.Exp(-time / seconds) * Math.Min(1, 100 * time) * Math.Sin(2 * Math.PI * frequency * overtone * time);
                }
            }
        }

        AddBackground(noise, random);
    }

    private static void AddEngine(double[] noise, Random random)
    {
        double phase = 0, lowest = Between(random, 35, 80), frequency = lowest;
        double[] amplitudes = [.. Enumerable.Range(1, 30).Select(multiple => random.NextDouble() / multiple)];
        for (int i = 0; i < noise.Length; i++)
        {
            // Speeds up and slows down within some seconds.
            frequency += (lowest * (1.3 + 0.3 * Math.Sin(2 * Math.PI * 0.2 * i / Rate)) - frequency) * 0.0005;
            phase += 2 * Math.PI * frequency / Rate;
            for (int multiple = 1; multiple <= amplitudes.Length; multiple++) noise[i] += amplitudes[multiple - 1] * Math.Sin(multiple * phase);
        }

        AddBackground(noise, random);
    }

    private static void AddChirps(double[] noise, Random random)
    {
        for (double start = 0; start < noise.Length; start += Between(random, 0.08, 0.6) * Rate)
        {
            double low = Between(random, 2000, 4500), change = Between(random, -1500, 1500), seconds = Between(random, 0.04, 0.2), amplitude = Between(random, 0.3, 1);
            int first = (int)start, count = (int)(seconds * Rate);
            for (int i = first; i < Math.Min(noise.Length, first + count); i++)
            {
                double time = (i - first) / Rate, part = time / seconds;
                noise[i] += amplitude * Math.Sin(Math.PI * part) * Math.Sin(2 * Math.PI * (low * time + change * time * part / 2));
            }
        }

        AddBackground(noise, random);
    }

    // No room is silent between sounds: pink noise of a tenth of the amplitude.
    private static void AddBackground(double[] noise, Random random)
    {
        Signal.ScaleToPower(noise, 1);
        var pink = ColouredNoise.Samples(noise.Length, slope: 1, random.Next());
        Signal.ScaleToPower(pink, 0.01);
        Add(noise, pink, 1);
    }

    private static double Between(Random random, double low, double high) => low + random.NextDouble() * (high - low);
}
