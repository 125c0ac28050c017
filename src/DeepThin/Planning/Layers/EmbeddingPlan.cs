using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>The plan of a layer that looks up rows of a table. Its matrix multiplies with nothing, so that it needs none of the kernels.</summary>
internal sealed record EmbeddingPlan(int Index, string Name, int Indices, LinearMap Table) : LayerPlan(Index, Name, new(Indices), new(Table.Q, 1, Indices), default)
{
    private const string Lookup = "lookup";

    public override string Kind => "embedding";

    public override EquatableArray<LinearMap> Maps => new([Table]);

    public override long Parameters => Table.Parameters;

    public override long Prepared => 0;

    public override double Cost => Output.Length;

    public override double PanelCost => Output.Length;

    /// <summary>The floats from the row of a sample to that of the next in scratch memory; full vectors may be written behind a row.</summary>
    public long Stride => ReLayout.RoundUp(Table.Q, KernelShape.Lanes) + KernelShape.Lanes;

    /// <summary>Where the rows of a panel at one index lie in scratch memory, behind those of the samples.</summary>
    public long Rows => Stride * KernelShape.PanelSize;

    public override string KernelOf(LinearMap map) => Lookup;

    public override string BatchKernelOf(LinearMap map) => Lookup;

    public override long MultiplyAddsOf(LinearMap map) => map.Weights.RankOfFactors * Output.Length;

    public override string ReasonsOf(LinearMap map) => "";

    // The values of a table begin as PyTorch's do.
    public override IEnumerable<TensorInfo> Tensors() => Table.Tensors(variance: 1);

    public override Memory Need(Mode mode) => mode == Mode.OneSample ? new(Scratch: Stride) : new(Scratch: Rows + (long)Table.Q * KernelShape.PanelSize);
}
