using DeepThin.Generators.Specs;
using DeepThin.Planning;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>The forms that the kernels of models take, in words. Two models of the same forms have the same code but for its numbers.</summary>
internal static class ModelForms
{
    /// <summary>The forms of a model: of every kernel, with the activation, the gains and the bias around it.</summary>
    /// <param name="model">The model.</param>
    public static IEnumerable<string> Of(ModelSpec model)
    {
        var plan = new NetworkPlan(model.Network);
        var layers = plan.Steps.Select(step => step.Layer).ToList();
        return layers.SelectMany((layer, index) => Of(layer, model.Network.Held, place: layers.Count == 1 ? "alone" : index == 0 ? "first" : "behind another")).Concat(Of(plan));
    }

    // How values go through a network that is no chain.
    private static IEnumerable<string> Of(NetworkPlan plan)
    {
        if (plan.Inputs.Count > 1) yield return $"{plan.Inputs.Count} inputs";
        if (plan.Outputs.Count > 1) yield return $"{plan.Outputs.Count} outputs";
        if (plan.Steps.Any(plan.ScalesOwn)) yield return "a value scaled for one of its readers";
        if (plan.Steps.Any(step => step.Inputs.Where((_, place) => plan.AddsGradients(step, place)).Any())) yield return "gradients added to those of another reader";
        if (plan.Outputs.Any(output => plan.ReadersOf(output.Value).Count > 0)) yield return "an output that is read";
        foreach (var step in plan.Steps.Where(step => step.Layer.HasEpilogue))
        {
            bool isActivated = step.Epilogue.Activation != step.Layer.Activation;
            string then = isActivated ? $"{step.Epilogue.Activation.Kind} of another layer" : "nothing";
            if (isActivated || step.Epilogue.Norm != null) yield return $"{(step.Epilogue.Norm == null ? "sums" : "a norm")}, then {then}";
            if (step.Epilogue.Norm != null) yield return $"a norm in {EpilogueOf(step.Layer)}, {(step.ScalesOutput ? "scaled" : "not scaled")}";
        }

        if (plan.Outputs.Any(output => output.Own != StepPlan.NoValue)) yield return "an output that is another by another name";
    }

    /// <summary>Few models that have all forms together: again and again the one with the most forms that are missing.</summary>
    /// <param name="models">The models.</param>
    /// <param name="spec">What a model declares.</param>
    /// <returns>Models in their order.</returns>
    public static IEnumerable<TModel> Cover<TModel>(IReadOnlyList<TModel> models, Func<TModel, ModelSpec> spec)
    {
        List<HashSet<string>> missing = [.. models.Select(model => Of(spec(model)).ToHashSet())];
        SortedSet<int> taken = [];
        while (missing.Any(forms => forms.Count > 0))
        {
            int next = Enumerable.Range(0, models.Count).MaxBy(i => missing[i].Count);
            taken.Add(next);
            var met = missing[next].ToList();
            missing.ForEach(forms => forms.ExceptWith(met));
        }

        return taken.Select(i => models[i]);
    }

    /// <summary>The forms of the kernels of a matrix.</summary>
    /// <param name="map">The matrix.</param>
    public static IEnumerable<string> Of(LinearMap map)
    {
        yield return Form(map.OneSample, map);
        yield return "Training: " + Form(map.Training, map).Replace(", lanes over phases", "", StringComparison.Ordinal);
        if (map.OneSample is CorrelationShape { FrontTaps: > 0 }) yield return Name(map.OneSample, map) + ", split";
        if (map.Panel is CorrelationShape { Transforms: not null }) yield return Name(map.Panel, map) + ", overlap-save";
    }

    /// <summary>How many columns a correlation has that does not pack X_f.</summary>
    /// <param name="map">The matrix.</param>
    public static IEnumerable<string> UnpackedColumns(LinearMap map)
    {
        if (map.OneSample is not CorrelationShape { IsPacked: false } shape) yield break;
        string columns = shape.ColumnsPerPhase switch
        {
            1 => "one column",
            < 8 => "few columns",
            _ => "many columns",
        };
        yield return $"unpacked, rank {shape.Factors.Rank}, {columns}";
    }

    /// <summary>The order in which a correlation packs X_f.</summary>
    /// <param name="map">The matrix.</param>
    public static IEnumerable<string> PackedOrder(LinearMap map)
    {
        if (map.OneSample is not CorrelationShape { Packed: > 0 } shape) yield break;
        yield return $"{shape.Order}, {(shape.Factors.Rank > 1 ? "several ranks" : "one rank")}{(shape.ColumnsPerPhase > 2 * CorrelationShape.ColumnBlock ? ", blocks" : "")}";
    }

    private static IEnumerable<string> Of(LayerPlan any, WeightType held, string place)
    {
        if (any is ConvolutionPlan convolution)
        {
            return [$"{any.Kind}, {place}", $"{any.Kind}, {KernelOf(convolution)} for one sample in {held}", .. Of(convolution.Columns, held, "of columns"), $"strides {convolution.Window.Rows.Stride} {convolution.Window.Columns.Stride}"];
        }

        if (any is GroupedPlan grouped) return [$"{any.Kind}, {grouped.Activation.Kind}, {(grouped.HasBias ? "a bias" : "no bias")}", $"{any.Kind}, stride {grouped.Convolution.Window.Columns.Stride}", $"{any.Kind}, {place}", $"{any.Kind}, {(grouped.Factors is not { } factors ? "whole" : factors.Rank > 1 ? "several ranks" : "one rank")}", $"{any.Kind}, {grouped.Map.Weights.Kind}, {(grouped.Convolution.Group.HasFewPositions ? "few positions" : "positions")}"];
        if (any is DepthwisePlan depthwise) return [$"{any.Kind}, {depthwise.Activation.Kind}, {(depthwise.HasBias ? "a bias" : "no bias")}", $"{any.Kind}, stride {depthwise.Window.Columns.Stride}", SumsOf(depthwise)];
        if (any is PoolingPlan pooling) return [$"{pooling.Pooling}, stride {pooling.Window.Columns.Stride}"];
        if (any is ResidualPlan residual) return [$"residual, {residual.Activation.Kind}, {(residual.First == residual.Second ? "one shape" : "padded")}"];
        if (any is EmbeddingPlan embedding) return [$"embedding, {embedding.Table.Weights.Kind}, {(embedding.Indices > 1 ? "several indices" : "one index")}"];
        if (any is ActivatePlan activate) return [$"activate, {activate.Activation.Kind}", $"activate, {place}"];
        if (any is ConcatPlan concat) return [$"concat of {concat.Shapes.Count}"];
        if (any is ScalePlan scale) return [$"{any.Kind}, {(scale.HasBias ? "a bias" : "no bias")}, {Places(any.Input)}", $"{any.Kind}, {place}"];
        if (any is PReluPlan bend) return [$"{any.Kind}, {(bend.Shared ? "one slope" : "slopes")}, {Places(any.Input)}", $"{any.Kind}, {place}"];
        if (any is LayerNormPlan norm) return [$"{any.Kind}, {(norm.HasBias ? "a bias" : "no bias")}, {(norm.Columns == 1 ? "one column" : "columns")}", $"{any.Kind}, {place}"];
        if (any is PadPlan pad) return [$"{any.Kind}, {pad.Padding.Mode}, {Places(any.Input)}", $"{any.Kind}, {place}"];
        if (any is MultiplyPlan multiply)
        {
            return [$"multiply, {multiply.Activation.Kind}{(multiply.HasGate ? ", a gate" : "")}", $"multiply, {(!multiply.HasGate ? "one shape" : multiply.First.IsVector ? "a gate first" : "a gate second")}"];
        }

        if (any is ChannelsPlan channels)
        {
            string which = (channels.First == 0, channels.First + channels.Output.Channels == channels.Input.Channels) switch { (true, true) => "all", (true, _) => "the first", (_, true) => "the last", _ => "between others" };
            return [$"channels, {which}", $"channels, {place}"];
        }

        if (any is ReshapePlan reshape) return [$"reshape, {(reshape.Output.IsVector ? "a vector" : reshape.Output.Height == 1 ? "a series" : "an image")}", $"{any.Kind}, {place}"];
        if (any is TransposePlan transpose) return [$"transpose, {(transpose.IsAlias ? "by another name" : "copied")}", $"transpose, {place}"];
        if (any is BidirectionalPlan or OverTimePlan or LastStepPlan or DelayLinePlan) return [any.Kind];
        if (any is RecurrentPlan recurrent)
        {
            return
            [
                $"{recurrent.Cell}, {place}", $"{recurrent.Cell}, {(recurrent.Sums.Bias is null ? "no bias" : "a bias")}", $"{recurrent.Cell}, {recurrent.GateActivation.Kind} for gates",
                .. from part in new[] { ("inputs", recurrent.Sums.Map), ("hidden values", recurrent.RecurrentSums.Map), ("hidden values that were reset", recurrent.CandidateSums?.Map) }
                   where part.Item2 != null
                   let own = part.Item2
                   from form in (string[])[$"{own.OneSample.Kind} for one sample in {held}", $"{own.Panel.Kind} for a panel", $"{own.Training.Kind} for training", $"gains for {own.Gains}"]
                   select $"recurrent, {part.Item1}: {form}",
            ];
        }

        if (any is not FullyConnectedPlan layer) return [$"{any.Kind}, {place}"];
        var map = layer.Map;
        string activation = layer.Activation.Kind + (layer.Activation.Parameter == 0 ? "" : " with a parameter");
        string bias = layer.Bias is null ? "no bias" : layer.Bias.Factors is null ? "a bias" : "a bias of factors";
        string[] kernels = [$"{map.OneSample.Kind} for one sample", $"{map.Panel.Kind} for a panel", $"{map.Training.Kind} for training"];
        return (string[])
        [
            .. from form in Of(map).Concat(UnpackedColumns(map)).Concat(PackedOrder(map)) select $"{form} in {held}",
            .. from kernel in kernels from part in (string[])[activation, bias, $"gains for {map.Gains}", place] select $"{kernel}, {part}",
        ];
    }

    // What sums an epilogue follows.
    private static string EpilogueOf(LayerPlan layer) => layer switch
    {
        ConvolutionPlan convolution => $"a convolution, {KernelOf(convolution)}, {BiasOf(convolution.Columns)}",
        FullyConnectedPlan dense => $"a layer, {dense.Map.Weights.Kind}, {BiasOf(dense)}",
        DepthwisePlan depthwise => $"{SumsOf(depthwise)}, {(depthwise.HasBias ? "a bias" : "no bias")}",
        _ => layer.Kind,
    };

    private static string BiasOf(FullyConnectedPlan layer) => (layer.ScalesSums ? "gains, " : "") + (layer.Bias is null ? "no bias" : layer.Bias.Factors is null ? "a bias" : "a bias of factors");

    private static string Places(Shape shape) => shape.IsVector ? "a vector" : "channels";

    /// <summary>How one sample of a convolution is computed.</summary>
    /// <param name="convolution">The convolution.</param>
    public static string KernelOf(ConvolutionPlan convolution) =>
        convolution.Shared != null ? "shared" : convolution.Winograd != null ? "winograd" : convolution.Direct != null ? "direct" : "columns";

    /// <summary>How the sums of one sample of a convolution of each channel alone are computed.</summary>
    /// <param name="depthwise">The convolution.</param>
    public static string SumsOf(DepthwisePlan depthwise) => $"depthwise, {(depthwise.SharesRows ? "rows as they are" : "a padded copy")}, {(depthwise.SumsInPlace ? "in place" : "copied")}";

    private static string Name(KernelShape kernel, LinearMap map) => kernel.Kind + (map.Weights.RankOfFactors > 1 ? " of several ranks" : "");

    private static string Form(KernelShape kernel, LinearMap map) => Name(kernel, map) + kernel switch
    {
        FourierShape fourier => (fourier.Residues > 1 ? " by residues" : "") + (fourier.D > 0 ? ", D > 0" : ", D < 0"),
        CorrelationShape correlation => (correlation.LanesArePhases ? ", lanes over phases" : "") + (correlation.Factors.N > map.R ? ", n > R" : ""),
        _ => "",
    };
}
