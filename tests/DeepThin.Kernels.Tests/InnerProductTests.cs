using CsCheck;
using DeepThin.Planning;
using DeepThin.Runtime;

namespace DeepThin.Kernels.Tests;

public class InnerProductTests
{
    private const int Cases = 150;

    private static readonly Gen<int> Length = Gen.Int[1, 200], Seed = Gen.Int[0, 1000];

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void Weights_are_read_in_every_type(int bits)
    {
        Check(bits, value => value, value => value);
        Check(bits, value => (Half)value, value => (double)value);
        Check(bits, value => new BrainFloat(BrainFloat.Round(value)), value => BrainFloat.Widen(value.Bits));
        Check(bits, value => (sbyte)Math.Round(127 * value), value => value);
    }

    private static void Check<T>(int bits, Func<float, T> narrow, Func<T, double> widen)
        where T : unmanaged
    {
        CheckOne(bits, narrow, widen);
        CheckFourRows(bits, narrow, widen);
        CheckCombine(bits, narrow, widen);
    }

    private static void CheckOne<T>(int bits, Func<float, T> narrow, Func<T, double> widen)
        where T : unmanaged => Gen.Select(Length, Seed).Sample(
            (length, seed) =>
            {
                var library = KernelLibrary.Of(bits);
                T[] a = Narrowed(seed, length + library.Lanes, narrow);
                Block b = Block.Random(seed + 1, length + library.Lanes), c = Block.Zeros(1);
                c[0] = library.InnerProductOf(ref a[0], ref b.First, length);
                c.AssertNear(_ => Sum.Over(length, q => widen(a[q]) * b[q]));
            },
            iter: Cases);

    private static void CheckFourRows<T>(int bits, Func<float, T> narrow, Func<T, double> widen)
        where T : unmanaged => Gen.Select(Length, Seed).Sample(
            (length, seed) =>
            {
                var library = KernelLibrary.Of(bits);
                int stride = length + seed % 7;
                T[] a = Narrowed(seed, 4 * stride + library.Lanes, narrow);
                Block b = Block.Random(seed + 1, length + library.Lanes), c = Block.Zeros(4);
                library.InnerProductsOfFourRows(ref a[0], stride, ref b.First, length, ref c.First);
                c.AssertNear(i => Sum.Over(length, q => widen(a[i * stride + q]) * b[q]));
            },
            iter: Cases);

    private static void CheckCombine<T>(int bits, Func<float, T> narrow, Func<T, double> widen)
        where T : unmanaged => Gen.Select(Length, Gen.Int[1, 20], Seed).Sample(
            (length, terms, seed) =>
            {
                var library = KernelLibrary.Of(bits);
                int stride = length + seed % 7, written = ReLayout.RoundUp(length, library.Lanes);
                T[] b = Narrowed(seed, terms * stride + library.Lanes, narrow);
                Block a = Block.Random(seed + 1, terms), c = Block.Zeros(written);
                library.Combine(ref a.First, ref b[0], stride, terms, ref c.First, length);
                c.AssertNear(v => v < length ? Sum.Over(terms, t => a[t] * widen(b[t * stride + v])) : (c[v], 0));
            },
            iter: Cases);

    private static T[] Narrowed<T>(int seed, int length, Func<float, T> narrow) => [.. Block.Random(seed, length).Values.ToArray().Select(narrow)];
}
