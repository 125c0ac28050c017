using System.ComponentModel;

namespace DeepThin.Runtime;

/// <summary>Draws the parameters of a new model. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Initializer
{
    /// <summary>Random parameters, tensor by tensor as <see cref="TensorInfo.Initial"/> says.</summary>
    /// <param name="info">The plan of the model.</param>
    /// <param name="seed">The same seed gives the same parameters, on every machine.</param>
    public static ModelWeights Create(ModelInfo info, int seed)
    {
        var random = new SplitMix64((uint)seed);
        return WeightsBuilder.Build(info, (_, tensor, values) =>
        {
            if (tensor.Initial.IsSigns) FillSigns(ref random, values);
            else if (tensor.Initial.Value != 0) values.Fill((float)tensor.Initial.Value);
            else if (tensor.Initial.Deviation > 0) FillNormal(ref random, values, tensor.Initial.Deviation);
        }, static fault => new InvalidOperationException(fault));
    }

    private static void FillSigns(ref SplitMix64 random, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++) values[i] = (random.Next() >> 63) == 0 ? 1 : -1;
    }

    /// <summary>Normal values, by the polar method of Marsaglia.</summary>
    private static void FillNormal(ref SplitMix64 random, Span<float> values, double deviation)
    {
        for (int i = 0; i < values.Length; i += 2)
        {
            double u, v, s;
            do
            {
                (u, v) = (2 * random.NextDouble() - 1, 2 * random.NextDouble() - 1);
                s = u * u + v * v;
            }
            while (s is >= 1 or 0);
            double scale = deviation * Math.Sqrt(-2 * Math.Log(s) / s);
            values[i] = (float)(u * scale);
            if (i + 1 < values.Length) values[i + 1] = (float)(v * scale);
        }
    }
}
