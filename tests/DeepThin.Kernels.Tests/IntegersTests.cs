using System.Runtime.InteropServices;
using CsCheck;

namespace DeepThin.Kernels.Tests;

public class IntegersTests
{
    private const int Cases = 200;

    private static readonly Gen<int> Length = Gen.Int[1, 150], Largest = Gen.Int[1, short.MaxValue], Seed = Gen.Int[0, 1000];

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void Round_divides_by_a_unit_of_which_the_largest_value_has_the_most(int bits) =>
        Gen.Select(Length, Largest, Seed).Sample(
            (length, largest, seed) =>
            {
                int padded = (length + 31) / 32 * 32;
                Block x = Block.Random(seed, length), integers = Block.Zeros(padded / 2);
                float unit = KernelLibrary.Of(bits).RoundToIntegers(ref x.First, length, largest, ref integers.First);
                integers.AssertMargins();
                Assert.Equal(x.Values.ToArray().Max(Math.Abs) / largest, unit);
                var found = MemoryMarshal.Cast<float, short>(integers.Values);
                for (int u = 0; u < padded; u++) AssertRounded(u < length ? x[u] : 0, unit, found[u]);
            },
            iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void RoundPairs_puts_each_sum_beside_the_one_a_step_behind(int bits) =>
        Gen.Select(Gen.Int[1, 8], Gen.Int[1, 70], Gen.Int[100, short.MaxValue], Seed).Sample(
            (sixteens, step, largest, seed) =>
            {
                int length = 16 * sixteens;
                Block s = Block.Random(seed, length + step), pairs = Block.Zeros(length);
                float unit = KernelLibrary.Of(bits).RoundToPairs(ref s.First, step, length, largest, ref pairs.First);
                pairs.AssertMargins();
                var found = MemoryMarshal.Cast<float, short>(pairs.Values);
                for (int u = 0; u < length; u++)
                {
                    AssertRounded(s[u], unit, found[2 * u]);

                    // What lies behind the end is not measured, so it may not fit.
                    if (u + step < length) AssertRounded(s[u + step], unit, found[2 * u + 1]);
                }
            },
            iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void Round_of_what_is_not_finite_has_a_unit_that_is_not(int bits)
    {
        var library = KernelLibrary.Of(bits);
        foreach (float value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            for (int place = 0; place < 37; place++)
            {
                Block x = Block.Random(place, 37), integers = Block.Zeros(32);
                x[place] = value;
                Assert.False(float.IsFinite(library.RoundToIntegers(ref x.First, 37, 1000, ref integers.First)));
            }
        }
    }

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void OfFourRows_sums_integers_without_a_rounding(int bits) =>
        Gen.Select(Length, Gen.Int[1, 4], Seed).Sample(
            (length, rows, seed) =>
            {
                int padded = (length + 31) / 32 * 32, stride = length + seed % 5;
                var random = new Random(seed);
                sbyte[] a = new sbyte[rows * stride + padded];
                random.NextBytes(MemoryMarshal.AsBytes(a.AsSpan()));
                var b = Block.Zeros(padded / 2);
                var integers = MemoryMarshal.Cast<float, short>(b.Values);
                for (int q = 0; q < length; q++) integers[q] = (short)random.Next(-700, 701);
                var c = Block.Zeros(4);
                KernelLibrary.Of(bits).IntegersOfFourRows(ref a[0], stride, ref b.First, length, rows, ref c.First);
                c.AssertMargins();
                for (int i = 0; i < 4; i++)
                {
                    int sum = 0;
                    for (int q = 0; q < length; q++) sum += a[Math.Min(i, rows - 1) * stride + q] * MemoryMarshal.Cast<float, short>(b.Values)[q];
                    Assert.Equal(sum, c[i]);
                }
            },
            iter: Cases);

    // The inverse of the unit and the product are rounded, too: of the largest integers that is four thousandths.
    private static void AssertRounded(float value, float unit, short integer) => Assert.InRange(integer - value / (double)unit, -0.505, 0.505);
}
