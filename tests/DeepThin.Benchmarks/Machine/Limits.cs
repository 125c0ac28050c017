using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using DeepThin.Runtime;

namespace DeepThin.Benchmarks.Machine;

/// <summary>What one core can do at best: multiply-adds in registers, and bytes read from each level of the memory.</summary>
internal sealed class Limits
{
    private const int Iterations = 4096, Accumulators = 12, ReadVectors = 8;
    private const int MostRead = 16 << 20, MostReadFromMemory = 256 << 20;

    private static float _sink;

    private readonly (long Size, Probe Probe)[] _levels;

    /// <summary>Makes the probes of the levels that data of these sizes lies in.</summary>
    /// <param name="most">The most bytes that are asked for.</param>
    public Limits(long most)
    {
        var sizes = CacheSizes.Read();
        Peak = new Probe(new Contender("multiply-adds", () => MultiplyAdds()), (double)Iterations * Accumulators * Width / 32);
        _levels =
        [
            (sizes.L1, Read("L1", sizes.L1 / 2)),
            (sizes.L2, Read("L2", sizes.L2 / 2)),
            (sizes.L3, Read("L3", Math.Min(sizes.L3 / 2, MostRead))),
        ];
        if (most > sizes.L3) _levels = [.. _levels, (long.MaxValue, Read("memory", Math.Min(4 * sizes.L3, MostReadFromMemory)))];
    }

    /// <summary>The bits of the vectors that the kernels use.</summary>
    public static int Width => Simd512.IsSupported ? 512 : Simd256.IsSupported ? 256 : 128;

    /// <summary>Multiply-adds in registers.</summary>
    public Probe Peak { get; }

    /// <summary>Reading from each level.</summary>
    public IEnumerable<Probe> Bandwidths => _levels.Select(level => level.Probe);

    /// <summary>The least time in microseconds, by multiply-adds or by reading, whichever takes longer.</summary>
    public double Floor(double multiplyAdds, long bytes) =>
        Math.Max(multiplyAdds / Peak.Rate, bytes / _levels.First(level => bytes <= level.Size).Probe.Rate);

    private static Probe Read(string name, long bytes)
    {
        int length = (int)(bytes / sizeof(float)) / (ReadVectors * 16) * (ReadVectors * 16);
        var buffer = new AlignedBuffer(length);
        return new(new Contender(name, () => Read(ref buffer.First, length)), sizeof(float) * (double)length);
    }

    private static void MultiplyAdds()
    {
        if (Simd512.IsSupported) _sink = MultiplyAdds<Simd512, Vector512<float>>();
        else if (Simd256.IsSupported) _sink = MultiplyAdds<Simd256, Vector256<float>>();
        else _sink = MultiplyAdds<Simd128, Vector128<float>>();
    }

    private static void Read(ref float first, int length)
    {
        if (Simd512.IsSupported) _sink = Read<Simd512, Vector512<float>>(ref first, length);
        else if (Simd256.IsSupported) _sink = Read<Simd256, Vector256<float>>(ref first, length);
        else _sink = Read<Simd128, Vector128<float>>(ref first, length);
    }

    // As many independent sums as the latency of two units hides.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float MultiplyAdds<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector a = TSimd.Broadcast(0.5f), b = TSimd.Broadcast(0.25f);
        TVector s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a, s8 = a, s9 = a, s10 = a, s11 = a;
        for (int i = 0; i < Iterations; i++)
        {
            s0 = TSimd.MultiplyAdd(s0, a, b);
            s1 = TSimd.MultiplyAdd(s1, a, b);
            s2 = TSimd.MultiplyAdd(s2, a, b);
            s3 = TSimd.MultiplyAdd(s3, a, b);
            s4 = TSimd.MultiplyAdd(s4, a, b);
            s5 = TSimd.MultiplyAdd(s5, a, b);
            s6 = TSimd.MultiplyAdd(s6, a, b);
            s7 = TSimd.MultiplyAdd(s7, a, b);
            s8 = TSimd.MultiplyAdd(s8, a, b);
            s9 = TSimd.MultiplyAdd(s9, a, b);
            s10 = TSimd.MultiplyAdd(s10, a, b);
            s11 = TSimd.MultiplyAdd(s11, a, b);
        }

        var first = TSimd.Add(TSimd.Add(TSimd.Add(s0, s1), TSimd.Add(s2, s3)), TSimd.Add(s4, s5));
        return TSimd.Sum(TSimd.Add(first, TSimd.Add(TSimd.Add(TSimd.Add(s6, s7), TSimd.Add(s8, s9)), TSimd.Add(s10, s11))));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Read<TSimd, TVector>(ref float first, int length)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector s0 = TSimd.Zero, s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
        for (nint i = 0; i < length; i += ReadVectors * TSimd.Count)
        {
            s0 = TSimd.Add(s0, TSimd.Load(ref first, i));
            s1 = TSimd.Add(s1, TSimd.Load(ref first, i + TSimd.Count));
            s2 = TSimd.Add(s2, TSimd.Load(ref first, i + 2 * TSimd.Count));
            s3 = TSimd.Add(s3, TSimd.Load(ref first, i + 3 * TSimd.Count));
            s4 = TSimd.Add(s4, TSimd.Load(ref first, i + 4 * TSimd.Count));
            s5 = TSimd.Add(s5, TSimd.Load(ref first, i + 5 * TSimd.Count));
            s6 = TSimd.Add(s6, TSimd.Load(ref first, i + 6 * TSimd.Count));
            s7 = TSimd.Add(s7, TSimd.Load(ref first, i + 7 * TSimd.Count));
        }

        return TSimd.Sum(TSimd.Add(TSimd.Add(TSimd.Add(s0, s1), TSimd.Add(s2, s3)), TSimd.Add(TSimd.Add(s4, s5), TSimd.Add(s6, s7))));
    }
}
