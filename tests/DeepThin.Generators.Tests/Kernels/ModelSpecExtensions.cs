using DeepThin.Generators.Specs;
using DeepThin.Planning;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>What tests ask of a model's declaration.</summary>
internal static class ModelSpecExtensions
{
    /// <summary>What the reference is told of each layer.</summary>
    public static IReadOnlyList<ReferenceLayer> ReferenceLayers(this ModelSpec spec) =>
        [.. spec.Network.Layers.Select(layer => new ReferenceLayer(layer.Activation.Kind.ToString(), ParameterOf(layer), WindowOf(layer), OutputsOf(spec.Network)))];

    private static Dictionary<string, string> OutputsOf(NetworkSpec network) => network.Outputs.ToDictionary(output => output.Name, output => network.Layers[output.Layer].Name);

    private static float ParameterOf(LayerSpec layer) => layer switch
    {
        LayerNormSpec norm => norm.Epsilon,
        BatchNormSpec norm => norm.Epsilon,
        DelayLineSpec line => line.Dilation,
        RecurrentSpec recurrent => recurrent.GateActivation.Parameter,
        BidirectionalSpec both => both.Forward.GateActivation.Parameter,
        _ => layer.Activation.Parameter,
    };

    private static int[]? WindowOf(LayerSpec layer) => layer switch
    {
        ConvolutionSpec convolution => Numbers(convolution.Window, countsZeros: true),
        GroupedSpec grouped => Numbers(grouped.Convolution.Window, countsZeros: true),
        DepthwiseSpec depthwise => Numbers(depthwise.Window, countsZeros: true),
        PoolingSpec pooling => Numbers(pooling.Window, pooling.Pooling == PoolingKind.Average),
        ChannelsSpec channels => [channels.First],
        PadSpec { Padding: var (_, _, _, top, bottom, left, right, before, after, mode) } => [top, bottom, left, right, before, after, (int)mode],
        _ => null,
    };

    private static int[] Numbers(SlidingWindow window, bool countsZeros) => [.. Numbers(window.Rows), .. Numbers(window.Columns), countsZeros ? 1 : 0];

    private static int[] Numbers(WindowAxis axis) => [axis.Length, axis.Kernel, axis.Stride, axis.Dilation, axis.Before, axis.After];

    /// <summary>The same model with the inputs and outputs of a network, optimised for what that is.</summary>
    public static ModelSpec As(this ModelSpec spec, NetworkSpec network) => spec with { Network = spec.Network with { Optimize = network.Optimize, Inputs = network.Inputs, Outputs = network.Outputs } };

    /// <summary>The same model, optimised for something.</summary>
    public static ModelSpec With(this ModelSpec spec, Optimize optimize) => spec with { Network = spec.Network with { Optimize = optimize } };
}
