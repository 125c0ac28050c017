using System.Runtime.InteropServices;

namespace DeepThin.Samples.Tests.Listen;

/// <summary>Sounds for tests.</summary>
internal static class Sounds
{
    /// <summary>Noise of 16 bits.</summary>
    public static short[] Noise(int samples, int seed = 1)
    {
        short[] noise = new short[samples];
        new Random(seed).NextBytes(MemoryMarshal.AsBytes(noise.AsSpan()));
        return noise;
    }

    /// <summary>A sine.</summary>
    public static double[] Sine(int samples, double frequency, double amplitude = 1, double rate = 16_000) =>
        [.. Enumerable.Range(0, samples).Select(i => amplitude * Math.Sin(2 * Math.PI * frequency * i / rate))];

    /// <summary>The bytes of samples, little-endian.</summary>
    public static byte[] Bytes(short[] samples) => MemoryMarshal.AsBytes(samples.AsSpan()).ToArray();
}
