using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepThin.Runtime;

/// <summary>Leaves values out at random. Called by generated code.</summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Dropout<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>The choices that one random number makes, of 16 bits each.</summary>
    private const int Choices = 4;

    /// <summary>y = x∘mask with a mask of zeros and of 1 / (1 − rate), drawn from noise and layer alone.</summary>
    /// <param name="x">The values.</param>
    /// <param name="y">Receives the values that are left.</param>
    /// <param name="mask">Receives the mask.</param>
    /// <param name="rate">The probability that a value is left out, in steps of 2⁻¹⁶.</param>
    /// <param name="length">The number of values, a multiple of 16.</param>
    /// <param name="noise">What the mask is drawn from; 0 leaves nothing out.</param>
    /// <param name="layer">The layer, so that each has a mask of its own.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(ref float x, ref float y, ref float mask, float rate, int length, ulong noise, int layer)
    {
        const int Steps = 1 << 16;
        int bound = noise == 0 ? 0 : (int)(rate * (double)Steps + 0.5);
        float kept = noise == 0 ? 1 : (float)(Steps / (double)(Steps - bound));
        var random = new SplitMix64(unchecked(noise + 0x9E3779B97F4A7C15UL * ((ulong)layer + 1)));
        for (nint i = 0; i < length; i += Choices)
        {
            ulong bits = random.Next();
            for (int j = 0; j < Choices; j++)
            {
                Unsafe.Add(ref mask, i + j) = (int)(bits & (Steps - 1)) < bound ? 0 : kept;
                bits >>= 16;
            }
        }

        Multiply(ref x, ref mask, ref y, length);
    }

    /// <summary>y = x∘mask.</summary>
    /// <param name="x">The values.</param>
    /// <param name="mask">The mask.</param>
    /// <param name="y">Receives the products.</param>
    /// <param name="length">The number of values, a multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(ref float x, ref float mask, ref float y, int length)
    {
        for (nint i = 0; i < length; i += TSimd.Count) TSimd.Store(TSimd.Multiply(TSimd.Load(ref x, i), TSimd.Load(ref mask, i)), ref y, i);
    }
}
