using System.Runtime.Intrinsics;
using DeepThin.Runtime;

namespace DeepThin.Kernels.Tests;

/// <summary>What vectors of each width make of what is not a number.</summary>
public class SimdTests
{
    private const float Infinity = float.PositiveInfinity;

    private static readonly float[] Values = [float.NaN, Infinity, -Infinity, 0, -0f, 1, -1, float.MaxValue, float.MinValue, float.Epsilon, -float.Epsilon, 20, 21, -20, 5, float.NaN];

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void Every_other_value_is_loaded(int bits)
    {
        if (bits == 32) CheckEveryOther<Simd32, float>();
        else if (bits == 128) CheckEveryOther<Simd128, Vector128<float>>();
        else if (bits == 256) CheckEveryOther<Simd256, Vector256<float>>();
        else CheckEveryOther<Simd512, Vector512<float>>();
    }

    private static void CheckEveryOther<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        float[] source = [.. Enumerable.Range(0, 2 * TSimd.Count + 3).Select(i => i % 7 == 6 ? float.NaN : i)], found = new float[TSimd.Count];
        for (int first = 0; first <= 3; first++)
        {
            TSimd.Store(TSimd.LoadEveryOther(ref source[0], first), ref found[0], 0);
            Assert.Equal(source.Skip(first).Where((_, i) => i % 2 == 0).Take(TSimd.Count), found);
        }
    }

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void What_is_not_a_number_stays_so(int bits)
    {
        if (bits == 32) Check<Simd32, float>();
        else if (bits == 128) Check<Simd128, Vector128<float>>();
        else if (bits == 256) Check<Simd256, Vector256<float>>();
        else Check<Simd512, Vector512<float>>();
    }

    private static void Check<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        // As the activations call them: what is not a number stays so as the second operand.
        AssertSame(z => z > 0 || float.IsNaN(z) ? z : 0, z => TSimd.Max(TSimd.Zero, z));
        AssertSame(z => z < 20 || float.IsNaN(z) ? z : 20, z => TSimd.Min(TSimd.Broadcast(20), z));
        AssertSame(z => z > 0 ? z : 0.1f * z, z => TSimd.Max(z, TSimd.Multiply(TSimd.Broadcast(0.1f), z)));
        AssertSame(z => z <= 0 ? 2 : 1, z => TSimd.IfPositive(z, TSimd.Broadcast(1), TSimd.Broadcast(2)));

        // The greater of both, and never a number where one of them is none.
        foreach (float other in Values)
        {
            AssertSame(z => Math.Max(z, other), z => TSimd.Maximum(z, TSimd.Broadcast(other)));
            AssertSame(z => Math.Max(other, z), z => TSimd.Maximum(TSimd.Broadcast(other), z));
        }

        static void AssertSame(Func<float, float> wanted, Func<TVector, TVector> found)
        {
            float[] results = new float[Values.Length];
            for (int i = 0; i < Values.Length; i += TSimd.Count) TSimd.Store(found(TSimd.Load(ref Values[0], i)), ref results[0], i);
            Assert.Equal([.. Values.Select(wanted)], results);
        }
    }

    [Theory, Width(32), Width(128), Width(256), Width(512)]
    public void A_gradient_passes_where_the_output_is_not_a_number(int bits)
    {
        var library = KernelLibrary.Of(bits);
        float[] outputs = [.. Enumerable.Repeat((float[])[float.NaN, 0, 5, 20], 16).SelectMany(values => values)];
        Assert.Equal([3, 0, 3, 3], Backward(gradients => library.LeakyReluBackward(ref gradients[0], ref outputs[0], 0, 64)));
        Assert.Equal([3, 0, 3, 0], Backward(gradients => library.ClippedReluBackward(ref gradients[0], ref outputs[0], 20, 64)));

        static float[] Backward(Action<float[]> backward)
        {
            float[] gradients = [.. Enumerable.Repeat(3f, 64)];
            backward(gradients);
            return gradients[..4];
        }
    }
}
