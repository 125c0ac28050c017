using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>The plan of a layer that normalises each channel over samples and positions.</summary>
internal sealed record BatchNormPlan(int Index, string Name, Shape Shape, float Epsilon, float Momentum) : LayerPlan(Index, Name, Shape, Shape, default)
{
    public override string Kind => "batchnorm";

    public override EquatableArray<LinearMap> Maps => default;

    public override long Parameters => 4L * Shape.Channels;

    public override double Cost => Shape.Length;

    public override double PanelCost => Shape.Length;

    public override long MultiplyAddsBeside => Shape.Length;

    /// <summary>The floats of a value for each channel.</summary>
    public long Stride => Placement.Align(Shape.Channels);

    public override IEnumerable<TensorInfo> Tensors() =>
    [
        .. ScalePlan.GainTensors(Shape.Channels, hasBias: true),
        new("running_mean", Shape.Channels, 0, 0) { Role = TensorRole.RunningMean },
        new("running_var", Shape.Channels, 0, 0) { Role = TensorRole.RunningVariance, Initial = Initial.Ones },
    ];

    // A factor and a summand of each channel, which follow from the tensors; a trace keeps the means, variances and scales of its panel. One sample is read in full vectors.
    public override Memory Need(Mode mode) => mode switch
    {
        Mode.OneSample => new(After: KernelShape.Lanes, Scratch: 2 * Stride),
        Mode.Trace => new(Kept: 3 * Stride, Scratch: 2 * Stride),
        _ => new(Scratch: 2 * Stride),
    };
}
