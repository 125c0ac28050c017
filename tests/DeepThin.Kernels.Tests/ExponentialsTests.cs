using System.Runtime.Intrinsics;
using DeepThin.Runtime;

namespace DeepThin.Kernels.Tests;

/// <summary>The exponential, the sigmoid and tanh of registers against double precision.</summary>
public sealed class ExponentialsTests
{
    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void They_are_right_to_the_last_digits(int bits)
    {
        if (bits == 32) Check<Simd32, float>();
        else if (bits == 128) Check<Simd128, Vector128<float>>();
        else if (bits == 256) Check<Simd256, Vector256<float>>();
        else Check<Simd512, Vector512<float>>();
    }

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void What_is_large_or_not_a_number_goes_the_way_it_should(int bits)
    {
        if (bits == 32) CheckEnds<Simd32, float>();
        else if (bits == 128) CheckEnds<Simd128, Vector128<float>>();
        else if (bits == 256) CheckEnds<Simd256, Vector256<float>>();
        else CheckEnds<Simd512, Vector512<float>>();
    }

    private static void Check<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var random = new Random(1);
        float[] inputs = [.. Enumerable.Range(0, 16 * 4000).Select(i => (float)(i % 3 == 0 ? 86 * (2 * random.NextDouble() - 1) : i % 3 == 1 ? 4 * (2 * random.NextDouble() - 1) : Math.Pow(10, -8 * random.NextDouble()) * (random.Next(2) * 2 - 1)))];
        AssertNear(Math.Exp, Exponentials<TSimd, TVector>.Exp, 2e-7);
        AssertNear(x => 1 / (1 + Math.Exp(-x)), Exponentials<TSimd, TVector>.Sigmoid, 4e-7);
        AssertNear(Math.Tanh, Exponentials<TSimd, TVector>.Tanh, 4e-7);

        void AssertNear(Func<double, double> wanted, Func<TVector, TVector> function, double tolerance)
        {
            float[] found = Apply<TSimd, TVector>(function, inputs);
            for (int i = 0; i < inputs.Length; i++)
            {
                double right = wanted(inputs[i]);
                Assert.True(Math.Abs(found[i] - right) <= tolerance * Math.Abs(right), $"Of {inputs[i]} it is {found[i]} where {right} is right.");
            }
        }
    }

    private static void CheckEnds<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        float[] inputs = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1000, -1000, 0, -0f, 88, -88, 1, 2, 3, 4, 5, 6, float.NaN];
        float[] sigmoids = Apply<TSimd, TVector>(Exponentials<TSimd, TVector>.Sigmoid, inputs), tanhs = Apply<TSimd, TVector>(Exponentials<TSimd, TVector>.Tanh, inputs);
        Assert.Equal([float.NaN, 1, 0, 1, 0, 0.5f, 0.5f], sigmoids.Take(7).Select(value => value < 1e-37f ? 0 : value));
        Assert.Equal([float.NaN, 1, -1, 1, -1, 0, -0f, 1, -1], tanhs.Take(9));
        Assert.True(float.IsNaN(sigmoids[^1]) && float.IsNaN(tanhs[^1]));
    }

    private static float[] Apply<TSimd, TVector>(Func<TVector, TVector> function, float[] inputs)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        float[] outputs = new float[inputs.Length];
        for (int i = 0; i < inputs.Length; i += TSimd.Count) TSimd.Store(function(TSimd.Load(ref inputs[0], i)), ref outputs[0], i);
        return outputs;
    }
}
