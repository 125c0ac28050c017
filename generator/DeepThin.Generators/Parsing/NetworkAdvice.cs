using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Emitting;
using DeepThin.Planning;

namespace DeepThin.Generators.Parsing;

/// <summary>What a valid model is told: warnings where something is hardly meant as it stands, and the plan of each layer.</summary>
internal sealed class NetworkAdvice(AttributeReader[] attributes, ModelPlan model, Optimize optimize, Faults faults)
{
    public void Report(IReadOnlyList<LayerSpec> specs, WeightsArgument weights, string name)
    {
        WarnOfWeights(weights, name);
        for (int i = 0; i < specs.Count; i++)
        {
            var spec = specs[i];
            var next = i + 1 < specs.Count ? specs[i + 1] : null;
            WarnOfSoftmax(i, spec, next);
            if (next != null) WarnOfOneMap(i, spec, next);
            if (spec is DenseSpec dense) WarnOfSlowness(i, dense);
            ShowPlan(i, model.Layers[i]);
        }
    }

    private void WarnOfWeights(WeightsArgument weights, string name)
    {
        if (weights.Type == WeightType.Float32 || model.Layers.Any(layer => layer.OneSample.IsNarrow)) return;
        string[] kernels = [.. model.Layers.Select(layer => layer.OneSample.Name).Distinct()];
        faults.Report(Rules.NothingHeldNarrow, weights.Location, name, weights.Type.ToString(), string.Join(" and ", kernels));
    }

    private void WarnOfSoftmax(int index, LayerSpec spec, LayerSpec? next)
    {
        if (spec.Activation.Kind is not (Activation.Softmax or Activation.LogSoftmax)) return;
        string kind = spec.Activation.Kind.ToString();
        var location = attributes[index].LocationOf(ActivationParser.ActivationArgument);
        if (next != null)
        {
            faults.Report(Rules.SoftmaxNotLast, location, spec.Name, kind, next.Name);
        }
        else if (spec.Outputs == 1)
        {
            faults.Report(Rules.SoftmaxOfOne, location, spec.Name, kind, spec.Activation.Kind == Activation.Softmax ? "1" : "0");
        }
    }

    // Behind a bottleneck two linear layers are fewer values than one; elsewhere one does the same.
    private void WarnOfOneMap(int index, LayerSpec spec, LayerSpec next)
    {
        bool isBottleneck = spec.Outputs < spec.Inputs && spec.Outputs < next.Outputs;
        if (spec.Activation.Kind != Activation.Identity || isBottleneck || IsCompressed(spec) || IsCompressed(next)) return;
        faults.Report(Rules.OneLinearMap, attributes[index].Location, spec.Name, next.Name, Numbers.Text(spec.Inputs), Numbers.Text(next.Outputs));
    }

    // Where somebody names a kernel, or asks for memory, time is not the point.
    private void WarnOfSlowness(int index, DenseSpec spec)
    {
        if (model.Layers[index].Weights is not ReLayoutPlan weights || weights.Ratio >= 1 || optimize == Optimize.Memory || spec.Kernel != Kernel.Auto) return;
        var dense = new DenseShape(spec.Inputs, spec.Outputs);
        var kernel = model.Layers[index].OneSample;
        if (kernel.Cost < dense.Cost) return;
        bool isLengthGiven = attributes[index].Has(CompressionParser.LengthArgument);
        faults.Report(
            Rules.NoFaster,
            attributes[index].LocationOf(isLengthGiven ? CompressionParser.LengthArgument : RatioParser.RatioArgument),
            spec.Name, Numbers.Text(spec.Inputs), Numbers.Text(spec.Outputs),
            kernel.Name, Count(kernel), Count(dense), isLengthGiven ? "" : OtherForm(spec, weights, dense));
    }

    private static string OtherForm(DenseSpec spec, ReLayoutPlan weights, DenseShape dense)
    {
        if (spec.Ratio is not { } ratio || weights.Form == Form.Tall) return "";
        return Plans.OfMatrix(spec.Inputs, spec.Outputs, spec.Rank, ratio, Form.Tall) is { Form: Form.Tall } tall && KernelChoice.Fitting(tall).OrderBy(shape => shape.Cost).First() is var kernel && kernel.Cost < dense.Cost
            ? $"; with Form.Tall it counts {Count(kernel)}"
            : "";
    }

    private void ShowPlan(int index, DensePlan plan)
    {
        if (plan.Weights is ReLayoutPlan weights)
        {
            string kernels = plan.Panel.Kind == plan.OneSample.Kind ? plan.OneSample.Name : $"{plan.OneSample.Name}, batches {plan.Panel.Name}";
            faults.Report(
                Rules.Plan, attributes[index].Location,
                plan.Name, Numbers.Text(plan.Q), Numbers.Text(plan.R),
                $"{weights.Form.ToString().ToLowerInvariant()}, rank {Numbers.Text(weights.Rank)}, n = {Numbers.Text(weights.N)}, m = {Numbers.Text(weights.M)}, "
                + $"α = {SourceWriter.Percent(weights.Ratio)}, kernel {kernels}, {Bytes(plan.Parameters)} bytes and {Bytes(plan.OneSample.Prepared)} held; how to choose: {BuildRules.Choosing}");
        }
        else
        {
            faults.Report(
                Rules.Plan, attributes[index].Location,
                plan.Name, Numbers.Text(plan.Q), Numbers.Text(plan.R), $"{Kept(plan.Weights)}, kernel {plan.OneSample.Name}, {Bytes(plan.Parameters)} bytes");
        }
    }

    private static bool IsCompressed(LayerSpec spec) => spec is not DenseSpec { Ratio: null, N: null };

    private static string Kept(WeightsPlan weights) => weights switch
    {
        LowRankPlan lowRank => $"low rank, rank {Numbers.Text(lowRank.Rank)}, α = {SourceWriter.Percent(lowRank.Ratio)}",
        HashedPlan hashed => $"hashed, {Numbers.Text(hashed.Buckets)} buckets, α = {SourceWriter.Percent(hashed.Ratio)}",
        PrunedPlan pruned => $"pruned, {Numbers.Text(pruned.Kept)} weights kept, α = {SourceWriter.Percent(pruned.Ratio)}",
        _ => "uncompressed",
    };

    private static string Count(KernelShape kernel) => Numbers.Text((long)kernel.Cost);

    private static string Bytes(long floats) => Numbers.Text(sizeof(float) * floats);
}
