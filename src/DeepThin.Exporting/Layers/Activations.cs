using DeepThin.Exporting.Graphs;
using DeepThin.Planning;

namespace DeepThin.Exporting.Layers;

/// <summary>Writes activations as nodes.</summary>
internal static class Activations
{
    private const float Sixth = 1f / 6;

    /// <summary>A value after an activation.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="value">The value.</param>
    /// <param name="activation">The activation.</param>
    public static string Apply(GraphWriter graph, string value, ActivationSpec activation) => activation.Kind switch
    {
        Activation.Identity => value,
        Activation.Relu => graph.Add("Relu", [value]),
        Activation.LeakyRelu => graph.Add("LeakyRelu", [value], ("alpha", activation.Parameter)),
        Activation.ClippedRelu => graph.Add("Clip", [value, graph.Number(0), graph.Number(activation.Parameter)]),
        Activation.Sigmoid => graph.Add("Sigmoid", [value]),
        Activation.Tanh => graph.Add("Tanh", [value]),
        Activation.Gelu => Gelu(graph, value, graph.Add("Erf", [graph.Add("Mul", [value, graph.Number(float.Sqrt(0.5f))])])),
        Activation.GeluTanh => Gelu(graph, value, graph.Add("Tanh", [Cubic(graph, value)])),
        Activation.Silu => graph.Add("Mul", [value, graph.Add("Sigmoid", [value])]),
        Activation.Elu => graph.Add("Elu", [value], ("alpha", activation.Parameter)),
        Activation.Softplus => graph.Add("Softplus", [value]),
        Activation.HardSigmoid => graph.Add("HardSigmoid", [value], ("alpha", Sixth), ("beta", 0.5f)),
        Activation.HardSwish => graph.Add("HardSwish", [value]),
        Activation.Softmax => graph.Add("Softmax", [value], ("axis", 1L)),
        Activation.LogSoftmax => graph.Add("LogSoftmax", [value], ("axis", 1L)),
        _ => throw new ExportException($"The activation {activation.Kind} is not known."),
    };

    // z/2·(1 + t).
    private static string Gelu(GraphWriter graph, string value, string t) => graph.Add("Mul", [graph.Add("Mul", [value, graph.Number(0.5f)]), graph.Add("Add", [t, graph.Number(1)])]);

    // √(2/π)·(z + 0.044715·z³).
    private static string Cubic(GraphWriter graph, string value)
    {
        string square = graph.Add("Mul", [value, value]);
        string factor = graph.Add("Add", [graph.Add("Mul", [square, graph.Number(0.044715f)]), graph.Number(1)]);
        return graph.Add("Mul", [graph.Add("Mul", [value, factor]), graph.Number((float)Math.Sqrt(2 / Math.PI))]);
    }
}
