using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepThin.Runtime;

/// <summary>
/// A panel holds the activations of up to <see cref="Size"/> samples feature by feature: value f of sample b lies at f·Size + b, so
/// that a vector holds the same feature of many samples and kernels need no shuffles.
/// </summary>
public static class Panel
{
    /// <summary>The samples of a panel.</summary>
    public const int Size = 64;

    /// <summary>The fewest samples for which a panel is faster than one sample after the other.</summary>
    public const int FewestSamples = 16;

    private const int Tile = 16;

    /// <summary>Lays samples out as a panel; the lanes of absent samples become zero.</summary>
    /// <param name="samples">The samples, count × features values.</param>
    /// <param name="count">The number of samples, at most <see cref="Size"/>.</param>
    /// <param name="features">The number of features.</param>
    /// <param name="panel">Receives features × <see cref="Size"/> values.</param>
    public static void Pack(ReadOnlySpan<float> samples, int count, int features, ref float panel)
    {
        if (count < Size)
        {
            for (int f = 0; f < features; f++) Zero(ref Unsafe.Add(ref panel, (nint)f * Size + count), Size - count);
        }

        for (int b0 = 0; b0 < count; b0 += Tile)
        {
            for (int f0 = 0; f0 < features; f0 += Tile)
            {
                int b1 = Math.Min(b0 + Tile, count), f1 = Math.Min(f0 + Tile, features);
                for (int b = b0; b < b1; b++)
                {
                    var sample = samples.Slice(b * features + f0, f1 - f0);
                    ref float column = ref Unsafe.Add(ref panel, (nint)f0 * Size + b);
                    for (int f = 0; f < sample.Length; f++) Unsafe.Add(ref column, (nint)f * Size) = sample[f];
                }
            }
        }
    }

    /// <summary>Lays a panel out sample by sample.</summary>
    /// <param name="panel">The panel, features × <see cref="Size"/> values.</param>
    /// <param name="count">The number of samples, at most <see cref="Size"/>.</param>
    /// <param name="features">The number of features.</param>
    /// <param name="samples">Receives the samples, stride values apart.</param>
    /// <param name="stride">The distance from a sample to the next, at least features.</param>
    public static void Unpack(ref float panel, int count, int features, ref float samples, int stride)
    {
        for (int b0 = 0; b0 < count; b0 += Tile)
        {
            for (int f0 = 0; f0 < features; f0 += Tile)
            {
                int b1 = Math.Min(b0 + Tile, count), f1 = Math.Min(f0 + Tile, features);
                for (int b = b0; b < b1; b++)
                {
                    ref float sample = ref Unsafe.Add(ref samples, (nint)b * stride);
                    for (int f = f0; f < f1; f++) Unsafe.Add(ref sample, f) = Unsafe.Add(ref panel, (nint)f * Size + b);
                }
            }
        }
    }

    /// <summary>Copies values into a workspace.</summary>
    /// <param name="values">The values.</param>
    /// <param name="start">The first place.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(ReadOnlySpan<float> values, ref float start) => values.CopyTo(MemoryMarshal.CreateSpan(ref start, values.Length));

    /// <summary>Copies values out of a workspace.</summary>
    /// <param name="start">The first value.</param>
    /// <param name="values">Receives the values.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(ref float start, Span<float> values) => MemoryMarshal.CreateReadOnlySpan(ref start, values.Length).CopyTo(values);

    /// <summary>Writes zeros.</summary>
    /// <param name="start">The first float.</param>
    /// <param name="length">The number of floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Zero(ref float start, int length) => MemoryMarshal.CreateSpan(ref start, length).Clear();
}
