using System;
using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Layers.Activate;
using DeepThin.Generators.Layers.BatchNorm;
using DeepThin.Generators.Layers.Channels;
using DeepThin.Generators.Layers.Concat;
using DeepThin.Generators.Layers.Convolution;
using DeepThin.Generators.Layers.DelayLine;
using DeepThin.Generators.Layers.Depthwise;
using DeepThin.Generators.Layers.Dropout;
using DeepThin.Generators.Layers.Embedding;
using DeepThin.Generators.Layers.FullyConnected;
using DeepThin.Generators.Layers.Grouped;
using DeepThin.Generators.Layers.LastStep;
using DeepThin.Generators.Layers.LayerNorm;
using DeepThin.Generators.Layers.Magnitude;
using DeepThin.Generators.Layers.Multiply;
using DeepThin.Generators.Layers.OverTime;
using DeepThin.Generators.Layers.Pad;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Generators.Layers.Pooling;
using DeepThin.Generators.Layers.PRelu;
using DeepThin.Generators.Layers.Recurrent;
using DeepThin.Generators.Layers.Reshape;
using DeepThin.Generators.Layers.Residual;
using DeepThin.Generators.Layers.Scale;
using DeepThin.Generators.Layers.Standardize;
using DeepThin.Generators.Layers.Transpose;
using DeepThin.Generators.Parsing;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.Layers;

/// <summary>A kind of layer: the attributes that declare one, the plan that they lead to, and the emitter of the plan.</summary>
/// <param name="Plan">The type of the plan.</param>
/// <param name="Attributes">The attributes.</param>
/// <param name="Emitter">Makes the emitter of a step whose layer has such a plan, in a model that trains or does not; null where nothing is computed.</param>
internal sealed record LayerKind(Type Plan, LayerAttribute[] Attributes, Func<StepPlan, bool, LayerEmitter>? Emitter);

/// <summary>An attribute that declares a layer.</summary>
/// <param name="ClassName">The name of its class.</param>
/// <param name="DefaultName">What a layer without a name is called, before its index.</param>
/// <param name="Parse">Parses one in a model that is optimised for something.</param>
internal sealed record LayerAttribute(string ClassName, string DefaultName, Func<LayerContext, Optimize, LayerResult> Parse)
{
    /// <summary>Whether such a layer has a state from a step of a sequence to the next, so that its model takes sequences.</summary>
    public bool HasState { get; init; }

    /// <summary>Whether the layers behind have one value of a whole sequence.</summary>
    public bool EndsSequence { get; init; }
}

/// <summary>The list of all kinds of layers. Nothing outside a kind's own files names it.</summary>
internal static class LayerKinds
{
    public static IReadOnlyList<LayerKind> All { get; } =
    [
        new(
            typeof(FullyConnectedPlan),
            [
                new("DenseAttribute", "dense", static (layer, optimize) => new DenseParser(layer, optimize).Parse()),
                new("LowRankAttribute", "lowrank", static (layer, _) => new LowRankParser(layer).Parse()),
                new("HashedAttribute", "hashed", static (layer, _) => new KeptWeightsParser(layer).Parse((q, r, kept) => new HashedPlan(q, r, kept, layer.Index), new GainsParser(layer).Parse() ?? Gains.None)),
                new("PrunedAttribute", "pruned", static (layer, _) => new KeptWeightsParser(layer).Parse(static (q, r, kept) => new PrunedPlan(q, r, kept), Gains.None)),
            ],
            static (step, training) => new FullyConnectedEmitter(step, (FullyConnectedPlan)step.Layer, training)),
        new(
            typeof(ConvolutionPlan),
            [
                new("Conv1DAttribute", "conv", static (layer, _) => new ConvolutionParser(layer, isSeries: true).Parse()),
                new("Conv2DAttribute", "conv", static (layer, _) => new ConvolutionParser(layer, isSeries: false).Parse()),
            ],
            static (step, training) => new ConvolutionEmitter(step, (ConvolutionPlan)step.Layer, training)),
        new(
            typeof(GroupedPlan),
            [], // What declares a convolution declares its groups.
            static (step, training) => new GroupedEmitter(step, (GroupedPlan)step.Layer, training)),
        new(
            typeof(DepthwisePlan),
            [
                new("DepthwiseConv1DAttribute", "depthwise", static (layer, _) => new DepthwiseParser(layer, isSeries: true).Parse()),
                new("DepthwiseConv2DAttribute", "depthwise", static (layer, _) => new DepthwiseParser(layer, isSeries: false).Parse()),
            ],
            static (step, training) => new DepthwiseEmitter(step, (DepthwisePlan)step.Layer, training)),
        new(
            typeof(PoolingPlan),
            [
                new("MaxPool1DAttribute", "maxpool", static (layer, _) => new PoolingParser(layer, isMax: true).Parse(isSeries: true)),
                new("MaxPool2DAttribute", "maxpool", static (layer, _) => new PoolingParser(layer, isMax: true).Parse(isSeries: false)),
                new("GlobalMaxPoolAttribute", "globalmaxpool", static (layer, _) => new PoolingParser(layer, isMax: true).ParseGlobal()),
                new("AveragePool1DAttribute", "averagepool", static (layer, _) => new PoolingParser(layer, isMax: false).Parse(isSeries: true)),
                new("AveragePool2DAttribute", "averagepool", static (layer, _) => new PoolingParser(layer, isMax: false).Parse(isSeries: false)),
                new("GlobalAveragePoolAttribute", "globalaveragepool", static (layer, _) => new PoolingParser(layer, isMax: false).ParseGlobal()),
            ],
            static (step, training) => new PoolingEmitter(step, (PoolingPlan)step.Layer, training)),
        new(
            typeof(ReshapePlan),
            [
                new("FlattenAttribute", "flatten", static (layer, _) => new ReshapeParser(layer).ParseFlatten()),
                new("ReshapeAttribute", "reshape", static (layer, _) => new ReshapeParser(layer).Parse()),
            ],
            Emitter: null),
        new(
            typeof(ActivatePlan),
            [new("ActivateAttribute", "activate", static (layer, _) => new ActivateParser(layer).Parse())],
            static (step, training) => new ActivateEmitter(step, (ActivatePlan)step.Layer, training)),
        new(
            typeof(DropoutPlan),
            [new("DropoutAttribute", "dropout", static (layer, _) => new DropoutParser(layer).Parse())],
            static (step, _) => new DropoutEmitter(step, (DropoutPlan)step.Layer)),
        new(
            typeof(EmbeddingPlan),
            [new("EmbeddingAttribute", "embedding", static (layer, _) => new EmbeddingParser(layer).Parse())],
            static (step, training) => new EmbeddingEmitter(step, (EmbeddingPlan)step.Layer, training)),
        new(
            typeof(ResidualPlan),
            [new("ResidualAttribute", "residual", static (layer, _) => new ResidualParser(layer).Parse())],
            static (step, training) => new ResidualEmitter(step, (ResidualPlan)step.Layer, training)),
        new(
            typeof(MultiplyPlan),
            [new("MultiplyAttribute", "multiply", static (layer, _) => new MultiplyParser(layer).Parse())],
            static (step, training) => new MultiplyEmitter(step, (MultiplyPlan)step.Layer, training)),
        new(
            typeof(ConcatPlan),
            [new("ConcatAttribute", "concat", static (layer, _) => new ConcatParser(layer).Parse())],
            static (step, training) => new ConcatEmitter(step, (ConcatPlan)step.Layer, training)),
        new(
            typeof(StandardizePlan),
            [new("StandardizeAttribute", "standardize", static (layer, _) => new StandardizeParser(layer).Parse())],
            static (step, training) => new StandardizeEmitter(step, (StandardizePlan)step.Layer, training)),
        new(
            typeof(ScalePlan),
            [new("ScaleAttribute", "scale", static (layer, _) => new ScaleParser(layer).Parse())],
            static (step, training) => new ScaleEmitter(step, (ScalePlan)step.Layer, training)),
        new(
            typeof(PReluPlan),
            [new("PReluAttribute", "prelu", static (layer, _) => new PReluParser(layer).Parse())],
            static (step, training) => new PReluEmitter(step, (PReluPlan)step.Layer, training)),
        new(
            typeof(LayerNormPlan),
            [new("LayerNormAttribute", "layernorm", static (layer, _) => new LayerNormParser(layer).Parse())],
            static (step, training) => new LayerNormEmitter(step, (LayerNormPlan)step.Layer, training)),
        new(
            typeof(BatchNormPlan),
            [new("BatchNormAttribute", "batchnorm", static (layer, _) => new BatchNormParser(layer).Parse())],
            static (step, training) => new BatchNormEmitter(step, (BatchNormPlan)step.Layer, training)),
        new(
            typeof(PadPlan),
            [new("PadAttribute", "pad", static (layer, _) => new PadParser(layer).Parse())],
            static (step, training) => new PadEmitter(step, (PadPlan)step.Layer, training)),
        new(
            typeof(MagnitudePlan),
            [new("MagnitudeAttribute", "magnitude", static (layer, _) => new MagnitudeParser(layer).Parse())],
            static (step, training) => new MagnitudeEmitter(step, (MagnitudePlan)step.Layer, training)),
        new(
            typeof(TransposePlan),
            [new("TransposeAttribute", "transpose", static (layer, _) => new TransposeParser(layer).Parse())],
            static (step, training) => new TransposeEmitter(step, (TransposePlan)step.Layer, training)),
        new(
            typeof(ChannelsPlan),
            [new("ChannelsAttribute", "channels", static (layer, _) => new ChannelsParser(layer).Parse())],
            static (step, training) => new ChannelsEmitter(step, (ChannelsPlan)step.Layer, training)),
        new(
            typeof(RecurrentPlan),
            [
                new("LstmAttribute", "lstm", static (layer, _) => new RecurrentParser(layer).Parse(RecurrentCell.Lstm)) { HasState = true },
                new("GruAttribute", "gru", static (layer, _) => new RecurrentParser(layer).ParseGru()) { HasState = true },
                new("RnnAttribute", "rnn", static (layer, _) => new RecurrentParser(layer).ParseSimple()) { HasState = true },
            ],
            static (step, training) => new RecurrentEmitter(step, (RecurrentPlan)step.Layer, training)),
        new(
            typeof(BidirectionalPlan),
            [], // What declares a recurrent layer declares its directions, which are recurrent layers where they are computed.
            Emitter: null),
        new(
            typeof(DelayLinePlan),
            [new("DelayLineAttribute", "delayline", static (layer, _) => new DelayLineParser(layer).Parse()) { HasState = true }],
            static (step, training) => new DelayLineEmitter(step, (DelayLinePlan)step.Layer, training)),
        new(
            typeof(LastStepPlan),
            [new("LastStepAttribute", "laststep", static (layer, _) => new LastStepParser(layer).Parse()) { EndsSequence = true }],
            Emitter: null),
        new(
            typeof(OverTimePlan),
            [
                new("MeanOverTimeAttribute", "meanovertime", static (layer, _) => new OverTimeParser(layer).Parse(PoolingKind.Average)) { HasState = true, EndsSequence = true },
                new("MaxOverTimeAttribute", "maxovertime", static (layer, _) => new OverTimeParser(layer).Parse(PoolingKind.Max)) { HasState = true, EndsSequence = true },
            ],
            static (step, training) => new OverTimeEmitter(step, (OverTimePlan)step.Layer, training)),
    ];

    /// <summary>The metadata names of the attributes of all kinds.</summary>
    public static string[] MetadataNames { get; } = [.. Attributes.Select(attribute => "DeepThin." + attribute.ClassName)];

    private static IEnumerable<LayerAttribute> Attributes => All.SelectMany(kind => kind.Attributes);

    /// <summary>The attribute of a layer, or null for another attribute.</summary>
    public static LayerAttribute? Of(AttributeData data) => Attributes.FirstOrDefault(attribute => ModelParser.IsDeepThin(data, attribute.ClassName));

    /// <summary>The emitter of a step that computes something, in a model that trains or does not.</summary>
    public static LayerEmitter EmitterOf(StepPlan step, bool training) => All.Single(kind => kind.Plan == step.Layer.GetType()).Emitter!(step, training);
}
