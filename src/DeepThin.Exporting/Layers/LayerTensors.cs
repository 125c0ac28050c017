using DeepThin.Exporting.Declarations;
using DeepThin.Exporting.Graphs;
using DeepThin.Planning;

namespace DeepThin.Exporting.Layers;

/// <summary>The tensors of one layer, by their names within it, and what graphs have of them.</summary>
/// <param name="graph">The graph.</param>
/// <param name="step">The layer.</param>
/// <param name="weights">The values.</param>
/// <param name="asFactors">Whether the graph computes a matrix of its factors; otherwise it has the matrix.</param>
internal sealed class LayerTensors(GraphWriter graph, StepPlan step, StoredWeights weights, bool asFactors)
{
    private readonly Dictionary<string, TensorInfo> _tensors = step.Layer.Tensors().Zip(step.Tensors, (own, stored) => (own.Name, stored)).ToDictionary(pair => pair.Name, pair => pair.stored);

    /// <summary>Whether the layer has a tensor.</summary>
    public bool Has(string name) => _tensors.ContainsKey(name);

    /// <summary>The values of a tensor.</summary>
    public float[] this[string name] => weights[_tensors[name].Name];

    /// <summary>A tensor as it is.</summary>
    /// <param name="name">Its name within the layer.</param>
    /// <param name="dims">Its dimensions in the graph.</param>
    public string Tensor(string name, params int[] dims) => graph.Tensor(_tensors[name].Name, dims, this[name]);

    /// <summary>A matrix, outputs × inputs, with its gains multiplied in.</summary>
    /// <param name="map">The matrix.</param>
    /// <param name="ending">What the names of its tensors end with within the layer.</param>
    public string Matrix(LinearMap map, string ending = "") =>
        AsFactors(map) ? Product(map, ending) : graph.Tensor(NameOf(map, ending), [map.R, map.Q], Values(map, ending));

    /// <summary>Whether the graph computes a matrix of its factors.</summary>
    public bool AsFactors(LinearMap map) => asFactors && map.Weights is (ReLayoutPlan or LowRankPlan);

    /// <summary>The values of a matrix, outputs × inputs, with its gains multiplied in.</summary>
    public float[] Values(LinearMap map, string ending = "")
    {
        float[] values = map.Weights switch
        {
            ReLayoutPlan factors => ReLaid(factors, this["xf" + ending], this["wf" + ending], (long)map.Q * map.R),
            LowRankPlan low => Multiplied(low, this["u" + ending], this["v" + ending]),
            HashedPlan hashed => StoredWeights.Hashed(hashed, this["buckets" + ending]),
            _ => [.. this["weight" + ending]],
        };
        float[]? inputs = map.Gains.HasFlag(Gains.Inputs) ? this["input_gain" + ending] : null, outputs = map.Gains.HasFlag(Gains.Outputs) ? this["output_gain" + ending] : null;
        for (int i = 0; i < values.Length && (inputs ?? outputs) is not null; i++) values[i] *= (inputs?[i % inputs.Length] ?? 1) * (outputs?[i / map.Q] ?? 1);
        return values;
    }

    /// <summary>A bias of so many values; null where there is none.</summary>
    /// <param name="bias">The bias.</param>
    /// <param name="length">The number of values.</param>
    public string? Bias(BiasPlan? bias, int length) => bias is null ? null
        : bias.Factors is not { } factors ? Tensor("bias", length)
        : asFactors ? graph.Add("Reshape", [Flat(factors, "bias.xf", "bias.wf", length), graph.Whole(length)])
        : graph.Tensor(_tensors["bias.xf"].Name[..^".xf".Length], [length], ReLaid(factors, this["bias.xf"], this["bias.wf"], length));

    // W of outputs × inputs is what X_f·W_f begins with.
    private static float[] ReLaid(ReLayoutPlan factors, float[] left, float[] right, long count)
    {
        float[] values = new float[count];
        for (int i = 0; i < values.Length; i++)
        {
            double sum = 0;
            for (int k = 0; k < factors.Rank; k++) sum += (double)left[i / factors.N * factors.Rank + k] * right[k * factors.N + i % factors.N];
            values[i] = (float)sum;
        }

        return values;
    }

    private static float[] Multiplied(LowRankPlan plan, float[] inputs, float[] outputs)
    {
        float[] values = new float[(long)plan.Q * plan.R];
        for (int i = 0; i < values.Length; i++)
        {
            double sum = 0;
            for (int k = 0; k < plan.Rank; k++) sum += (double)inputs[k * plan.Q + i % plan.Q] * outputs[k * plan.R + i / plan.Q];
            values[i] = (float)sum;
        }

        return values;
    }

    private string Product(LinearMap map, string ending)
    {
        string matrix = map.Weights is ReLayoutPlan factors
            ? graph.Add("Reshape", [Flat(factors, "xf" + ending, "wf" + ending, (long)map.Q * map.R), graph.Whole(map.R, map.Q)])
            : graph.Add("MatMul", [graph.Add("Transpose", [Tensor("v" + ending, map.Weights.RankOfFactors, map.R)], ("perm", (long[])[1, 0])), Tensor("u" + ending, map.Weights.RankOfFactors, map.Q)]);
        if (map.Gains.HasFlag(Gains.Inputs))
        {
            // Of a convolution each channel has a gain, and channels are innermost.
            string gain = Tensor("input_gain" + ending, map.InputGains);
            matrix = map.InputGains == map.Q ? graph.Add("Mul", [matrix, gain])
                : graph.Add("Reshape", [graph.Add("Mul", [graph.Add("Reshape", [matrix, graph.Whole(-1, map.InputGains)]), gain]), graph.Whole(map.R, map.Q)]);
        }

        return map.Gains.HasFlag(Gains.Outputs) ? graph.Add("Mul", [matrix, Tensor("output_gain" + ending, map.R, 1)]) : matrix;
    }

    // The first values of X_f·W_f, read row by row.
    private string Flat(ReLayoutPlan factors, string left, string right, long count)
    {
        string product = graph.Add("MatMul", [Tensor(left, factors.M, factors.Rank), Tensor(right, factors.Rank, factors.N)]);
        string flat = graph.Add("Reshape", [product, graph.Whole(-1)]);
        return (long)factors.M * factors.N == count ? flat : graph.Add("Slice", [flat, graph.Whole(0), graph.Whole(count)]);
    }

    /// <summary>The name that a matrix has where it is stored as it is.</summary>
    public string NameOf(LinearMap map, string ending)
    {
        string local = map.Weights switch { ReLayoutPlan => "xf", LowRankPlan => "u", HashedPlan => "buckets", _ => "weight" } + ending, stored = _tensors[local].Name;
        int at = stored.LastIndexOf(local, StringComparison.Ordinal);
        return string.Concat(stored.AsSpan(0, at), "weight" + ending, stored.AsSpan(at + local.Length));
    }
}
