using DeepThin.Generators.Emitting;
using DeepThin.Generators.Specs;
using DeepThin.Planning;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>Layers as the parser makes them of attributes.</summary>
internal static class TestLayers
{
    /// <summary>A layer of <c>[Dense]</c>.</summary>
    public static FullyConnectedSpec Dense(
        string name, int q, int r, double? ratio = null, Form form = Form.Wide, int rank = 1, int? n = null, ActivationSpec activation = default, bool bias = true, double? biasRatio = null,
        Kernel kernel = Kernel.Auto, Gains gains = Gains.None)
    {
        WeightsPlan weights = (n, ratio) switch
        {
            ({ } length, _) => new ReLayoutPlan(q, r, rank, length),
            (_, { } bound) => ReLayoutPlanner.Plan(q, r, rank, bound, form, LinearMap.GainsLength(q, r, gains))!,
            _ => new DenseWeights(q, r),
        };
        return new(name, weights, bias ? Bias(r, biasRatio) : null, activation, kernel, gains);
    }

    /// <summary>A layer of <c>[LowRank]</c>, <c>[Hashed]</c> or <c>[Pruned]</c>.</summary>
    public static FullyConnectedSpec Other(WeightsPlan weights, ActivationSpec activation, bool bias) => new("layer", weights, bias ? Bias(weights.R, null) : null, activation);

    /// <summary>A bias, factored where a ratio is given.</summary>
    public static BiasPlan Bias(int r, double? ratio) => new(r, ratio is { } bound ? ReLayoutPlanner.Plan(1, r, 1, bound, Form.Wide) : null);

    /// <summary>The matrix of the first layer of a model.</summary>
    public static LinearMap FirstMap(this ModelSpec model, WeightType held = WeightType.Float32) =>
        model.Network.Layers[0].Plan(0, model.Network with { Held = held }).Maps[0];

    /// <summary>The files of a model.</summary>
    public static IEnumerable<SourceFile> Emit(this ModelSpec model) => ModelEmitter.Emit(model, new NetworkPlan(model.Network));
}
