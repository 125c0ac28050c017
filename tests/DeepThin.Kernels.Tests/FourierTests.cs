using CsCheck;
using DeepThin.Planning;

namespace DeepThin.Kernels.Tests;

public class FourierTests
{
    // All lengths that the passes can compute, of odd and even halves, each radix first and last.
    private static readonly Gen<int> Half = Gen.Int[1, 150].Where(half => Transform.NextLength(half) == half);
    private static readonly Gen<int> Seed = Gen.Int[0, 1000];

    [Theory, Width(128), Width(256), Width(512)]
    public void Analyze_gives_twice_the_bins_of_a_real_transform(int bits) =>
        Gen.Select(Half, Seed, Gen.Bool).Sample(
            (half, seed, apart) =>
            {
                var library = KernelLibrary.Of(bits);
                var transform = new Plan(library, half);
                int lanes = library.Lanes, length = 2 * half, bin = 2 * lanes, imaginary = apart ? (half + 1) * bin : lanes;
                Block rows = Block.Random(seed, length * lanes), buffer = Block.Zeros(2 * length * lanes), to = Block.Zeros((half + 1) * bin * (apart ? 2 : 1));
                library.Analyze(ref rows.First, ref to.First, bin, imaginary, half, transform.Radices, ref transform.Twiddles.First, ref buffer.First);
                buffer.AssertMargins();
                to.AssertMargins();
                for (int f = 0; f <= half; f++)
                {
                    for (int lane = 0; lane < lanes; lane++)
                    {
                        AssertNear(Sum.Over(length, t => 2 * Math.Cos(Angle(f, t, length)) * rows[t * lanes + lane]), to[f * bin + lane]);
                        AssertNear(Sum.Over(length, t => -2 * Math.Sin(Angle(f, t, length)) * rows[t * lanes + lane]), to[f * bin + imaginary + lane]);
                    }
                }
            },
            iter: 60);

    [Theory, Width(128), Width(256), Width(512)]
    public void Synthesize_turns_bins_back_to_rows(int bits) =>
        Gen.Select(Half, Seed).Sample(
            (half, seed) =>
            {
                var library = KernelLibrary.Of(bits);
                var transform = new Plan(library, half);
                int lanes = library.Lanes, length = 2 * half, bin = 2 * lanes;
                Block from = Block.Random(seed, (half + 1) * bin), buffer = Block.Zeros(2 * length * lanes);

                // The first and the last bin of a real transform are real.
                from.Values.Slice(lanes, lanes).Clear();
                from.Values.Slice(half * bin + lanes, lanes).Clear();
                ref float first = ref library.Synthesize(ref from.First, bin, lanes, half, transform.Radices, ref transform.Twiddles.First, ref buffer.First);
                buffer.AssertMargins();
                for (int t = 0; t < length; t++)
                {
                    for (int lane = 0; lane < lanes; lane++)
                    {
                        // N times Σ_f Y[f]·exp(2πi·f·t / N) / N over all N bins, of which the upper half are conjugates.
                        var expected = Sum.Over(length, f => f <= half
                            ? Math.Cos(Angle(f, t, length)) * from[f * bin + lane] - Math.Sin(Angle(f, t, length)) * from[f * bin + lanes + lane]
                            : Math.Cos(Angle(f, t, length)) * from[(length - f) * bin + lane] + Math.Sin(Angle(f, t, length)) * from[(length - f) * bin + lanes + lane]);
                        AssertNear(expected, System.Runtime.CompilerServices.Unsafe.Add(ref first, t * lanes + lane));
                    }
                }
            },
            iter: 60);

    [Theory, Width(128), Width(256), Width(512)]
    public void PrepareSpectrum_transforms_the_bands_of_a_row(int bits) =>
        Gen.Select(Gen.Int[2, 60], Gen.Int[1, 5], Gen.Int[1, 7], Gen.Int[1, 3], Gen.Int[2, 30].Where(half => Transform.NextLength(half) == half), Seed).Sample(
            (q, times, stride, residues, half, seed) =>
            {
                var library = KernelLibrary.Of(bits);
                var transform = new Plan(library, half);
                int n = times * q + 1, taps = Math.Min(2 * half, (int)ReLayout.CeilDiv(q, stride)), length = 2 * half;
                int[] firstBands = [.. Enumerable.Range(0, residues).Select(residue => residue)], bands = [.. Enumerable.Range(0, residues).Select(residue => times + residue % 2)];
                int lanes = ReLayout.RoundUp(bands.Sum(), KernelShape.Lanes), offset = seed % 3 - 1;
                Block wf = Block.Random(seed, n), spectrum = Block.Zeros((half + 1) * stride * 2 * lanes);
                library.PrepareSpectrum(
                    ref wf.First, n, q, stride, taps, offset, firstBands, bands, half, transform.Radices, ref transform.Twiddles.First, ref spectrum.First);
                spectrum.AssertMargins();
                int lane = 0;
                for (int residue = 0; residue < residues; residue++)
                {
                    for (int band = 0; band < bands[residue]; band++, lane++)
                    {
                        long start = (long)(firstBands[residue] + band) * q - (long)residue * n + offset;
                        for (int f = 0; f <= half; f++)
                        {
                            for (int phi = 0; phi < stride; phi++)
                            {
                                double Value(int v)
                                {
                                    long p = start + (long)stride * v + phi;
                                    return p >= 0 && p < n ? wf[p] / (2.0 * length) : 0;
                                }

                                int place = (f * stride + phi) * 2 * lanes + lane;
                                AssertNear(Sum.Over(taps, v => Math.Cos(Angle(f, v, length)) * Value(v)), spectrum[place]);
                                AssertNear(Sum.Over(taps, v => -Math.Sin(Angle(f, v, length)) * Value(v)), spectrum[place + lanes]);
                            }
                        }
                    }
                }
            },
            iter: 60);

    private static double Angle(int f, int t, int length) => 2 * Math.PI * ((long)f * t % length) / length;

    // A transform's error grows with its passes; the sum of all magnitudes is a generous measure of both parts.
    private static void AssertNear((double Value, double Magnitude) expected, float found)
    {
        if (!(Math.Abs(expected.Value - found) <= 2e-6 * (expected.Magnitude + 1e-3))) Assert.Fail($"The value is {found:R} and should be {expected.Value:R}.");
    }

    private sealed class Plan
    {
        public Plan(KernelLibrary library, int half)
        {
            Radices = [.. Transform.Radices(half).Select(radix => (byte)radix)];
            Twiddles = Block.Zeros(Transform.Twiddles(half));
            library.PrepareTwiddles(ref Twiddles.First, half, Radices);
            Twiddles.AssertMargins();
        }

        public byte[] Radices { get; }

        public Block Twiddles { get; }
    }
}
