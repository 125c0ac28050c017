using CsCheck;
using DeepThin.Runtime;

namespace DeepThin.Kernels.Tests;

public class PanelTests
{
    private const int Size = Panel.Size, Cases = 200;

    private static readonly Gen<int> Count = Gen.Int[1, Size], Features = Gen.Int[1, 80], Seed = Gen.Int[0, 1000];

    [Fact]
    public void Pack_lays_samples_out_feature_by_feature() =>
        Gen.Select(Count, Features, Seed).Sample(
            (count, features, seed) =>
            {
                Block samples = Block.Random(seed, count * features), panel = Block.Random(seed + 1, features * Size);
                Panel.Pack(samples.Values, count, features, ref panel.First);
                panel.AssertNear(place => (place % Size < count ? samples[place % Size * features + place / Size] : 0, 0));
            },
            iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void Pack_multiplies_each_feature_with_its_gain(int bits) =>
        Gen.Select(Count, Gen.Int[1, 300], Seed).Sample(
            (count, features, seed) =>
            {
                Block samples = Block.Random(seed, count * features), gains = Block.Random(seed + 2, features), panel = Block.Random(seed + 1, features * Size);
                KernelLibrary.Of(bits).Pack(samples.Values, count, features, ref gains.First, ref panel.First);
                panel.AssertNear(place => place % Size < count ? Sum.Over(1, _ => (double)gains[place / Size] * samples[place % Size * features + place / Size]) : (0, 0));
            },
            iter: Cases);

    [Fact]
    public void Copy_multiplies_each_value_with_its_gain() =>
        Gen.Select(Features, Seed).Sample(
            (features, seed) =>
            {
                Block values = Block.Random(seed, features), gains = Block.Random(seed + 1, features), copies = Block.Zeros(features);
                Panel.Copy(values.Values, ref gains.First, ref copies.First);
                copies.AssertNear(i => Sum.Over(1, _ => (double)gains[i] * values[i]));
                Panel.Scale(ref values.First, ref gains.First, features);
                Assert.Equal(copies.Values, values.Values);
                values.AssertMargins();
            },
            iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void ScaleRows_multiplies_each_row_with_its_gain_and_its_backward_half_follows(int bits) =>
        Gen.Select(Gen.Int[1, 20], Seed).Sample(
            (rows, seed) =>
            {
                var library = KernelLibrary.Of(bits);
                Block x = Block.Random(seed, rows * Size), gains = Block.Random(seed + 1, rows), y = Block.Random(seed + 2, rows * Size);
                library.ScaleRows(ref x.First, ref gains.First, ref y.First, rows);
                y.AssertNear(place => Sum.Over(1, _ => (double)gains[place / Size] * x[place]));

                Block gradients = Block.Random(seed + 3, rows * Size), sums = Block.Random(seed + 4, rows);
                Block before = gradients.Copy(), sumsBefore = sums.Copy();
                library.ScaleRowsBackward(ref gradients.First, ref x.First, ref gains.First, ref sums.First, rows);
                gradients.AssertNear(place => Sum.Over(1, _ => (double)gains[place / Size] * before[place]));
                sums.AssertNear(f => Sum.Over(Size, b => (double)before[f * Size + b] * x[f * Size + b], sumsBefore[f]));

                library.ScaleRows(ref x.First, ref gains.First, ref x.First, rows);
                Assert.Equal(y.Values, x.Values);
            },
            iter: Cases);

    [Fact]
    public void Transpose_swaps_rows_and_columns() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Seed).Sample(
            (rows, columns, seed) =>
            {
                Block x = Block.Random(seed, rows * columns), y = Block.Random(seed + 1, rows * columns);
                Panel.Transpose(ref x.First, rows, columns, ref y.First);
                y.AssertNear(place => (x[place % rows * columns + place / rows], 0));
            },
            iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void Transpose_of_a_panel_takes_whole_rows(int bits) =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12], Seed).Sample(
            (rows, columns, seed) =>
            {
                Block x = Block.Random(seed, rows * columns * Size), y = Block.Random(seed + 1, rows * columns * Size);
                KernelLibrary.Of(bits).Transpose(ref x.First, rows, columns, ref y.First);
                y.AssertNear(place => (x[(place / Size % rows * columns + place / Size / rows) * Size + place % Size], 0));
            },
            iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void StandardizeRows_takes_the_mean_of_each_row_away_and_multiplies_with_its_scale(int bits) =>
        Gen.Select(Gen.Int[1, 20], Seed).Sample(
            (rows, seed) =>
            {
                Block x = Block.Random(seed, rows * Size), mean = Block.Random(seed + 1, rows), scale = Block.Random(seed + 2, rows), y = Block.Random(seed + 3, rows * Size);
                KernelLibrary.Of(bits).StandardizeRows(ref x.First, ref mean.First, ref scale.First, ref y.First, rows);
                y.AssertNear(place => Sum.Over(2, i => scale[place / Size] * (i == 0 ? (double)x[place] : -mean[place / Size])));
            },
            iter: Cases);

    [Fact]
    public void Unpack_writes_the_samples_and_nothing_between_them() =>
        Gen.Select(Count, Features, Gen.Int[0, 20], Seed).Sample(
            (count, features, gap, seed) =>
            {
                int stride = features + gap;
                Block panel = Block.Random(seed, features * Size), samples = Block.Random(seed + 1, count * stride);
                var before = samples.Copy();
                Panel.Unpack(ref panel.First, count, features, ref samples.First, stride);
                samples.AssertNear(place => (place % stride < features ? panel[place % stride * Size + place / stride] : before[place], 0));
            },
            iter: Cases);

    [Fact]
    public void UnpackRows_takes_rows_at_a_distance() =>
        Gen.Select(Gen.Int[1, 8], Gen.Int[0, 100], Gen.Int[0, 20], Seed).Sample(
            (eights, apart, gap, seed) =>
            {
                int rows = 8 * eights, distance = Size + apart, stride = rows + gap;
                Block panel = Block.Random(seed, rows * distance), samples = Block.Random(seed + 1, Size * stride);
                var before = samples.Copy();
                Panel.UnpackRows(ref panel.First, distance, rows, ref samples.First, stride);
                samples.AssertNear(place => (place % stride < rows ? panel[place % stride * distance + place / stride] : before[place], 0));
            },
            iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void Scale_and_AddScaled_take_a_row(int bits) =>
        Gen.Select(Seed, Gen.Int[-200, 200]).Sample(
            (seed, hundredths) =>
            {
                var library = KernelLibrary.Of(bits);
                float scale = hundredths / 100f;
                Block x = Block.Random(seed, Size), y = Block.Random(seed + 1, Size);
                var before = y.Copy();
                library.AddScaled(ref x.First, scale, ref y.First);
                y.AssertNear(b => Sum.Over(1, _ => (double)scale * x[b], before[b]));
                library.Scale(ref x.First, scale, ref y.First);
                y.AssertNear(b => Sum.Over(1, _ => (double)scale * x[b]));
            },
            iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void AddScaled_takes_values_of_any_number(int bits) =>
        Gen.Select(Gen.Int[1, 70], Seed, Gen.Int[-200, 200]).Sample(
            (length, seed, hundredths) =>
            {
                var library = KernelLibrary.Of(bits);
                float scale = hundredths / 100f;
                Block x = Block.Random(seed, length + library.Lanes), y = Block.Random(seed + 1, length + library.Lanes - 1);
                var before = y.Copy();
                library.AddScaled(ref x.First, scale, ref y.First, length);
                y.AssertNear(p => p < length ? Sum.Over(1, _ => (double)scale * x[p], before[p]) : (before[p], 0));
            },
            iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void AddRowSums_adds_the_samples_of_each_row(int bits) =>
        Gen.Select(Gen.Int[1, 20], Seed).Sample(
            (rows, seed) =>
            {
                Block panel = Block.Random(seed, rows * Size), sums = Block.Random(seed + 1, rows);
                var before = sums.Copy();
                KernelLibrary.Of(bits).AddRowSums(ref panel.First, rows, ref sums.First);
                sums.AssertNear(f => Sum.Over(Size, b => panel[f * Size + b], before[f]));
            },
            iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void ClearWhereZero_clears_there_only(int bits) =>
        Gen.Select(Gen.Int[1, 8], Seed).Sample(
            (sixteens, seed) =>
            {
                int length = 16 * sixteens;
                Block values = Block.Random(seed, length), gradients = Block.Random(seed + 1, length);
                for (int i = 0; i < length; i++)
                {
                    if (i % 3 == seed % 3) values[i] = i % 2 == 0 ? 0f : -0f;
                    if (i % 5 == 0) values[i] = float.Epsilon;
                }

                var before = gradients.Copy();
                KernelLibrary.Of(bits).ClearWhereZero(ref values.First, ref gradients.First, length);
                gradients.AssertNear(i => (values[i] == 0 ? 0 : before[i], 0));
            },
            iter: Cases);

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void Gradients_pass_an_activation_by_its_outputs(int bits) =>
        Gen.Select(Gen.Int[1, 8], Seed).Sample(
            (sixteens, seed) =>
            {
                const float Slope = 0.1f, Ceiling = 0.5f;
                var library = KernelLibrary.Of(bits);
                Block outputs = Block.Random(seed, 16 * sixteens), clipped = outputs.Copy();
                foreach (ref float value in clipped.Values) value = Math.Clamp(value, 0, Ceiling);
                Check(gradients => library.LeakyReluBackward(ref gradients.First, ref outputs.First, Slope, outputs.Length), i => outputs[i] > 0 ? 1 : Slope);
                Check(gradients => library.ClippedReluBackward(ref gradients.First, ref clipped.First, Ceiling, outputs.Length), i => clipped[i] is > 0 and < Ceiling ? 1 : 0);
                Check(gradients => library.SigmoidBackward(ref gradients.First, ref outputs.First, outputs.Length), i => outputs[i] * (1 - (double)outputs[i]));
                Check(gradients => library.TanhBackward(ref gradients.First, ref outputs.First, outputs.Length), i => 1 - (double)outputs[i] * outputs[i]);

                // Sums between −5 and 5, with the corners.
                Block sums = outputs.Copy(), hard = outputs.Copy();
                for (int i = 0; i < sums.Length; i++) hard[i] = Math.Clamp((sums[i] = i % 7 < 2 ? 3 - i % 7 * 6 : sums[i] * 5) + 3, 0, 6) / 6;
                Check(gradients => library.EluBackward(ref gradients.First, ref outputs.First, 1.5f, outputs.Length), i => outputs[i] > 0 ? 1 : outputs[i] + 1.5);
                Check(gradients => library.HardSigmoidBackward(ref gradients.First, ref hard.First, outputs.Length), i => hard[i] is > 0 and < 1 ? 1 / 6.0 : 0);
                Check(gradients => library.HardSwishBackward(ref gradients.First, ref sums.First, outputs.Length), i => sums[i] <= -3 ? 0 : sums[i] > 3 ? 1 : (2 * sums[i] + 3) / 6.0);

                void Check(Action<Block> backward, Func<int, double> derivative)
                {
                    Block before = Block.Random(seed + 1, outputs.Length), gradients = before.Copy();
                    backward(gradients);
                    gradients.AssertNear(i => (before[i] * derivative(i), Math.Abs(before[i]) * 2));
                }
            },
            iter: Cases);
}
