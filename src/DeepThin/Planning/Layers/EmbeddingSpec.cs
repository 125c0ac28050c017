namespace DeepThin.Planning;

/// <summary>A layer that looks up rows of a table, of <c>[Embedding]</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Indices">The indices that it reads.</param>
/// <param name="Table">The table: a matrix whose columns are the rows that are looked up, so that the values of one lie side by side.</param>
internal sealed record EmbeddingSpec(string Name, int Indices, WeightsPlan Table) : LayerSpec(Name, default)
{
    public override Shape Input => new(Indices);

    public override Shape Output => new(Table.Q, 1, Indices);

    public override LayerPlan Plan(int index, NetworkSpec network) =>
        new EmbeddingPlan(index, Name, Indices, LinearMap.For(Table, Gains.None, Kernel.Auto, network with { Held = WeightType.Float32 }));
}
