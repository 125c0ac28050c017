using System.Collections.Generic;
using System.Linq;
using DeepThin.Planning;

namespace DeepThin.Generators.Emitting;

/// <summary>Writes what a model says of itself: its layers and tensors.</summary>
internal static class InfoEmitter
{
    public static void Emit(SourceWriter writer, string model, NetworkPlan plan)
    {
        writer.Write($$"""
            public static readonly ModelInfo Info = new(
                {{SourceWriter.Literal(model)}},
                {{plan.ParameterBlockLength}},
                {{plan.PreparedLength}},
            """);
        bool hasPorts = plan.Spec.Inputs.Count > 0 || plan.Spec.Outputs.Count > 0;
        for (int i = 0; i < plan.Steps.Count; i++) EmitLayer(writer, plan, plan.Steps[i], i < plan.Steps.Count - 1 ? "," : hasPorts ? ")" : ");");
        if (hasPorts) writer.Write($"{{\n{Ports("Inputs", plan.Inputs, plan)}{Ports("Outputs", plan.Outputs, plan)}}};");
        writer.Skip();
    }

    private static string Ports(string property, IReadOnlyList<PortPlan> ports, NetworkPlan plan)
    {
        var lines = ports.Select(port => $"        new({SourceWriter.Literal(port.Name)}, {Dimensions(port.Value.Shape)}, {SourceWriter.Literal(port.Offset)}, Activation.{plan.ActivationOf(port.Value)}),\n");
        return $"    {property} = new ValueInfo[]\n    {{\n{string.Concat(lines)}    }},\n";
    }

    private static void EmitLayer(SourceWriter writer, NetworkPlan plan, StepPlan step, string end)
    {
        var layer = step.Layer;
        string from = plan.Spec.Layers[layer.Index].Reads.Count == 0 ? "" : $"\n        From = new[] {{ {string.Join(", ", step.Inputs.Select(input => SourceWriter.Literal(plan.NameOf(input))))} }},";
        writer.Write($$"""
                new LayerInfo
                {
                    Name = {{SourceWriter.Literal(layer.Name)}},{{(layer.Kind.Length == 0 ? "" : $"\n        Kind = {SourceWriter.Literal(layer.Kind)},")}}{{from}}
                    Inputs = {{layer.Input.Length}},
                    Outputs = {{layer.Output.Length}},{{ShapeOf("InputShape", layer.Input)}}{{ShapeOf("OutputShape", layer.Output)}}
                    Activation = Activation.{{layer.Activation.Kind.ToString()}},
                    Parameters = {{layer.Parameters}},{{(layer.MultiplyAddsBeside == 0 ? "" : $"\n            MultiplyAdds = {SourceWriter.Literal(layer.MultiplyAddsBeside)},")}}
                    {{(layer.EndsActivation && layer.Parameters == 0 ? "EndsActivation = true,\n            " : "")}}PreparedBytes = {{sizeof(float) * layer.Prepared}},{{(layer.StateLength == 0 ? "" : $"\n        StateLength = {SourceWriter.Literal(layer.StateLength)},")}}{{(layer.NeedsWholeSequence ? "\n        NeedsWholeSequence = true," : "")}}{{(layer.EndsSequence ? "\n        EndsSequence = true," : "")}}
                    Maps = new MapInfo[]
                    {
            """);
        foreach (var map in layer.Maps) EmitMap(writer, map, layer);
        writer.Write($$"""
                    },
                    Tensors = new TensorInfo[]
                    {
            """);
        foreach (var tensor in step.Tensors)
        {
            writer.Write($$"""
                            new({{SourceWriter.Literal(tensor.Name)}}, {{tensor.Rows}}, {{tensor.Columns}}, {{tensor.Offset}})
                            {
                                {{string.Join(", ", Properties(tensor))}},
                            },
                """);
        }

        writer.Write($$"""
                    },
                }{{end}}
            """);
    }

    // The shape of what is not a vector.
    private static string ShapeOf(string property, Shape shape) => shape.IsVector ? "" : $"\n        {property} = {Dimensions(shape)},";

    private static string Dimensions(Shape shape)
    {
        int[] dimensions = shape.IsVector ? [shape.Channels] : shape.Height == 1 ? [shape.Channels, shape.Width] : [shape.Channels, shape.Height, shape.Width];
        return $"new[] {{ {string.Join(", ", dimensions.Select(dimension => SourceWriter.Literal(dimension)))} }}";
    }

    private static void EmitMap(SourceWriter writer, LinearMap map, LayerPlan layer)
    {
        writer.Write($$"""
                        new MapInfo
                        {
                            Kind = "{{map.Weights.Kind}}",
                            Inputs = {{map.Q}},
                            Outputs = {{map.R}},
            """);
        if (map.Weights.RankOfFactors is > 0 and var rank) writer.Write($"                Rank = {rank},");
        if (map.Weights is ReLayoutPlan factors)
        {
            writer.Write($"""
                                M = {factors.M},
                                N = {factors.N},
                                Form = Form.{factors.Form.ToString()},
                """);
        }

        if (map.Gains != Gains.None) writer.Write($"                Gains = Gains.{map.Gains.ToString()},");
        writer.Write($$"""
                            Ratio = {{map.Ratio}},
                            MultiplyAdds = {{layer.MultiplyAddsOf(map)}},
                            Kernel = "{{layer.KernelOf(map)}}",
                            BatchKernel = "{{layer.BatchKernelOf(map)}}",
                            Reason = {{SourceWriter.Literal(layer.ReasonsOf(map))}},
                        },
            """);
    }

    private static IEnumerable<string> Properties(TensorInfo tensor)
    {
        yield return $"Role = TensorRole.{tensor.Role}";
        if (tensor.Initial.IsSigns) yield return "Initial = Initial.Signs";
        if (tensor.Initial.IsOnes) yield return "Initial = Initial.Ones";
        else if (tensor.Initial.Value != 0) yield return $"Initial = Initial.Constant({SourceWriter.Literal(tensor.Initial.Value)})";
        if (tensor.Initial.Deviation > 0) yield return $"Initial = Initial.Normal({SourceWriter.Literal(tensor.Initial.Deviation)})";
        if (tensor.Dimensions is { } dimensions) yield return $"Dimensions = new[] {{ {string.Join(", ", dimensions.Select(dimension => SourceWriter.Literal(dimension)))} }}";
        if (tensor.NonZeros > 0) yield return $"NonZeros = {SourceWriter.Literal(tensor.NonZeros)}";
        if (tensor.Type != WeightType.Float32) yield return $"Type = WeightType.{tensor.Type}";
        if (tensor.Group > 0) yield return $"Group = {SourceWriter.Literal(tensor.Group)}";
        if (tensor.Order is { } order)
        {
            string sizes = string.Join(", ", new[] { order.Inputs, order.Outputs, order.Taps, order.Rank }.Select(size => SourceWriter.Literal(size)));
            yield return $"Order = new({sizes}, {(order.LanesArePhases ? "true" : "false")}, {(order.Pairs ? "true" : "false")})";
        }
    }
}
