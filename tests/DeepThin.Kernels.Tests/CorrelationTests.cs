using CsCheck;

namespace DeepThin.Kernels.Tests;

public class CorrelationTests
{
    private const int Vectors = 8;

    // Up to beyond twice the four vectors of taps that pass together.
    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void A_block_of_shifts_is_the_sum_over_the_taps(int bits) =>
        Gen.Select(Gen.Int[1, 150], Gen.Int[0, 1000], Gen.Bool).Sample(
            (taps, seed, accumulates) =>
            {
                var library = KernelLibrary.Of(bits);
                int shifts = Vectors * library.Lanes;
                Block w = Block.Random(seed, taps), x = Block.Random(seed + 1, shifts + taps), start = Block.Random(seed + 2, shifts), s = Block.Zeros(shifts);
                if (accumulates) library.AddCorrelationBlock(ref w.First, taps, ref x.First, ref start.First, ref s.First);
                else library.CorrelateBlock(ref w.First, taps, ref x.First, ref s.First);
                s.AssertNear(u => Sum.Over(taps, p => (double)w[p] * x[u + p], accumulates ? start[u] : 0));
            },
            iter: 200);
}
