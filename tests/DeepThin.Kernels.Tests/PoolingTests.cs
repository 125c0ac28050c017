using CsCheck;
using DeepThin.Planning;
using DeepThin.Runtime;

namespace DeepThin.Kernels.Tests;

public class PoolingTests
{
    private const int Size = Panel.Size, Cases = 150;

    private static readonly float[] Special = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, -0f];

    private static readonly Gen<(SlidingWindow Window, int Seed, bool IsSpecial)> Any = Gen.Select(Window.WithValues, Gen.Int[0, 1000], Gen.Bool);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void The_largest_values_of_one_sample(int bits) => Any.Sample(
        (window, seed, isSpecial) =>
        {
            Block x = Values(seed, window.Channels * window.Plane, isSpecial), y = Block.Zeros(window.Channels * window.Positions);
            KernelLibrary.Of(bits).MaxPool(ref x.First, window, ref y.First, ref Scratch(window).First);
            AssertEqual(y, i => Largest(window, i, place => x[place]));
        },
        iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void The_means_of_one_sample(int bits) => Gen.Select(Any, Gen.Bool).Sample(
        (any, countsZeros) =>
        {
            var (window, seed, isSpecial) = any;
            Block x = Values(seed, window.Channels * window.Plane, isSpecial), y = Block.Zeros(window.Channels * window.Positions);
            KernelLibrary.Of(bits).AveragePool(ref x.First, window, countsZeros, ref y.First, ref Scratch(window).First);
            AssertEqual(y, i => Mean(window, i, countsZeros, place => x[place]));
        },
        iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void The_largest_values_of_a_panel_and_the_gradients_of_the_first_of_them(int bits) => Any.Sample(
        (window, seed, isSpecial) =>
        {
            var library = KernelLibrary.Of(bits);
            Block x = Values(seed, window.Channels * window.Plane * Size, isSpecial), y = Block.Zeros(window.Channels * window.Positions * Size);
            library.MaxPoolRows(ref x.First, window, ref y.First);
            AssertEqual(y, i => Largest(window, i / Size, place => x[place * Size + i % Size]));

            Block g = Block.Random(seed + 1, y.Length), gx = Block.Random(seed + 2, x.Length);
            double[] wanted = new double[gx.Length], magnitudes = new double[gx.Length];
            library.MaxPoolRowsBackward(ref x.First, ref y.First, ref g.First, window, ref gx.First);
            for (int i = 0; i < g.Length; i++)
            {
                int place = Places(window, i / Size).First(place => float.IsNaN(y[i]) || x[place * Size + i % Size] == y[i]) * Size + i % Size;
                wanted[place] += g[i];
                magnitudes[place] += Math.Abs(g[i]);
            }

            gx.AssertNear(i => (wanted[i], magnitudes[i]));
        },
        iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void The_means_of_a_panel_and_their_gradients(int bits) => Gen.Select(Any, Gen.Bool).Sample(
        (any, countsZeros) =>
        {
            var library = KernelLibrary.Of(bits);
            var (window, seed, isSpecial) = any;
            Block x = Values(seed, window.Channels * window.Plane * Size, isSpecial), y = Block.Zeros(window.Channels * window.Positions * Size);
            library.AveragePoolRows(ref x.First, window, countsZeros, ref y.First);
            AssertEqual(y, i => Mean(window, i / Size, countsZeros, place => x[place * Size + i % Size]));

            Block g = Block.Random(seed + 1, y.Length), gx = Block.Random(seed + 2, x.Length);
            double[] wanted = new double[gx.Length], magnitudes = new double[gx.Length];
            library.AveragePoolRowsBackward(ref g.First, window, countsZeros, ref gx.First);
            for (int i = 0; i < g.Length; i++)
            {
                int[] places = [.. Places(window, i / Size)];
                foreach (int place in places)
                {
                    double part = (double)g[i] / (countsZeros ? window.Taps : places.Length);
                    wanted[place * Size + i % Size] += part;
                    magnitudes[place * Size + i % Size] += Math.Abs(part);
                }
            }

            gx.AssertNear(i => (wanted[i], magnitudes[i]));
        },
        iter: Cases);

    // Some with what is no number, infinities, and values that are equal.
    private static Block Values(int seed, int length, bool isSpecial)
    {
        var block = Block.Random(seed, length);
        if (!isSpecial) return block;
        var random = new Random(seed);
        foreach (ref float value in block.Values)
        {
            if (random.Next(4) == 0) value = Special[random.Next(Special.Length)];
        }

        return block;
    }

    private static Block Scratch(SlidingWindow window) => Block.Zeros((int)window.PoolingScratch);

    // The places of the values under the window at an output, among those of all channels.
    private static IEnumerable<int> Places(SlidingWindow window, int output) =>
        Window.Inside(window, output % window.Positions).Select(inside => output / window.Positions * window.Plane + inside.Place);

    // Math.Max takes what is no number for the largest.
    private static double Largest(SlidingWindow window, int output, Func<int, float> value) =>
        Places(window, output).Select(place => (double)value(place)).Aggregate(Math.Max);

    private static double Mean(SlidingWindow window, int output, bool countsZeros, Func<int, float> value)
    {
        float[] values = [.. Places(window, output).Select(value)];
        return values.Sum(one => (double)one) / (countsZeros ? window.Taps : values.Length);
    }

    private static void AssertEqual(Block found, Func<int, double> wanted)
    {
        found.AssertMargins();
        for (int i = 0; i < found.Length; i++)
        {
            double value = wanted(i);
            bool isRight = double.IsFinite(value) ? Math.Abs(found[i] - value) <= 1e-6 * Math.Max(1, Math.Abs(value)) : value.Equals((double)found[i]);
            Assert.True(isRight, $"Value {i} is {found[i]:R} and should be {value:R}.");
        }
    }
}
