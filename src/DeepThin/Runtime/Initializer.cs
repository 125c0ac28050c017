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
        var random = new RandomSource(seed);
        return WeightsBuilder.Build(info, (_, tensor, values) =>
        {
            if (tensor.Initial.IsSigns) random.FillSigns(values);
            else if (tensor.Initial.Deviation > 0) random.FillNormal(values, tensor.Initial.Deviation);
        });
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): the same numbers on every machine and in every version.</summary>
    private sealed class RandomSource(int seed)
    {
        private ulong _state = (uint)seed;

        public void FillSigns(Span<float> values)
        {
            for (int i = 0; i < values.Length; i++) values[i] = (Next() >> 63) == 0 ? 1 : -1;
        }

        /// <summary>Normal values, by the polar method of Marsaglia.</summary>
        public void FillNormal(Span<float> values, double deviation)
        {
            for (int i = 0; i < values.Length; i += 2)
            {
                double u, v, s;
                do
                {
                    (u, v) = (2 * NextDouble() - 1, 2 * NextDouble() - 1);
                    s = u * u + v * v;
                }
                while (s is >= 1 or 0);
                double scale = deviation * Math.Sqrt(-2 * Math.Log(s) / s);
                values[i] = (float)(u * scale);
                if (i + 1 < values.Length) values[i + 1] = (float)(v * scale);
            }
        }

        private double NextDouble() => (Next() >> 11) * (1.0 / (1L << 53));

        private ulong Next()
        {
            ulong z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
