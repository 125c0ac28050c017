using CsCheck;
using DeepThin.Generators.Tests.Kernels;
using DeepThin.Runtime;

namespace DeepThin.Kernels.Tests;

/// <summary>The activations that are functions of their own, at any length, against double precision. The vectors are those of the process: see tests/run.sh.</summary>
[Trait("Category", "Kernels")]
public class ActivationsTests
{
    private const float Infinity = float.PositiveInfinity;
    private const int Cases = 100;

    private static readonly Gen<int> Length = Gen.Int[1, 600], Seed = Gen.Int[0, 1000];

    /// <summary>Up to one value, up to a vector, and beyond what is done at a time.</summary>
    public static TheoryData<int> Lengths => [1, 2, 15, 16, 17, 255, 256, 257, 600];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Softmax_of_logits_of_any_size(int length)
    {
        foreach (float[] z in Logits(length))
        {
            double[] wanted = Softmax(z);
            AssertClose(wanted, OneSample(z, Activations.Softmax), 1e-33);
            AssertClose(wanted, OfPanel(z, Activations.SoftmaxPanel), 1e-33);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void LogSoftmax_of_logits_of_any_size(int length)
    {
        foreach (float[] z in Logits(length))
        {
            double[] wanted = LogSoftmax(z);
            AssertClose(wanted, OneSample(z, Activations.LogSoftmax), 1);
            AssertClose(wanted, OfPanel(z, Activations.LogSoftmaxPanel), 1);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Tanh_is_right_near_zero_and_at_the_ends(int length)
    {
        float[] z = [.. Powers(length), 0, Infinity, -Infinity, float.NaN, 0.624f, 0.626f, float.Epsilon];
        AssertClose([.. z.Select(value => Math.Tanh(value))], OneSample(z, Activations.Tanh), 1e-40);
    }

    [Fact]
    public void A_probability_of_a_sum_without_a_number_has_none()
    {
        foreach (float[] z in (float[][])[[1, Infinity, 2], [float.NaN, 1, 2], [-Infinity, -Infinity, -Infinity]])
        {
            Assert.All(OneSample(z, Activations.Softmax), value => Assert.Equal(float.NaN, value));
            Assert.All(OneSample(z, Activations.LogSoftmax), value => Assert.Equal(float.NaN, value));
            Assert.All(OfPanel(z, Activations.SoftmaxPanel), value => Assert.Equal(float.NaN, value));
            Assert.All(OfPanel(z, Activations.LogSoftmaxPanel), value => Assert.Equal(float.NaN, value));
        }
    }

    [Fact]
    public void An_infinite_sum_has_a_gradient_like_the_largest()
    {
        foreach (var backward in (Backward[])[Activations.GeluBackward, Activations.GeluTanhBackward, Activations.SiluBackward])
        {
            float[] z = [Infinity, -Infinity, 1e20f, -1e20f], gradients = [2, 2, 2, 2];
            backward(ref gradients[0], ref z[0], z.Length);
            Assert.Equal([2, 0, 2, 0], gradients);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Elu_is_right_near_zero_and_at_the_ends(int length)
    {
        float[] z = [.. Powers(length), 0, Infinity, -Infinity, float.NaN, -1.249f, -1.251f, -float.Epsilon];
        AssertClose([.. z.Select(value => value > 0 ? value : 1.5 * ExponentialLessOne(value))], OneSample(z, static (ref float values, int length) => Activations.Elu(ref values, 1.5f, length)), 1e-38);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Softplus_is_right_for_small_and_large_sums(int length)
    {
        float[] z = [.. Powers(length), 0, Infinity, -Infinity, float.NaN, -0.001f, -20, -60, 15, 17, 88, 89, 1e30f];
        AssertClose([.. z.Select(value => Math.Max(0.0, value) + LogOfOneAnd(Math.Exp(-Math.Abs((double)value))))], OneSample(z, Activations.Softplus), 1e-33);
    }

    // The derivative of small outputs is as exact as that of large ones.
    [Fact]
    public void SoftplusBackward_multiplies_with_the_derivative()
    {
        float[] a = [0, 1e-30f, 1e-7f, 1e-3f, 0.5f, 0.693147f, 2, 20, 1e30f, Infinity, float.NaN], gradients = [.. a.Select(_ => 3f)];
        Activations.SoftplusBackward(ref gradients[0], ref a[0], a.Length);
        AssertClose([.. a.Select(value => -3 * ExponentialLessOne(-value))], gradients, 1e-40);
    }

    [Fact]
    public void Silu_is_right_for_values_of_any_number() =>
        CheckValues(Activations.Silu, z => z / (1 + Math.Exp(-z)), (z, y) => (1 + Math.Abs(z)) * Math.Abs(y));

    [Fact]
    public void SiluBackward_multiplies_with_the_derivative() =>
        CheckDerivative(Activations.SiluBackward, z => z / 2, z => z / 2);

    // What single precision loses of 2u, the exponential turns to a relative error.
    [Fact]
    public void GeluTanh_is_right_for_values_of_any_number() =>
        CheckValues(Activations.GeluTanh, z => z / (1 + Math.Exp(-2 * Angle(z))), (z, y) => (1 + 2 * Math.Abs(Angle(z))) * Math.Abs(y));

    [Fact]
    public void GeluTanhBackward_multiplies_with_the_derivative() =>
        CheckDerivative(Activations.GeluTanhBackward, Angle, z => z * Math.Sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * z * z));

    [Fact]
    public void Sigmoid_is_right_for_values_of_any_number() =>
        CheckValues(Activations.Sigmoid, z => 1 / (1 + Math.Exp(-z)), (z, y) => (1 + Math.Abs(z)) * Math.Abs(y));

    // What single precision loses of −z² / 2, the exponential turns to a relative error.
    [Fact]
    public void Gelu_is_right_for_values_of_any_number() =>
        CheckValues(Activations.Gelu, z => z * NormalDistribution.Below(z), (z, y) => (1 + z * z) * Math.Abs(y));

    [Fact]
    public void GeluBackward_multiplies_with_the_derivative() =>
        Gen.Select(Length, Seed).Sample(
            (length, seed) =>
            {
                Block z = Wide(seed, length), gradients = Block.Random(seed + 1, length);
                var before = gradients.Copy();
                Activations.GeluBackward(ref gradients.First, ref z.First, length);
                gradients.AssertNear(i =>
                {
                    double left = NormalDistribution.Below(z[i]), right = z[i] * NormalDistribution.Density(z[i]);
                    return (before[i] * (left + right), Math.Abs(before[i]) * (1 + z[i] * z[i]) * (left + Math.Abs(right)));
                });
            },
            iter: Cases);

    [Fact]
    public void SoftmaxBackward_takes_the_sum_of_each_sample() =>
        Gen.Select(Gen.Int[1, 30], Seed).Sample(
            (rows, seed) =>
            {
                Block a = Block.Random(seed, rows * Panel.Size), g = Block.Random(seed + 1, rows * Panel.Size);
                var before = g.Copy();
                Activations.SoftmaxBackward(ref g.First, ref a.First, rows);
                g.AssertNear(place =>
                {
                    var (sum, magnitude) = Sum.Over(rows, j => (double)before[j * Panel.Size + place % Panel.Size] * a[j * Panel.Size + place % Panel.Size]);
                    return (a[place] * (before[place] - sum), Math.Abs(a[place]) * (Math.Abs(before[place]) + magnitude));
                });
            },
            iter: Cases);

    [Fact]
    public void LogSoftmaxBackward_takes_the_sum_of_each_sample() =>
        Gen.Select(Gen.Int[1, 30], Seed).Sample(
            (rows, seed) =>
            {
                Block a = Block.Random(seed, rows * Panel.Size), g = Block.Random(seed + 1, rows * Panel.Size);
                var before = g.Copy();
                Activations.LogSoftmaxBackward(ref g.First, ref a.First, rows);
                g.AssertNear(place =>
                {
                    var (sum, magnitude) = Sum.Over(rows, j => before[j * Panel.Size + place % Panel.Size]);
                    return (before[place] - Math.Exp(a[place]) * sum, Math.Abs(before[place]) + Math.Exp(a[place]) * magnitude);
                });
            },
            iter: Cases);

    private delegate void Backward(ref float gradients, ref float inputs, int length);

    private static double Angle(double z) => Math.Sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z);

    // Of both signs, and of any size.
    private static float[] Powers(int length) => [.. Enumerable.Range(0, length).Select(i => (i % 2 * 2 - 1) * MathF.Pow(10, -45 + i * 7 % 49))];

    private static double ExponentialLessOne(double z) => Math.Abs(z) < 1e-5 ? z * (1 + z / 2 * (1 + z / 3)) : Math.Exp(z) - 1;

    private static double LogOfOneAnd(double e) => e < 1e-5 ? e * (1 - e / 2 * (1 - 2 * e / 3)) : Math.Log(1 + e);

    // Of z·s, s = 1 / (1 + exp(−2u)): s + 2·s·(1 − s)·z·u′.
    private static void CheckDerivative(Backward backward, Func<double, double> angle, Func<double, double> inner) => Gen.Select(Length, Seed).Sample(
        (length, seed) =>
        {
            Block z = Wide(seed, length), gradients = Block.Random(seed + 1, length);
            var before = gradients.Copy();
            backward(ref gradients.First, ref z.First, length);
            gradients.AssertNear(i =>
            {
                double u = angle(z[i]), s = 1 / (1 + Math.Exp(-2 * u)), rest = 2 * inner(z[i]);
                return (before[i] * s * (1 + rest * (1 - s)), Math.Abs(before[i]) * s * (1 + Math.Abs(rest)) * (1 + Math.Abs(u)));
            });
        },
        iter: Cases);

    private static void CheckValues(Function function, Func<double, double> wanted, Func<double, double, double> magnitude) => Gen.Select(Length, Seed).Sample(
        (length, seed) =>
        {
            Block z = Wide(seed, length), y = z.Copy();
            function(ref y.First, length);
            y.AssertNear(i => (wanted(z[i]), magnitude(z[i], wanted(z[i]))));
        },
        iter: Cases);

    // Between −9 and 9, where all functions are numbers of single precision that are not too small.
    private static Block Wide(int seed, int length)
    {
        var block = Block.Random(seed, length);
        foreach (ref float value in block.Values) value *= 9;
        return block;
    }

    // Small ones, ones whose exponentials are too large or too small for single precision, and ones of which some are impossible.
    private static IEnumerable<float[]> Logits(int length)
    {
        yield return Values(i => i * 13 % 30 * 0.25f);
        yield return Values(i => 89 + i * 13 % 30 * 0.25f);
        yield return Values(i => -150 + i * 13 % 30 * 0.25f);
        yield return Values(i => 1e30f + i);
        yield return Values(i => i % 3 == 1 ? -Infinity : i * 7 % 11);

        float[] Values(Func<int, float> value) => [.. Enumerable.Range(0, length).Select(value)];
    }

    private static double[] Softmax(float[] z) => [.. LogSoftmax(z).Select(Math.Exp)];

    private static double[] LogSoftmax(float[] z)
    {
        double most = z.Max(), log = Math.Log(z.Sum(value => Math.Exp(value - most)));
        return [.. z.Select(value => value - most - log)];
    }

    private delegate void Function(ref float values, int length);

    private static float[] OneSample(float[] z, Function function)
    {
        float[] values = [.. z, 7];
        function(ref values[0], z.Length);
        Assert.Equal(7, values[^1]);
        return values[..^1];
    }

    // Every sample of the panel has the same sums, but for one.
    private static float[] OfPanel(float[] z, Function function)
    {
        const int Other = 17;
        float[] panel = [.. z.SelectMany(value => Enumerable.Repeat(value, Panel.Size)), 7];
        for (int c = 0; c < z.Length; c++) panel[c * Panel.Size + Other] = c;
        function(ref panel[0], z.Length);
        Assert.Equal(7, panel[^1]);
        var samples = Enumerable.Range(0, Panel.Size).Select(b => Enumerable.Range(0, z.Length).Select(c => panel[c * Panel.Size + b]).ToArray()).ToList();
        Assert.All(samples[Other], value => Assert.True(float.IsFinite(value)));
        samples.RemoveAt(Other);
        Assert.All(samples, sample => Assert.Equal(samples[0], sample));
        return samples[0];
    }

    private static void AssertClose(double[] wanted, float[] found, double zero)
    {
        for (int i = 0; i < wanted.Length; i++)
        {
            bool isRight = float.IsFinite((float)wanted[i]) ? Math.Abs(found[i] - wanted[i]) <= 2e-6 * Math.Max(zero, Math.Abs(wanted[i])) : found[i].Equals((float)wanted[i]);
            Assert.True(isRight, $"Output {i} of {wanted.Length} is {found[i]} where {wanted[i]} is right.");
        }
    }
}
