using DeepThin.Onnx.Graphs;
using DeepThin.Planning;

namespace DeepThin.Onnx.Layers;

/// <summary>A value of a network that is being made of a graph: what an input brings or a layer writes.</summary>
/// <param name="id">Its number.</param>
/// <param name="length">The values of one step.</param>
/// <param name="steps">The steps of a sequence; 1 where there is no sequence.</param>
internal sealed class NetworkValue(int id, int length, int steps)
{
    /// <summary>The number of the value.</summary>
    public int Id => id;

    /// <summary>The values of one step.</summary>
    public int Length => length;

    /// <summary>The steps of a sequence; 1 where there is no sequence.</summary>
    public int Steps => steps;

    /// <summary>The shape of one step; null of an input that nobody has read yet.</summary>
    public Shape? Shape { get; set; }

    /// <summary>The place in the graph's tensor of each value of one step, where an input is given in another order than the graph's; null otherwise.</summary>
    public int[]? Order { get; set; }

    /// <summary>The input of the graph that it is; null of what a layer writes.</summary>
    public GraphInput? Input { get; init; }

    /// <summary>The layer that writes it; null of an input, and of the cells of an LSTM.</summary>
    public ImportedLayer? Writer { get; init; }

    /// <summary>The value of the hidden units whose cells these are; null of all others.</summary>
    public NetworkValue? CellsOf { get; init; }
}
