using System.Text.Json;
using System.Text.Json.Serialization;
using DeepThin.Exporting.Declarations;
using DeepThin.Exporting.Graphs;
using DeepThin.Exporting.Layers;
using DeepThin.Onnx.Graphs;
using DeepThin.Onnx.Schema;
using DeepThin.Planning;

namespace DeepThin.Exporting;

/// <summary>Writes a network as an ONNX graph.</summary>
internal static class Exporter
{
    // ONNX 1.12: the first set with LayerNormalization.
    private const int OperatorSet = 17, IrVersion = 8;

    private const string Producer = "DeepThin";

    /// <summary>Writes a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="options">How it is written.</param>
    /// <exception cref="ExportException">A layer cannot be written so.</exception>
    public static ModelProto Export(DeclaredNetwork network, StoredWeights weights, ExportOptions options)
    {
        var plan = network.Plan;
        if (options.States && !plan.TakesSequences) throw new ExportException($"{network.Name} has no state: every sample stands for itself. Leave out --states.");
        var graph = new GraphWriter(network.Name.Split('.')[^1]);
        string[] inputs = [.. plan.Inputs.Select(port => graph.Free(port.Name))], outputs = [.. plan.Outputs.Select(port => graph.Free(port.Name))];
        var states = new StateWriter(graph, options.States);
        string[] values = new string[plan.Inputs.Count + plan.Steps.Count];
        inputs.CopyTo(values, 0);
        foreach (var step in plan.Steps)
        {
            graph.Begin(step.Layer.Name);
            string value = new LayerWriter(graph, step, new(graph, step, weights, options.Factors), states).Write([.. step.Inputs.Select(input => values[input])]);
            int end = plan.Outputs.ToList().FindIndex(output => output.Value.Index == step.Output);
            // What a layer passes on as it is has a name already.
            values[step.Output] = graph.IsOfLayer(value) ? graph.Rename(value, end >= 0 ? outputs[end] : graph.Free(step.Layer.Name)) : value;
        }

        graph.Begin("outputs");
        for (int i = 0; i < outputs.Length; i++)
        {
            string value = values[plan.Outputs[i].Value.Index];
            if (value != outputs[i]) graph.Rename(graph.Add("Identity", [value]), outputs[i]);
        }

        int? samples = plan.EndsSequences ? 1 : null;
        string first = plan.TakesSequences ? "steps" : "batch";
        graph.Graph.Input.AddRange(plan.Inputs.Select((port, i) => GraphWriter.Value(inputs[i], first, null, GraphWriter.DimsOf(port.Value.Shape))));
        graph.Graph.Input.AddRange(states.All.Select(state => GraphWriter.Value(state.Input, "", state.Dims[0], state.Dims[1..])));
        graph.Graph.Output.AddRange(plan.Outputs.Select((port, i) => GraphWriter.Value(outputs[i], first, samples, GraphWriter.DimsOf(port.Value.Shape))));
        graph.Graph.Output.AddRange(states.All.Select(state => GraphWriter.Value(state.Output, "", state.Dims[0], state.Dims[1..])));
        var model = new ModelProto { IrVersion = IrVersion, ProducerName = Producer, Graph = graph.Graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = OperatorSet });
        if (weights.Classes.Count > 0) model.MetadataProps.Add(new StringStringEntryProto { Key = Graph.ClassesKey, Value = JsonSerializer.Serialize(weights.Classes, Texts.Default.IReadOnlyListString) });
        return model;
    }
}

/// <summary>Texts as JSON.</summary>
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class Texts : JsonSerializerContext;
