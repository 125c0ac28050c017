using CsCheck;
using DeepThin.Runtime;

namespace DeepThin.Kernels.Tests;

/// <summary>What is done to each channel alone, of one sample and of a panel, against plain loops.</summary>
[Trait("Category", "Kernels")]
public class ChannelKernelsTests
{
    private const int Cases = 100, Lanes = 16;

    private static readonly Gen<int> Channels = Gen.Int[1, 20], Length = Gen.Int[1, 70], Seed = Gen.Int[0, 1000];

    private delegate void OfSample(ref float x, ref float a, ref float b, ref float y, int channels, int length);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void A_channel_is_scaled(int bits) => Check(
        (ref float x, ref float a, ref float b, ref float y, int channels, int length) => KernelLibrary.Of(bits).ScaleChannels(ref x, ref a, ref y, channels, length),
        (x, a, _) => a * x);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void A_channel_is_scaled_and_a_bias_added(int bits) => Check(
        (ref float x, ref float a, ref float b, ref float y, int channels, int length) => KernelLibrary.Of(bits).Affine(ref x, ref a, ref b, ref y, channels, length),
        (x, a, b) => a * x + b);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void Values_below_zero_have_the_slope_of_their_channel(int bits) => Check(
        (ref float x, ref float a, ref float b, ref float y, int channels, int length) => KernelLibrary.Of(bits).PRelu(ref x, ref a, ref y, channels, length),
        (x, a, _) => x > 0 ? x : a * x);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void Gradients_pass_with_the_slope_of_their_channel(int bits) => Gen.Select(Channels, Gen.Int[1, 6], Seed).Sample(
        (channels, rows, seed) =>
        {
            int length = rows * Lanes;
            Block g = Block.Random(seed, channels * length), x = Block.Random(seed + 1, channels * length), slopes = Block.Random(seed + 2, channels), gx = Block.Zeros(channels * length);
            KernelLibrary.Of(bits).PReluBackward(ref g.First, ref x.First, ref slopes.First, ref gx.First, channels, length);
            gx.AssertNear(i => (g[i] * (x[i] > 0 ? 1.0 : slopes[i / length]), Math.Abs(g[i])));
        },
        iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void A_gate_multiplies_a_channel_in_each_column_and_its_gradients_are_sums_over_positions(int bits) => Gen.Select(Channels, Gen.Int[1, 12], Seed).Sample(
        (channels, positions, seed) =>
        {
            const int Size = Panel.Size;
            int length = positions * Size;
            Block x = Block.Random(seed, channels * length), gates = Block.Random(seed + 1, channels * Size), y = Block.Random(seed + 2, channels * length);
            KernelLibrary.Of(bits).Gate(ref x.First, ref gates.First, ref y.First, channels, positions);
            y.AssertNear(i => Sum.Over(1, _ => (double)gates[i / length * Size + i % Size] * x[i]));

            Block g = Block.Random(seed + 3, channels * length), ggates = Block.Random(seed + 4, channels * Size);
            KernelLibrary.Of(bits).GateBackward(ref g.First, ref x.First, ref ggates.First, channels, positions);
            ggates.AssertNear(i => Sum.Over(positions, p => (i / Size * length + p * Size + i % Size) is var place ? (double)g[place] * x[place] : 0));
        },
        iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void Sums_of_a_channel_are_added(int bits)
    {
        var library = KernelLibrary.Of(bits);
        CheckSums((g, x, sums, channels, length) => library.AddSums(ref g.First, ref sums.First, channels, length), (g, _) => g);
        CheckSums((g, x, sums, channels, length) => library.AddProducts(ref g.First, ref x.First, ref sums.First, channels, length), (g, x) => g * x);
        CheckSums((g, x, sums, channels, length) => library.AddProductsBelow(ref g.First, ref x.First, ref sums.First, channels, length), (g, x) => x > 0 ? 0 : g * x);
    }

    // A vector behind the last value may be read. Nothing is written there but where there is one value of each channel, in full vectors.
    private static void Check(OfSample kernel, Func<double, double, double, double> wanted) => Gen.Select(Channels, Length, Seed).Sample(
        (channels, length, seed) =>
        {
            int values = channels * length;
            Block x = Block.Random(seed, values), a = Block.Random(seed + 1, channels), b = Block.Random(seed + 2, channels);
            Block y = Block.Zeros(length == 1 ? (values + Lanes - 1) / Lanes * Lanes : values);
            kernel(ref x.First, ref a.First, ref b.First, ref y.First, channels, length);
            for (int i = values; i < y.Length; i++) y[i] = 0;
            y.AssertNear(i => i >= values ? (0, 0) : (wanted(x[i], a[i / length], b[i / length]), 1 + Math.Abs(b[i / length])));
        },
        iter: Cases);

    private static void CheckSums(Action<Block, Block, Block, int, int> kernel, Func<double, double, double> term) => Gen.Select(Channels, Gen.Int[1, 6], Seed).Sample(
        (channels, rows, seed) =>
        {
            int length = rows * Lanes;
            Block g = Block.Random(seed, channels * length), x = Block.Random(seed + 1, channels * length), sums = Block.Random(seed + 2, channels);
            var before = sums.Copy();
            kernel(g, x, sums, channels, length);
            sums.AssertNear(c =>
            {
                var (sum, magnitude) = Sum.Over(length, i => term(g[c * length + i], x[c * length + i]));
                return (before[c] + sum, Math.Abs(before[c]) + magnitude);
            });
        },
        iter: Cases);
}
