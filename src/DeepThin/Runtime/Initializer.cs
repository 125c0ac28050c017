using System.ComponentModel;

namespace DeepThin.Runtime;

/// <summary>Draws the parameters of a new model. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Initializer
{
    /// <summary>
    /// Random parameters such that each W has the variance of He (2/Q; arXiv:1502.01852) before activations of the ReLU kind, otherwise
    /// that of Glorot and Bengio (2/(Q + R)). Of two factors the one with fewer values is ±1 at random, the other one normal with the
    /// variance of W over the rank: W has the wanted variance exactly, and no product of two normal values with its heavy tails.
    /// Of a rank factorisation U keeps the variance of x (1/Q) and V has the rest.
    /// Biases are zero: of a factored one X_f, so that W_f, ±1, leads the gradient to it.
    /// </summary>
    /// <param name="info">The plan of the model.</param>
    /// <param name="seed">The same seed gives the same parameters, on every machine.</param>
    public static ModelWeights Create(ModelInfo info, int seed)
    {
        var random = new RandomSource(seed);
        return WeightsBuilder.Build(info, (layer, tensor, values) =>
        {
            if (tensor.Name.EndsWith(".weight", StringComparison.Ordinal) || tensor.Name.EndsWith(".buckets", StringComparison.Ordinal))
            {
                random.FillNormal(values, Math.Sqrt(Variance(layer)));
            }
            else if (tensor.Name.EndsWith(".u", StringComparison.Ordinal)) random.FillNormal(values, Math.Sqrt(1.0 / layer.Q));
            else if (tensor.Name.EndsWith(".v", StringComparison.Ordinal)) random.FillNormal(values, Math.Sqrt(Variance(layer) * layer.Q / layer.Rank));
            else if (tensor.Name.EndsWith(".bias.wf", StringComparison.Ordinal)) random.FillSigns(values);
            else if (!tensor.Name.Contains(".bias", StringComparison.Ordinal))
            {
                if (IsShorter(layer, tensor.Name.EndsWith(".xf", StringComparison.Ordinal))) random.FillSigns(values);
                else random.FillNormal(values, LongFactorDeviation(layer));
            }
        });
    }

    /// <summary>Whether X_f (left) or W_f is the factor of a layer with fewer values, which is drawn as ±1.</summary>
    internal static bool IsShorter(LayerInfo layer, bool isLeft) => isLeft ? layer.M < layer.N : layer.M >= layer.N;

    /// <summary>The standard deviation with which the other factor is drawn.</summary>
    internal static double LongFactorDeviation(LayerInfo layer) => Math.Sqrt(Variance(layer) / layer.Rank);

    private static double Variance(LayerInfo layer) => UsesHe(layer.Activation) ? 2.0 / layer.Q : 2.0 / (layer.Q + (double)layer.R);

    private static bool UsesHe(Activation activation) =>
        activation is Activation.Relu or Activation.LeakyRelu or Activation.ClippedRelu or Activation.Gelu;

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
