using CsCheck;
using DeepThin.Runtime;

namespace DeepThin.Kernels.Tests;

/// <summary>Putting values around channels, and magnitudes, against plain loops.</summary>
[Trait("Category", "Kernels")]
public class PaddingsTests
{
    private const int Cases = 100;

    private static readonly Gen<Padding> Around =
        from channels in Gen.Int[1, 3]
        from height in Gen.Int[1, 5]
        from width in Gen.Int[1, 6]
        from mode in Gen.Enum<PadMode>()
        from sides in Gen.Int[0, 7].Array[4]
        from before in Gen.Int[0, 2]
        from after in Gen.Int[0, 2]
        let rows = mode == PadMode.Reflect ? height - 1 : 7
        let columns = mode == PadMode.Reflect ? width - 1 : 7
        select new Padding(
            channels, height, width, Math.Min(sides[0], rows), Math.Min(sides[1], rows), Math.Min(sides[2], columns), Math.Min(sides[3], columns), before, after, mode);

    [Fact]
    public void A_value_is_one_of_the_input_or_zero() => Gen.Select(Around, Gen.Bool, Gen.Int[0, 1000]).Sample(
        (padding, isPanel, seed) =>
        {
            int width = isPanel ? Panel.Size : 1;
            var places = Places(padding);
            Block x = Block.Random(seed, padding.Channels * padding.Height * padding.Width * width), y = Block.Zeros(places.Length * width);
            Paddings.Pad(ref x.First, padding, width, ref y.First);
            y.AssertNear(i => (places[i / width] is { } place ? x[place * width + i % width] : 0, 0));
        },
        iter: Cases);

    [Fact]
    public void A_value_receives_the_gradients_of_all_its_places() => Gen.Select(Around, Gen.Int[0, 1000]).Sample(
        (padding, seed) =>
        {
            var places = Places(padding);
            Block g = Block.Random(seed, places.Length * Panel.Size), gx = Block.Random(seed + 1, padding.Channels * padding.Height * padding.Width * Panel.Size);
            Paddings.PadBackward(ref g.First, padding, ref gx.First);
            gx.AssertNear(i => Sum.Over(places.Length, at => places[at] == i / Panel.Size ? g[at * Panel.Size + i % Panel.Size] : 0));
        },
        iter: Cases);

    [Fact]
    public void A_magnitude_is_the_root_of_the_sum_of_squares()
    {
        float[] x = [3, 0, 1e-30f, 1e30f, -5, 0, 4, 0, 1e-30f, 1e30f, 12, -2], y = new float[6];
        Magnitudes<Simd128, System.Runtime.Intrinsics.Vector128<float>>.Of(ref x[0], ref y[0], 6);
        float[] wanted = [5, 0, 1.41421356e-30f, 1.41421356e30f, 13, 2];
        Assert.All(wanted.Zip(y), pair => Assert.Equal(pair.First, pair.Second, Math.Abs(pair.First) * 1e-6f));
    }

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void The_gradient_of_a_magnitude_is_zero_where_that_is_zero(int bits) => Gen.Select(Gen.Int[1, 40], Gen.Int[0, 1000]).Sample(
        (sixteens, seed) =>
        {
            int length = 16 * sixteens;
            Block x = Block.Random(seed, 2 * length), y = Block.Zeros(length), g = Block.Random(seed + 1, length), gx = Block.Random(seed + 2, 2 * length);
            for (int i = 0; i < length; i++)
            {
                if (i % 3 == 0) (x[i], x[length + i]) = (0, 0);
                y[i] = (float)Math.Sqrt(Math.Pow(x[i], 2) + Math.Pow(x[length + i], 2));
            }

            KernelLibrary.Of(bits).MagnitudeBackward(ref x.First, ref y.First, ref g.First, ref gx.First, length);
            gx.AssertNear(i => y[i % length] == 0 ? (0, 0) : ((double)g[i % length] * x[i] / y[i % length], Math.Abs(g[i % length])));
        },
        iter: Cases);

    // Of each place of the output the place of the input that it is, by the definition of each mode.
    private static int?[] Places(Padding padding)
    {
        var places = new List<int?>();
        for (int channel = -padding.ChannelsBefore; channel < padding.Channels + padding.ChannelsAfter; channel++)
        {
            for (int row = -padding.Top; row < padding.Height + padding.Bottom; row++)
            {
                for (int column = -padding.Left; column < padding.Width + padding.Right; column++)
                {
                    int? r = Index(row, padding.Height), c = Index(column, padding.Width);
                    places.Add(channel < 0 || channel >= padding.Channels ? null : (channel * padding.Height + r) * padding.Width + c);
                }
            }
        }

        return [.. places];

        int? Index(int index, int length) => padding.Mode switch
        {
            PadMode.Edge => Math.Clamp(index, 0, length - 1),
            PadMode.Reflect => length - 1 - Math.Abs(length - 1 - Math.Abs(index)),
            _ => index >= 0 && index < length ? index : null,
        };
    }
}
