using DeepThin.Exporting.Graphs;
using DeepThin.Planning;

namespace DeepThin.Exporting.Layers;

/// <summary>What a layer takes over from the step before and leaves to the next one.</summary>
/// <param name="Input">Its name as an input of the graph.</param>
/// <param name="Output">Its name as an output.</param>
/// <param name="Dims">Its dimensions.</param>
internal sealed record State(string Input, string Output, int[] Dims);

/// <summary>The states of a network that takes sequences: inputs and outputs of the graph, or zeros.</summary>
/// <param name="graph">The graph.</param>
/// <param name="areEnds">Whether they are inputs and outputs.</param>
internal sealed class StateWriter(GraphWriter graph, bool areEnds)
{
    private readonly List<State> _all = [];

    /// <summary>The states in their order; none where they are zeros.</summary>
    public IReadOnlyList<State> All => _all;

    /// <summary>A state of a layer; null where it begins with zeros and nobody asks how it ends.</summary>
    /// <param name="step">The layer.</param>
    /// <param name="name">The name of the state within the layer.</param>
    /// <param name="dims">Its dimensions.</param>
    /// <exception cref="ExportException">States are inputs and outputs, and the layer needs a whole sequence.</exception>
    public State? Of(StepPlan step, string name, params int[] dims)
    {
        if (!areEnds) return null;
        if (step.Layer is BidirectionalPlan or OverTimePlan) throw new ExportException($"{step.Layer.Name} needs a whole sequence, so that the network cannot go step by step. Leave out --states.");
        var state = new State(graph.Free($"{step.Layer.Name}_{name}"), graph.Free($"{step.Layer.Name}_{name}_next"), dims);
        _all.Add(state);
        return state;
    }
}
