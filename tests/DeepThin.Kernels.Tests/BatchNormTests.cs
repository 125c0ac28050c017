using CsCheck;
using DeepThin.Runtime;

namespace DeepThin.Kernels.Tests;

/// <summary>Normalising channels over the samples of a panel against plain loops. Samples that are not there have no number.</summary>
[Trait("Category", "Kernels")]
public class BatchNormTests
{
    private const int Cases = 60, Stride = 16;
    private const float Epsilon = 0.01f, Momentum = 0.3f;

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void Only_the_samples_that_are_there_count(int bits) => Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5], Gen.Int[1, Panel.Size], Gen.Int[0, 1000]).Sample(
        (channels, places, samples, seed) =>
        {
            int length = channels * places * Panel.Size;
            Block x = Block.Random(seed, length), g = Block.Random(seed + 1, length), tensors = Block.Random(seed + 2, 4 * Stride), y = Block.Zeros(length), gx = Block.Zeros(length);
            Block kept = Block.Zeros(3 * Stride), scratch = Block.Zeros(2 * Stride), gradients = Block.Random(seed + 3, 4 * Stride), before = gradients.Copy();
            for (int i = 0; i < length; i++)
            {
                if (i % Panel.Size >= samples) (x[i], g[i]) = (float.NaN, 0);
            }

            for (int c = 0; c < channels; c++) tensors[3 * Stride + c] = Math.Abs(tensors[3 * Stride + c]);
            var library = KernelLibrary.Of(bits);
            library.BatchNormTrace(ref x.First, samples, ref tensors.First, Stride, channels, places, Epsilon, ref kept.First, ref scratch.First, ref y.First);
            library.BatchNormBackward(ref x.First, samples, ref tensors.First, Stride, channels, places, Momentum, ref kept.First, ref g.First, ref gx.First, true, ref gradients.First);
            int count = samples * places;
            for (int channel = 0; channel < channels; channel++)
            {
                int c = channel;
                int[] there = [.. Enumerable.Range(c * places * Panel.Size, places * Panel.Size).Where(i => i % Panel.Size < samples)];
                double mean = count > 1 ? there.Average(i => (double)x[i]) : tensors[2 * Stride + c];
                double variance = count > 1 ? there.Average(i => Math.Pow(x[i] - mean, 2)) : tensors[3 * Stride + c], scale = 1 / Math.Sqrt(variance + Epsilon);
                double Normal(int i) => (x[i] - mean) * scale;
                double sum = there.Sum(i => (double)g[i]), product = there.Sum(i => g[i] * Normal(i)), size = there.Sum(i => Math.Abs(g[i]) * (1 + scale) * (1 + scale));
                AssertNear(before[c] + product, gradients[c], 1 + size);
                AssertNear(before[Stride + c] + sum, gradients[Stride + c], 1 + size);
                double off = count > 1 ? tensors[2 * Stride + c] - mean : 0, offVariance = count > 1 ? tensors[3 * Stride + c] - variance * count / (count - 1) : 0;
                AssertNear(before[2 * Stride + c] + Momentum * samples * off, gradients[2 * Stride + c], 2 * samples);
                AssertNear(before[3 * Stride + c] + Momentum * samples * offVariance, gradients[3 * Stride + c], 4 * samples);
                foreach (int i in there)
                {
                    AssertNear(tensors[c] * Normal(i) + tensors[Stride + c], y[i], 4 * (1 + scale) * (1 + scale));
                    double wanted = tensors[c] * scale * (count > 1 ? g[i] - sum / count - Normal(i) * product / count : g[i]);
                    AssertNear(wanted, gx[i], 4 * scale * (1 + scale) * (1 + Math.Abs(Normal(i))) * (1 + size / count));
                }
            }

            for (int i = 0; i < length; i++) Assert.True(i % Panel.Size < samples || gx[i] == 0, $"Gradient {i} of a sample that is not there is {gx[i]}.");
            Assert.All((Block[])[y, gx, kept, scratch, gradients], block => block.AssertMargins());
        },
        iter: Cases);

    private static void AssertNear(double wanted, float found, double magnitude) =>
        Assert.True(Math.Abs(found - wanted) <= 1e-6 * magnitude, $"{found} should be {wanted}.");
}
