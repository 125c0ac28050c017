using DeepThin.Exporting.Graphs;
using DeepThin.Planning;

namespace DeepThin.Exporting.Layers;

/// <content>Layers that multiply with a matrix.</content>
internal sealed partial class LayerWriter
{
    private const long Float = (long)Onnx.Graphs.ElementType.Float, Int64 = (long)Onnx.Graphs.ElementType.Int64;

    private string FullyConnected(FullyConnectedPlan plan, string input)
    {
        string[] inputs = [input, tensors.Matrix(plan.Map)];
        return graph.Add("Gemm", tensors.Bias(plan.Bias, plan.Map.R) is { } bias ? [.. inputs, bias] : inputs, ("transB", 1L));
    }

    private string Convolution(ConvolutionPlan plan, string input)
    {
        var map = plan.Columns.Map;
        var window = plan.Window;
        int[] taps = IsSeries(window) ? [window.Columns.Kernel] : [window.Rows.Kernel, window.Columns.Kernel];
        string weights;
        if (map.Weights is DenseWeights)
        {
            // Uncompressed weights are outputs × channels × taps already; only convolutions that DeepThin compresses have gains.
            weights = tensors.Tensor("weight", [map.R, window.Channels, .. taps]);
        }
        else
        {
            string matrix = graph.Add("Reshape", [tensors.Matrix(map), graph.Whole([map.R, .. taps.Select(length => (long)length), window.Channels])]);
            weights = graph.Add("Transpose", [matrix], ("perm", (long[])(taps.Length == 1 ? [0, 2, 1] : [0, 3, 1, 2])));
        }

        return Convolved(window, input, plan.Output, weights, tensors.Bias(plan.Columns.Bias, map.R), groups: 1);
    }

    private string Grouped(GroupedPlan plan, string input)
    {
        var (window, groups, outputs) = plan.Convolution;

        // Of factors in groups W has the order of the tensor.
        string weights = plan.Factors is null
            ? PlainWeights(groups * outputs, window.Channels, window)
            : graph.Add("Reshape", [tensors.Matrix(plan.Map), graph.Whole([groups * outputs, window.Channels, .. Taps(window)])]);
        return Convolved(window, input, plan.Output, weights, plan.HasBias ? tensors.Tensor("bias", groups * outputs) : null, groups, groups * window.Channels);
    }

    private string Depthwise(DepthwisePlan plan, string input)
    {
        int channels = plan.Window.Channels;
        return Convolved(plan.Window, input, plan.Output, PlainWeights(channels, 1, plan.Window), plan.HasBias ? tensors.Tensor("bias", channels) : null, channels);
    }

    private string PlainWeights(int outputs, int inputs, SlidingWindow window) =>
        tensors.Tensor("weight", [outputs, inputs, .. Taps(window).Select(length => (int)length)]);

    private string Convolved(SlidingWindow window, string input, Shape output, string weights, string? bias, int groups, int channels = 0)
    {
        string[] inputs = [Spread(input, window, channels == 0 ? window.Channels : channels), weights];
        string value = graph.Add("Conv", bias is null ? inputs : [.. inputs, bias], [.. Window(window), ("dilations", Axes(window, axis => axis.Dilation)), ("group", (long)groups)]);
        return graph.Shaped(value, IsSeries(window) ? [output.Channels, output.Width] : [output.Channels, output.Height, output.Width], output);
    }

    private string Pooling(PoolingPlan plan, string input)
    {
        var window = plan.Window;
        string value = Spread(input, window, window.Channels);
        bool hasDilation = window.Rows.Dilation > 1 || window.Columns.Dilation > 1;
        if (hasDilation && plan.Pooling != PoolingKind.Max) throw new ExportException($"{plan.Name}: an average pooling with a dilation is not among the operators of ONNX before set 19.");
        (string, object)[] attributes = [.. Window(window), .. plan.Pooling == PoolingKind.Max ? [("dilations", (object)Axes(window, axis => axis.Dilation))] : (ReadOnlySpan<(string, object)>)[("count_include_pad", plan.Pooling == PoolingKind.Average ? 1L : 0L)]];
        value = graph.Add(plan.Pooling == PoolingKind.Max ? "MaxPool" : "AveragePool", [value], attributes);
        return graph.Shaped(value, IsSeries(window) ? [plan.Output.Channels, plan.Output.Width] : [plan.Output.Channels, plan.Output.Height, plan.Output.Width], plan.Output);
    }

    // Rows of a table; those of one sample stand side by side, as the positions of a series.
    private string Embedding(EmbeddingPlan plan, string input)
    {
        string rows = graph.Add("Gather", [tensors.Matrix(plan.Table), graph.Add("Cast", [input], ("to", Int64))], ("axis", 0L));
        return graph.Shaped(graph.Add("Transpose", [rows], ("perm", (long[])[0, 2, 1])), [plan.Table.Q, plan.Indices], plan.Output);
    }

    private static long[] Taps(SlidingWindow window) => Axes(window, axis => axis.Kernel);

    private static bool IsSeries(SlidingWindow window) => window.Rows is { Length: 1, Kernel: 1, Stride: 1, Before: 0, After: 0 };

    // A window over a series needs channels and length, all others channels, height and width, also where some are 1.
    private string Spread(string value, SlidingWindow window, int channels)
    {
        int[] needed = IsSeries(window) ? [channels, window.Columns.Length] : [channels, window.Rows.Length, window.Columns.Length];
        return needed.SequenceEqual(GraphWriter.DimsOf(new(channels, window.Rows.Length, window.Columns.Length))) ? value : graph.Reshaped(value, needed);
    }

    private static (string, object)[] Window(SlidingWindow window) =>
    [
        ("kernel_shape", Taps(window)),
        ("strides", Axes(window, axis => axis.Stride)),
        ("pads", (long[])[.. Axes(window, axis => axis.Before), .. Axes(window, axis => axis.After)]),
    ];

    private static long[] Axes(SlidingWindow window, Func<WindowAxis, long> value) => IsSeries(window) ? [value(window.Columns)] : [value(window.Rows), value(window.Columns)];
}
