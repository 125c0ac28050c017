using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>The plan of a layer that normalises each channel over samples and positions.</summary>
internal sealed record BatchNormPlan(int Index, string Name, Shape Shape, float Epsilon, float Momentum) : LayerPlan(Index, Name, Shape, Shape, default)
{
    public override string Kind => "batchnorm";

    public override EquatableArray<LinearMap> Maps => default;

    public override long Parameters => 4L * Shape.Channels;

    public override double Cost => IsFolded ? 0 : Shape.Length;

    public override double PanelCost => Cost;

    public override long MultiplyAddsBeside => Shape.Length;

    /// <summary>The floats of a value for each channel.</summary>
    public long Stride => Placement.Align(Shape.Channels);

    /// <summary>A factor and a summand of each channel for predictions, which follow from the tensors.</summary>
    public override long Prepared => 2 * Stride;

    public override IEnumerable<TensorInfo> Tensors() =>
    [
        .. ScalePlan.GainTensors(Shape.Channels, hasBias: true),
        new("running_mean", Shape.Channels, 0, 0) { Role = TensorRole.RunningMean },
        new("running_var", Shape.Channels, 0, 0) { Role = TensorRole.RunningVariance, Initial = Initial.Ones },
    ];

    public override EpiloguePlan? FoldInto(EpiloguePlan epilogue) => epilogue is { Norm: null, IsLinear: true } ? epilogue with { Norm = Index } : null;

    // One sample is read in full vectors. A trace keeps the means, variances and scales of its panel, and has factors and summands of its own.
    public override Memory Need(Mode mode) => mode switch
    {
        Mode.OneSample => new(After: KernelShape.Lanes),
        Mode.Trace => new(Kept: 3 * Stride, Scratch: 2 * Stride),
        _ => default,
    };
}
