using CsCheck;
using DeepThin.Planning;

namespace DeepThin.Kernels.Tests;

public class DepthwiseTests
{
    private const int Cases = 150;

    // What stands before the sample and behind it is no number, and so is what is not written of the sums.
    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void Sums_whose_rows_share_what_they_load(int bits) => Gen.Select(Gen.Int[1, 4], Window.OfThree, Window.OfThree, Gen.Int[0, 1000]).Sample(
        (channels, rows, columns, seed) =>
        {
            var window = new SlidingWindow(channels, rows, columns);
            int positions = window.Positions, stride = positions + seed % 3;
            Block x = Block.Random(seed, channels * window.Plane), w = Block.Random(seed + 1, channels * window.Taps);
            Block masks = Block.Zeros(ReLayout.RoundUp(columns.Length, KernelShape.Lanes) + 4 * KernelShape.Lanes);
            Block sums = Block.Zeros(channels * stride + (window.Width < KernelShape.Lanes ? KernelShape.Lanes : 0)), y = Block.Zeros(channels * positions);
            sums.Values.Fill(float.NaN);
            KernelLibrary.Of(bits).DepthwiseSumsOfThree(ref x.First, window, ref w.First, ref masks.First, ref sums.First, stride);
            masks.AssertMargins();
            sums.AssertMargins();
            for (int i = 0; i < y.Length; i++) y[i] = sums[i / positions * stride + i % positions];
            y.AssertNear(i =>
            {
                double[] terms =
                [
                    .. from inside in Window.Inside(window, i % positions)
                        select (double)w[i / positions * window.Taps + inside.Tap] * x[i / positions * window.Plane + inside.Place],
                ];
                return (terms.Sum(), terms.Sum(Math.Abs));
            });
        },
        iter: Cases);
}
