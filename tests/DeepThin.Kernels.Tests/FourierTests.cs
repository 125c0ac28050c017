using System.Numerics;
using CsCheck;
using DeepThin.Planning;
using DeepThin.Runtime;

namespace DeepThin.Kernels.Tests;

public class FourierTests
{
    // All lengths that the passes can compute, of odd and even halves, each radix first and last.
    private static readonly Gen<int> Half = Gen.Int[1, 150].Where(half => Transform.NextLength(half) == half);
    private static readonly Gen<int> Seed = Gen.Int[0, 1000];

    [Theory, Width(32), Width(128), Width(256), Width(512)]
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

    [Theory, Width(32), Width(128), Width(256), Width(512)]
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

    [Theory, Width(32), Width(128), Width(256), Width(512)]
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
                        double[] magnitudes = [.. Enumerable.Range(0, stride).Select(phi => Sum.Over(taps, v => Value(v, phi)).Magnitude)];
                        for (int f = 0; f <= half; f++)
                        {
                            for (int phi = 0; phi < stride; phi++)
                            {
                                // A tap whose sine is 0 in a bin is in the values that the passes add all the same. When it cancels, their rounding stays. Each of the
                                // values is at most Σ|tap|, which rounding changes by 6e-8 of itself; a transform of three passes and the halving rounds some 20 times.
                                int place = (f * stride + phi) * 2 * lanes + lane;
                                AssertNear((Sum.Over(taps, v => Math.Cos(Angle(f, v, length)) * Value(v, phi)).Value, magnitudes[phi]), spectrum[place]);
                                AssertNear((Sum.Over(taps, v => -Math.Sin(Angle(f, v, length)) * Value(v, phi)).Value, magnitudes[phi]), spectrum[place + lanes]);
                            }
                        }

                        double Value(int v, int phi)
                        {
                            long p = start + (long)stride * v + phi;
                            return p >= 0 && p < n ? wf[p] / (2.0 * length) : 0;
                        }
                    }
                }
            },
            iter: 60);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void Pairs_are_the_spectrum_to_eight_binary_digits(int bits) =>
        Gen.Select(Gen.Int[2, 60], Gen.Int[1, 40], Gen.Int[1, 7], Gen.Int[2, 30].Where(half => Transform.NextLength(half) == half), Seed).Sample(
            (q, bands, stride, half, seed) =>
            {
                var library = KernelLibrary.Of(bits);
                var transform = new Plan(library, half);
                int n = bands * q, taps = Math.Min(2 * half, (int)ReLayout.CeilDiv(q, stride)), rows = (half + 1) * stride, lanes = ReLayout.RoundUp(bands, KernelShape.Lanes);
                Block wf = Block.Random(seed, n), spectrum = Block.Zeros(rows * 2 * lanes), pairs = Block.Zeros(rows * lanes), apart = Block.Zeros(rows * 2 * lanes);
                library.PrepareSpectrum(ref wf.First, n, q, stride, taps, 0, [0], [bands], half, transform.Radices, ref transform.Twiddles.First, ref spectrum.First);
                library.PreparePairedSpectrum(ref wf.First, n, q, stride, taps, 0, [0], [bands], half, transform.Radices, ref transform.Twiddles.First, ref pairs.First);
                pairs.AssertMargins();
                library.Unpair(ref pairs.First, rows, lanes, ref apart.First);
                apart.AssertMargins();
                for (int i = 0; i < spectrum.Values.Length; i++) Assert.InRange(apart[i], spectrum[i] - Rounding(spectrum[i]), spectrum[i] + Rounding(spectrum[i]));

                // Of bfloat16; smallest numbers have fewer digits.
                static float Rounding(float value) => Math.Max(Math.Abs(value) / 256, 1e-37f);
            },
            iter: 60);

    [Fact]
    public void A_pair_keeps_what_is_no_finite_number_and_no_other()
    {
        float[] values = [0, -0f, 1, -1, 1.00390625f, 3e38f, float.MaxValue, float.MinValue, float.Epsilon, 1e-38f, float.NaN, float.PositiveInfinity, float.NegativeInfinity];
        foreach (float lower in values)
        {
            foreach (float upper in values)
            {
                float pair = BrainFloat.Pair(lower, upper), first = BrainFloat.Widen((ushort)BitConverter.SingleToUInt32Bits(pair));
                Assert.Equal(float.IsFinite(upper), float.IsFinite(pair));
                Assert.True(float.IsNaN(lower) ? float.IsNaN(first) : first == BrainFloat.Widen(BrainFloat.Round(lower)), $"{lower} became {first}");
                if (float.IsFinite(upper)) Assert.InRange(pair, upper - Math.Abs(upper) / 256 - 1e-37, upper + Math.Abs(upper) / 256 + 1e-37);
            }
        }
    }

    // With F the real transform of the taps, N rows long: A + B, W·(A − B) and conj(W)·(A − B), divided by 2N, A = conj F[f], B = F[half − f], W = exp(−2πi·f / N).
    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void PrepareFilter_gives_three_factors_for_each_pair_of_bins(int bits) =>
        Gen.Select(Half, Gen.Int[1, 300], Seed).Sample(
            (half, most, seed) =>
            {
                var library = KernelLibrary.Of(bits);
                var transform = new Plan(library, half);
                int length = 2 * half, count = Math.Min(most, length);
                Block taps = Block.Random(seed, count), filter = Block.Zeros(6 * (half / 2 + 1));
                library.PrepareFilter(ref taps.First, count, half, transform.Radices, ref transform.Twiddles.First, ref filter.First);
                filter.AssertMargins();
                double magnitude = Sum.Over(count, p => taps[p] / (double)length).Magnitude;
                for (int f = 0; f <= half / 2; f++)
                {
                    Complex a = Complex.Conjugate(Bin(f)), b = Bin(half - f), w = Complex.FromPolarCoordinates(1, -Angle(f, 1, length));
                    Complex[] factors = [a + b, w * (a - b), Complex.Conjugate(w) * (a - b)];
                    for (int i = 0; i < factors.Length; i++)
                    {
                        AssertNear((factors[i].Real / (2 * length), magnitude), filter[6 * f + 2 * i]);
                        AssertNear((factors[i].Imaginary / (2 * length), magnitude), filter[6 * f + 2 * i + 1]);
                    }
                }

                Complex Bin(int f) => new(
                    Sum.Over(count, p => Math.Cos(Angle(f, p, length)) * taps[p]).Value, Sum.Over(count, p => -Math.Sin(Angle(f, p, length)) * taps[p]).Value);
            },
            iter: 60);

    // Rows 2t and 2t + 1 are the parts of a complex value; half times the transform there is what the passes back come to.
    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void Filter_turns_the_transform_of_rows_to_that_of_their_correlation_with_the_taps(int bits) =>
        Gen.Select(Gen.Int[1, 50].Where(half => Transform.NextLength(half) == half), Gen.Int[1, 100], Seed).Sample(
            (half, most, seed) =>
            {
                var library = KernelLibrary.Of(bits);
                var transform = new Plan(library, half);
                int lanes = library.Lanes, length = 2 * half, count = Math.Min(most, length);
                Block taps = Block.Random(seed, count), filter = Block.Zeros(6 * (half / 2 + 1)), values = Block.Zeros(length * lanes), to = Block.Zeros(length * lanes);
                library.PrepareFilter(ref taps.First, count, half, transform.Radices, ref transform.Twiddles.First, ref filter.First);
                double[][] rows = [.. Enumerable.Range(0, lanes).Select(lane => Block.Random(seed + lane, length).Values.ToArray().Select(value => (double)value).ToArray())];
                for (int lane = 0; lane < lanes; lane++)
                {
                    for (int f = 0; f < half; f++)
                    {
                        var z = OfPairs(rows[lane], f);
                        (values[2 * f * lanes + lane], values[(2 * f + 1) * lanes + lane]) = ((float)z.Real, (float)z.Imaginary);
                    }
                }

                library.Filter(ref values.First, ref filter.First, half, ref to.First);
                to.AssertMargins();
                for (int lane = 0; lane < lanes; lane++)
                {
                    double[] x = rows[lane], correlation = [.. Enumerable.Range(0, length).Select(t => Sum.Over(count, p => taps[p] * x[(t + p) % length]).Value)];
                    double magnitude = Sum.Over(count, p => taps[p]).Magnitude * Sum.Over(length, t => x[t]).Magnitude / half;
                    for (int f = 0; f < half; f++)
                    {
                        var z = OfPairs(correlation, f) / half;
                        int place = 2 * ((half - f) % half) * lanes + lane;
                        AssertNear((z.Real, magnitude), to[place]);
                        AssertNear((z.Imaginary, magnitude), to[place + lanes]);
                    }
                }

                Complex OfPairs(double[] real, int f)
                {
                    var sum = Complex.Zero;
                    for (int t = 0; t < half; t++) sum += new Complex(real[2 * t], real[2 * t + 1]) * Complex.FromPolarCoordinates(1, -Angle(f, t, half));
                    return sum;
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
