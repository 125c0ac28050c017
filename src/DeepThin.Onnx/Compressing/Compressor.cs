using DeepThin.Onnx.Importing;
using DeepThin.Onnx.Layers;
using DeepThin.Planning;

namespace DeepThin.Onnx.Compressing;

/// <summary>What became of a matrix.</summary>
/// <param name="Layer">The place of the layer.</param>
/// <param name="Kind">Its attribute.</param>
/// <param name="Origin">The node that it was made of.</param>
/// <param name="Matrix">Which matrix: <c>weight</c>, <c>weight_ih</c> and so on.</param>
/// <param name="Inputs">Q.</param>
/// <param name="Outputs">R.</param>
/// <param name="Kept">The parameters that are kept.</param>
/// <param name="Captured">The share of its squares that the factors have; null where it is not compressed.</param>
/// <param name="Left">Why it is not compressed; empty where it is.</param>
internal sealed record CompressedMatrix(int Layer, string Kind, string Origin, string Matrix, int Inputs, int Outputs, long Kept, double? Captured, string Left);

/// <summary>Compresses the layers of a network: each matrix gets the factors that come nearest to it.</summary>
/// <param name="network">The network.</param>
/// <param name="ratioOf">The ratio of a layer; null where it stays as it is.</param>
/// <param name="begins">Is told of each matrix before it is fitted, in words.</param>
internal sealed class Compressor(ImportedNetwork network, Func<ImportedLayer, int, double?> ratioOf, Action<string>? begins = null)
{
    // Smaller matrices save less than a kilobyte or two.
    private const int FewestWeights = 1024;

    /// <summary>The layers that have a matrix which can be compressed.</summary>
    public static bool CanCompress(ImportedLayer layer) => layer.Kind is "Dense" or "Conv1D" or "Conv2D" or "Lstm" or "Gru" or "Rnn" or "Embedding" && !layer.Options.Exists(option => option.Name == "Groups");

    /// <summary>The parameters of the network at these ratios.</summary>
    public long CountParameters() => Compress(fits: false, default).Matrices.Sum(matrix => matrix.Kept) + network.Layers.Sum(layer => layer.Tensors.Where(tensor => !CanCompress(layer) || !IsMatrix(tensor)).Sum(tensor => (long)tensor.Values.Length));

    /// <summary>Compresses.</summary>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>The network, and what became of each matrix.</returns>
    public (ImportedNetwork Network, IReadOnlyList<CompressedMatrix> Matrices) Compress(CancellationToken cancellation) => Compress(fits: true, cancellation);

    private static bool IsMatrix(ImportedTensor tensor) => tensor.Name.StartsWith("weight", StringComparison.Ordinal) && tensor.Dims.Length > 1;

    private (ImportedNetwork Network, IReadOnlyList<CompressedMatrix> Matrices) Compress(bool fits, CancellationToken cancellation)
    {
        var matrices = new List<CompressedMatrix>();
        var layers = new List<ImportedLayer>();
        for (int i = 0; i < network.Layers.Count; i++)
        {
            var layer = network.Layers[i];
            if (!CanCompress(layer))
            {
                layers.Add(layer);
                continue;
            }

            layers.Add(CompressLayer(layer, i, fits, matrices, cancellation));
        }

        return (network with { Layers = layers }, matrices);
    }

    private ImportedLayer CompressLayer(ImportedLayer layer, int index, bool fits, List<CompressedMatrix> matrices, CancellationToken cancellation)
    {
        var made = layer.Copy();
        var given = ratioOf(layer, index);
        foreach (string argument in (string[])["Ratio", "RecurrentRatio"])
        {
            var own = layer.Tensors.Where(tensor => IsMatrix(tensor) && (tensor.Name.StartsWith("weight_h", StringComparison.Ordinal) ? "RecurrentRatio" : "Ratio") == argument).ToArray();
            if (own.Length == 0) continue;
            // One ratio is for all of them: the two directions, the two matrices of some recurrent layers.
            var plans = own.Select(tensor => Plan(layer, tensor, given)).ToArray();
            string left = given is null ? "as asked" : plans.Select(plan => plan.Left).FirstOrDefault(text => text.Length > 0, "");
            if (left.Length == 0) made.Options.Insert(0, (argument, Text.Of(given!.Value)));
            for (int k = 0; k < own.Length; k++)
            {
                var tensor = own[k];
                int outputs = tensor.Dims[0], inputs = tensor.Values.Length / outputs;
                double? captured = null;
                long kept = tensor.Values.Length;
                if (left.Length == 0)
                {
                    var (factors, gains) = (plans[k].Factors!, plans[k].Gains);
                    kept = factors.Parameters + gains;
                    if (fits) begins?.Invoke($"{layer.Kind} {Text.Of(index)}, {tensor.Name} {Text.Of(inputs)}×{Text.Of(outputs)}");
                    if (fits) captured = Replace(made, tensor, factors, gains, cancellation);
                }

                matrices.Add(new(index, layer.Kind, layer.Origin, tensor.Name, inputs, outputs, kept, captured, left));
            }
        }

        return made;
    }

    // The plan that the generator makes for the same ratio, by the same planner.
    private static (ReLayoutPlan? Factors, int Gains, string Left) Plan(ImportedLayer layer, ImportedTensor tensor, double? ratio)
    {
        if (ratio is not { } share) return (null, 0, "as asked");
        int r = tensor.Dims[0], q = tensor.Values.Length / r;
        if (tensor.Values.Length < FewestWeights) return (null, 0, $"it has {Text.Of(tensor.Values.Length)} weights only");
        bool convolves = layer.Kind is "Conv1D" or "Conv2D";
        var form = convolves ? Form.Tall : Form.Wide;
        int inputs = convolves ? tensor.Dims[1] : q;
        ReLayoutPlan? Beside(long gains) => ReLayoutPlanner.Plan(q, r, 1, share, form, gains);
        var gains = layer.Kind == "Embedding" ? Gains.None : DefaultGains.For(inputs, r, form, Beside);
        int count = gains == Gains.None ? 0 : inputs;
        if (Beside(count) is { } factors) return (factors, count, "");
        double smallest = Math.Ceiling(1e4 * ReLayoutPlanner.SmallestRatio(q, r, 1)) / 1e4;
        return (null, 0, smallest < 1 ? $"its smallest ratio is {Text.Of(smallest)}" : "it is too small for factors");
    }

    private static double Replace(ImportedLayer layer, ImportedTensor tensor, ReLayoutPlan factors, int gains, CancellationToken cancellation)
    {
        var fit = new FactorFit(Ordered(tensor), factors, gains, cancellation);
        string part = tensor.Name["weight".Length..];
        float[] left = new float[factors.M * factors.Rank], right = new float[factors.Rank * factors.N];
        Buffer(fit.Left, left);
        Buffer(fit.Right, right);
        int at = layer.Tensors.FindIndex(other => other.Name == tensor.Name);
        layer.Tensors.RemoveAt(at);
        if (gains > 0) layer.Tensors.Insert(at, new($"input_gain{part}", [gains], Array.ConvertAll(fit.Gains, value => (float)value)));
        layer.Tensors.Insert(at, new($"wf{part}", [factors.Rank, factors.N], right));
        layer.Tensors.Insert(at, new($"xf{part}", [factors.M, factors.Rank], left));
        return fit.Captured;

        static void Buffer(double[,] from, float[] to)
        {
            int i = 0;
            foreach (double value in from) to[i++] = (float)value;
        }
    }

    // The weights of each output tap by tap, with the channels of a tap side by side: the order of factors.
    private static float[] Ordered(ImportedTensor tensor)
    {
        if (tensor.Dims.Length < 3) return tensor.Values;
        int outputs = tensor.Dims[0], channels = tensor.Dims[1], taps = tensor.Values.Length / (outputs * channels);
        float[] ordered = new float[tensor.Values.Length];
        for (int i = 0; i < ordered.Length; i++) ordered[(i / (channels * taps) * taps + i % taps) * channels + i / taps % channels] = tensor.Values[i];
        return ordered;
    }
}
