using DeepThin.Onnx.Importing;
using DeepThin.Tool.Originals;

namespace DeepThin.Tool.Tests.Onnx;

/// <summary>Compares an imported network with what ONNX Runtime makes of its file.</summary>
internal static class Comparison
{
    private const int Samples = 4;

    /// <summary>Compares predictions.</summary>
    /// <param name="file">The file of the original.</param>
    /// <param name="network">What was imported.</param>
    /// <param name="options">What the file leaves open.</param>
    /// <param name="predict">The network.</param>
    /// <param name="tolerance">The largest error as a share of the largest output, or of 1.</param>
    public static void Check(string file, ImportedNetwork network, ImportOptions options, Func<float[], float[]> predict, double tolerance = 1e-4)
    {
        using var original = new Original(file, network, options);
        var samples = new Originals.Samples(network, original, Samples, seed: 7);
        for (int i = 0; i < Samples; i++)
        {
            float[] given = samples.Inputs.AsSpan(i * original.InputLength, original.InputLength).ToArray();
            float[] wanted = samples.Outputs.AsSpan(i * original.OutputLength, original.OutputLength).ToArray();
            float[] found = Back(network, predict(Originals.Samples.Arranged(network, given)));
            Assert.Equal(wanted.Length, found.Length);
            double largest = Math.Max(1, wanted.Max(Math.Abs));
            for (int k = 0; k < wanted.Length; k++) Assert.True(Math.Abs(wanted[k] - found[k]) <= tolerance * largest, $"Sample {i}, output {k}: {found[k]}, and that of the original {wanted[k]}.");
        }
    }

    /// <summary>A prediction in the order of the original.</summary>
    public static float[] Back(ImportedNetwork network, float[] found)
    {
        if (network.Outputs.All(output => output.Order is null)) return found;
        int start = 0;
        float[] back = new float[found.Length];
        foreach (var output in network.Outputs)
        {
            for (int i = 0; i < output.Value.Length; i++) back[start + (output.Order?[i] ?? i)] = found[start + i];
            start += output.Value.Length;
        }

        return back;
    }
}
