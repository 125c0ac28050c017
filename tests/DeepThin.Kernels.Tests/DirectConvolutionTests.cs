using CsCheck;
using DeepThin.Planning;

namespace DeepThin.Kernels.Tests;

public class DirectConvolutionTests
{
    private const int Cases = 150;

    // Long windows at few positions, too, as those of a spectrum.
    private static readonly Gen<SlidingWindow> Windows = Gen.OneOf(
        Window.Any,
        Window.Any.Where(window => window.Positions <= DirectConvolution.MostFew),
        Gen.Select(Gen.Int[1, 3], Gen.Int[40, 200], Gen.Int[20, 150], Gen.Int[1, 2], Gen.Int[0, 30], (channels, length, stride, dilation, before) =>
            new SlidingWindow(channels, new(1, 1, 1, 1, 0, 0), new(length, 1 + (length + before - 1) / (2 * dilation), stride, dilation, before, before))));

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void The_sums_of_one_sample(int bits) => Gen.Select(Windows, Gen.Int[1, 40], Gen.Int[0, 1000]).Sample(
        (window, outputs, seed) =>
        {
            var direct = new DirectConvolution(window, outputs);
            var library = KernelLibrary.Of(bits);
            int inputs = window.Channels * window.Taps, positions = window.Positions;

            // A vector behind the sample and behind W is readable, and may be no number behind the sample.
            Block x = Block.Random(seed, window.Channels * window.Plane), w = Block.Random(seed + 1, outputs * inputs + library.Lanes), y = Block.Zeros(outputs * positions), scratch = Block.Zeros((int)direct.Scratch);
            scratch.Values.Fill(float.NaN);
            library.DirectSums(ref x.First, direct, ref w.First, ref scratch.First);
            library.DirectScatter(direct, ref scratch.Values[(int)direct.PlaceOfSums], ref y.First);
            scratch.AssertMargins();
            y.AssertNear(i =>
            {
                double sum = 0, magnitude = 0;
                foreach (var (tap, place) in Window.Inside(window, i % positions))
                {
                    for (int channel = 0; channel < window.Channels; channel++)
                    {
                        double term = (double)w[i / positions * inputs + channel * window.Taps + tap] * x[channel * window.Plane + place];
                        sum += term;
                        magnitude += Math.Abs(term);
                    }
                }

                return (sum, magnitude);
            });
        },
        iter: Cases);
}
