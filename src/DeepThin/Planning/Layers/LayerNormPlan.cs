using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>The plan of a layer that normalises each sample: columns of so many rows, each column alone, with a weight and a bias for each row.</summary>
internal sealed record LayerNormPlan(int Index, string Name, Shape Shape, bool PerPosition, bool HasBias, float Epsilon) : LayerPlan(Index, Name, Shape, Shape, default)
{
    public override string Kind => "layernorm";

    public override EquatableArray<LinearMap> Maps => default;

    public override long Parameters => Rows * (HasBias ? 2 : 1);

    public override double Cost => 4.0 * Shape.Length;

    public override double PanelCost => 4.0 * Shape.Length;

    /// <summary>The values that are normalised together.</summary>
    public long Rows => PerPosition ? Shape.Channels : Shape.Length;

    /// <summary>How often a sample has them.</summary>
    public long Columns => Shape.Length / Rows;

    public override IEnumerable<TensorInfo> Tensors()
    {
        yield return new(Tensor("weight")) { Role = TensorRole.Gain, Initial = Initial.Ones };
        if (HasBias) yield return new(Tensor("bias")) { Role = TensorRole.Bias };
    }

    // One sample is read in full vectors.
    public override Memory Need(Mode mode) => mode == Mode.OneSample ? new(After: KernelShape.Lanes) : default;

    private TensorInfo Tensor(string name)
    {
        if (PerPosition || Shape.IsVector) return new(name, Shape.Channels, 0, 0);
        int[] dimensions = [Shape.Channels, Shape.Height, Shape.Width];
        return new(name, Shape.Channels, Shape.Height * Shape.Width, 0) { Dimensions = Shape.Height == 1 ? null : dimensions };
    }
}
