using System;
using System.Linq;
using System.Threading;
using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Generators.Parsing;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.Advice;

/// <summary>
/// What a model is told whose attributes are valid, from its plan: that it is too large, warnings where something is hardly meant as it stands, and the
/// plan of each layer.
/// </summary>
internal sealed class NetworkAdvice
{
    private readonly INamedTypeSymbol _type;
    private readonly NetworkPlan _plan;
    private readonly Faults _faults;
    private readonly AttributeReader _model;
    private readonly AttributeReader[] _attributes;

    public NetworkAdvice(INamedTypeSymbol type, NetworkPlan plan, Faults faults, CancellationToken cancellation)
    {
        var attributes = type.GetAttributes();
        (_type, _plan, _faults) = (type, plan, faults);
        _model = new(attributes.First(ModelParser.IsModel), cancellation);
        _attributes = [.. attributes.Where(LayersParser.IsLayer).Select(data => new AttributeReader(data, cancellation))];
    }

    public void Report()
    {
        if (_plan.FirstTooLarge is var (step, floats))
        {
            _faults.Report(Rules.TooManyParameters, _attributes[step.Layer.Index].Location, step.Layer.Name, _type.Name, Numbers.Text(floats));
            return;
        }

        WarnOfWeights();
        for (int i = 0; i < _plan.Steps.Count; i++)
        {
            var (layer, written) = (_plan.Steps[i].Layer, _plan.Values[_plan.Steps[i].Output]);
            WarnOfSoftmax(layer, LayerBehind(written, static next => next.EndsActivation));
            if (!_plan.IsOutput(written) && _plan.ReadersOf(written) is [{ Inputs.Count: 1 } next]) WarnOfOneMap(layer, next.Layer);

            // Both directions are alike.
            var maps = layer is BidirectionalPlan both ? both.Direction.Maps : layer.Maps;
            for (int k = 0; k < maps.Count; k++)
            {
                WarnOfSlowness(layer, maps[k], k == 0 ? RatioParser.RatioArgument : RatioParser.RecurrentRatioArgument);
                ShowPlan(layer, maps[k]);
            }
        }
    }

    // The first layer of those that a value leads to; null where it leads out of the network, too.
    private LayerPlan? LayerBehind(ValuePlan value, Func<LayerPlan, bool> counts) =>
        _plan.IsOutput(value) ? null : _plan.ReadersOf(value).Select(step => counts(step.Layer) ? step.Layer : LayerBehind(_plan.Values[step.Output], counts)).FirstOrDefault(layer => layer != null);

    private void WarnOfWeights()
    {
        var held = _plan.Spec.Held;
        LinearMap[] maps = [.. _plan.Steps.SelectMany(step => step.Layer.Maps)];
        if (held == WeightType.Float32) return;
        if (maps.Any(map => map.OneSample.IsNarrow))
        {
            if (_plan.Spec.Optimize == Optimize.Memory) WarnOfLargerLayers(held);
            return;
        }

        string[] kernels = [.. maps.Select(map => map.OneSample.Name).Distinct()];
        _faults.Report(Rules.NothingHeldNarrow, _model.LocationOf(WeightsArgument.Name), _type.Name, held.ToString(), string.Join(" and ", kernels));
    }

    // In single precision X_f is read as it is. Narrow it is packed, with places for padding and a scale for each column: more than the bits save where X_f is
    // short. The segments read single precision as it is, too.
    private void WarnOfLargerLayers(WeightType held)
    {
        var single = new NetworkPlan(_plan.Spec with { Held = WeightType.Float32 });
        foreach (var (narrow, whole) in _plan.Steps.Zip(single.Steps, (narrow, whole) => (narrow, whole)))
        {
            if (narrow.Bytes <= whole.Bytes) continue;
            string others = narrow.Layer is FullyConnectedPlan { Map.Weights: ReLayoutPlan } ? ", or give the layer Kernel = Kernel.Segments" : "";
            _faults.Report(
                Rules.LargerNarrow, _model.LocationOf(WeightsArgument.Name), narrow.Layer.Name, held.ToString(), Numbers.Text(narrow.Bytes), Numbers.Text(whole.Bytes), others);
        }
    }

    // What has no parameters, such as a pooling, leaves probabilities what they are. A product takes them for shares, as attention does.
    private void WarnOfSoftmax(LayerPlan layer, LayerPlan? next)
    {
        if (layer.Activation.Kind is not (Activation.Softmax or Activation.LogSoftmax)) return;
        string kind = layer.Activation.Kind.ToString();
        var location = _attributes[layer.Index].LocationOf(ActivationParser.ActivationArgument);
        if (next is MultiplyPlan && layer.Activation.Kind == Activation.Softmax) return;
        if (next != null)
        {
            _faults.Report(Rules.SoftmaxNotLast, location, layer.Name, kind, next.Name);
        }
        else if (layer.Output.Channels == 1)
        {
            _faults.Report(Rules.SoftmaxOfOne, location, layer.Name, kind, layer.Activation.Kind == Activation.Softmax ? "1" : "0");
        }
    }

    // Behind a bottleneck two linear layers are fewer values than one; elsewhere one does the same.
    private void WarnOfOneMap(LayerPlan layer, LayerPlan next)
    {
        bool isBottleneck = layer.Output.Length < layer.Input.Length && layer.Output.Length < next.Output.Length;
        if (layer.Activation.Kind != Activation.Identity || isBottleneck || !IsWhole(layer) || !IsWhole(next)) return;
        _faults.Report(Rules.OneLinearMap, _attributes[layer.Index].Location, layer.Name, next.Name, layer.Input.ToString(), next.Output.ToString());
    }

    // Where somebody names a kernel, or asks for memory, time is not the point; rows of a table are looked up, and nothing is multiplied with it; groups of channels
    // are convolved with the weights that factors stand for, which is as fast as without factors.
    private void WarnOfSlowness(LayerPlan layer, LinearMap map, string ratioArgument)
    {
        if (map is not { Weights: ReLayoutPlan, Ratio: < 1 } || _plan.Spec.Optimize == Optimize.Memory || layer is EmbeddingPlan or GroupedPlan) return;
        var dense = new DenseShape(map.Q, map.R);
        var attribute = _attributes[layer.Index];

        // A convolution is applied to panels of columns, or computed from what positions share.
        if (layer is ConvolutionPlan { Shared: { } shared } convolution && shared.Cost < convolution.Window.Positions * dense.PanelCost) return;
        Func<KernelShape, double> cost = layer is ConvolutionPlan ? static kernel => kernel.PanelCost : static kernel => kernel.Cost;
        if (cost(map.OneSample) < cost(dense) || attribute.Value<int>(KernelParser.KernelArgument) is not (null or (int)Kernel.Auto)) return;
        bool isLengthGiven = attribute.Has(CompressionParser.LengthArgument);
        _faults.Report(
            Rules.NoFaster,
            attribute.LocationOf(isLengthGiven ? CompressionParser.LengthArgument : ratioArgument),
            layer.Name, Numbers.Text(map.Q), Numbers.Text(map.R),
            map.OneSample.Name, Count(map.OneSample), Count(dense), isLengthGiven || attribute.Value<double>(ratioArgument) is not { } ratio ? "" : OtherForm(ratio, map, dense, cost));

        string Count(KernelShape kernel) => Numbers.Text((long)cost(kernel));
    }

    private static string OtherForm(double ratio, LinearMap map, DenseShape dense, Func<KernelShape, double> cost)
    {
        if (map.Weights is not ReLayoutPlan { Form: Form.Wide } wide) return "";
        if (FactorPlans.Of(map.Q, map.R, wide.Rank, ratio, Form.Tall, LinearMap.GainsLength(map.InputGains, map.R, map.Gains)) is not { Form: Form.Tall } tall) return "";
        double count = KernelChoice.Fitting(tall).Min(cost);
        return count < cost(dense) ? $"; with Form.Tall it counts {Numbers.Text((long)count)}" : "";
    }

    private void ShowPlan(LayerPlan layer, LinearMap map)
    {
        string choice = map.Kernels.IsChoice && layer.ReasonsOf(map).Length > 0 ? $" and {Bytes(layer.Prepared)} prepared; how to choose: {BuildRules.Choosing}" : "";
        _faults.Report(
            Rules.Plan, _attributes[layer.Index].Location, layer.Name, Numbers.Text(map.Q), Numbers.Text(map.R),
            $"{(layer is ConvolutionPlan convolution ? $"{Columns(convolution)}, " : "")}{map.Summary}, kernel {Kernels(layer, map)}, {Bytes(layer.Parameters)} bytes{choice}");
    }

    private static string Columns(ConvolutionPlan layer) =>
        $"Q = {Count(layer.Window.Taps, "tap")}·{Count(layer.Window.Channels, "channel")} at {Count(layer.Window.Positions, "position")}";

    private static string Count(int number, string what) => $"{Numbers.Text(number)} {what}{(number == 1 ? "" : "s")}";

    private static bool IsWhole(LayerPlan layer) => layer is FullyConnectedPlan && layer.Maps is [{ Weights.IsCompressed: false }];

    private static string Kernels(LayerPlan layer, LinearMap map) =>
        (layer.KernelOf(map), layer.BatchKernelOf(map)) is var (one, batch) && one == batch ? one : $"{one}, batches {batch}";

    private static string Bytes(long floats) => Numbers.Text(sizeof(float) * floats);
}
