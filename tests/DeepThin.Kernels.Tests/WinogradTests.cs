using CsCheck;
using DeepThin.Planning;

namespace DeepThin.Kernels.Tests;

public class WinogradTests
{
    private const int Cases = 60;

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void The_sums_of_one_sample(int bits) => Gen.Select(Gen.Int[1, 40], Window.OfThree, Window.OfThree, Gen.Int[1, 70], Gen.Int[0, 1000]).Sample(
        (channels, rows, columns, outputs, seed) =>
        {
            var window = new SlidingWindow(channels, rows, columns);
            var winograd = new WinogradConvolution(window, outputs);
            var library = KernelLibrary.Of(bits);
            int taps = window.Taps, positions = window.Positions;

            // A vector behind the sample is readable, and may be no number.
            Block x = Block.Random(seed, channels * window.Plane), w = Block.Random(seed + 1, outputs * channels * taps), y = Block.Zeros(outputs * positions);
            Block prepared = Block.Zeros((int)winograd.PreparedLength), scratch = Block.Zeros((int)winograd.Scratch);
            prepared.Values.Fill(float.NaN);
            scratch.Values.Fill(float.NaN);
            library.PrepareWinograd(winograd, ref w.First, ref prepared.First);
            library.WinogradSums(ref x.First, winograd, ref prepared.First, ref scratch.First);
            library.WinogradScatter(winograd, ref scratch.Values[(int)winograd.PlaceOfSums], ref y.First);
            prepared.AssertMargins();
            scratch.AssertMargins();
            y.AssertNear(i =>
            {
                double sum = 0, magnitude = 0;
                foreach (var (tap, place) in Window.Inside(window, i % positions))
                {
                    for (int channel = 0; channel < channels; channel++)
                    {
                        double term = (double)w[(i / positions * channels + channel) * taps + tap] * x[channel * window.Plane + place];
                        sum += term;
                        magnitude += Math.Abs(term);
                    }
                }

                // A tile is computed from all of its pixels.
                return (sum, magnitude + channels);
            });
        },
        iter: Cases);
}
