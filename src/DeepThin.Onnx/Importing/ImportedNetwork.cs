using DeepThin.Onnx.Layers;

namespace DeepThin.Onnx.Importing;

/// <summary>An input or an output of a network, and how the graph has it.</summary>
/// <param name="Name">The name in the graph.</param>
/// <param name="Value">The value of the network.</param>
/// <param name="Dims">The dimensions of the graph's tensor.</param>
/// <param name="Order">The place in the graph's tensor of each value of one sample, or null where the order is the same.</param>
internal sealed record NetworkEnd(string Name, NetworkValue Value, int[] Dims, int[]? Order);

/// <summary>A tensor that a graph is given and gives back, which a session of the network keeps.</summary>
/// <param name="Input">The name of what the graph is given.</param>
/// <param name="Output">The name of what it gives back.</param>
/// <param name="Dims">The dimensions.</param>
internal sealed record NetworkState(string Input, string Output, int[] Dims);

/// <summary>A network made of a graph.</summary>
/// <param name="Name">The name of the graph.</param>
/// <param name="Layers">The layers, in the order in which they are computed.</param>
/// <param name="Inputs">What it is given.</param>
/// <param name="Outputs">What it gives.</param>
/// <param name="States">What a session keeps.</param>
/// <param name="Steps">The steps of a sequence that the graph takes at once; 1 where it takes one sample.</param>
internal sealed record ImportedNetwork(
    string Name,
    IReadOnlyList<ImportedLayer> Layers,
    IReadOnlyList<NetworkEnd> Inputs,
    IReadOnlyList<NetworkEnd> Outputs,
    IReadOnlyList<NetworkState> States,
    int Steps)
{
    /// <summary>The outputs of the graph that it makes of predictions at its end, and that are left to programs.</summary>
    public IReadOnlyList<string> Postscripts { get; init; } = [];

    /// <summary>The names of the classes that the output tells apart; none where the graph does not say them.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Whether a caller gives whole sequences: a layer goes on from step to step, and no call has its state.</summary>
    public bool TakesSequences => States.Count == 0 && Layers.Any(layer => layer.Kind is "Lstm" or "Gru" or "Rnn");
}
