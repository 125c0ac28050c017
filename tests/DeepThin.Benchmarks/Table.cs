using DeepThin.Benchmarks.Models;

namespace DeepThin.Benchmarks;

/// <summary>The cells of the benchmark, with what is asked of them.</summary>
internal static class Table
{
    private static readonly Row[] Rows =
    [
        Row.Of<Wide1024At10, Tall1024At10, LowRank1024At10>(0.1, [new(1, 4.5, 10), new(64, 1.5, 9)]),
        Row.Of<Wide1024At3, Tall1024At3, LowRank1024At3>(0.03, [new(1, 16, 25), new(64, 3.5, 12)]),
        Row.Of<Wide1024At1, Tall1024At1, LowRank1024At1>(0.01, [new(1, 13, 18), new(64, 5, 7)]),
        Row.Of<Wide1024At04, Tall1024At04, LowRank1024At04>(0.004, [new(1, 11, 10), new(64, 5.5, 3.5)]),
        Row.Of<Wide2048At10, Tall2048At10, LowRank2048At10>(0.1, [new(1, 4.5, 14), new(64, 3, 12)]),
        Row.Of<Wide2048At3, Tall2048At3, LowRank2048At3>(0.03, [new(1, 14, 35), new(64, 6, 26)]),
        Row.Of<Wide2048At1, Tall2048At1, LowRank2048At1>(0.01, [new(1, 22, 40), new(64, 8.5, 20)]),
        Row.Of<Wide2048At04, Tall2048At04, LowRank2048At04>(0.004, [new(1, 26, 25), new(64, 11, 9)]),
        Row.Of<Wide440At10, Tall440At10, LowRank440At10>(0.1, [new(1, 4, 10)]),
        Row.Of<Wide440At3, Tall440At3, LowRank440At3>(0.03, [new(1, 12, 22)]),
        Row.Of<Wide440At1, Tall440At1, LowRank440At1>(0.01, [new(1, 13, 22)]),
        Row.Of<Wide440At04, Tall440At04, LowRank440At04>(0.004, [new(1, 11, 14)]),
        Row.Of<Wide256At3, Tall256At3, LowRank256At3>(0.03, [new(1, 3, 3)]),
    ];

    /// <summary>The cells that pass the filters.</summary>
    /// <param name="filter">The filters.</param>
    /// <exception cref="BenchmarkException">None does.</exception>
    public static IReadOnlyList<Cell> Select(CellFilter filter)
    {
        var inTable = Cells(filter.Batch);

        // A batch that the table does not have is measured for every layer, without a target.
        var all = inTable.Count > 0 ? inTable : [.. Rows.SelectMany(row => row.Cells(filter.Batch!.Value, null, null))];
        Cell[] chosen = [.. all.Where(filter.Takes)];
        if (chosen.Length > 0) return chosen;
        string names = string.Join(", ", all.Select(cell => cell.Name).Distinct()), kernels = string.Join(", ", all.Select(cell => cell.Kernel).Distinct());
        throw new BenchmarkException($"No cell passes the filters. The cells are {names}; their kernels are {kernels}.");
    }

    // One sample of all layers, then the batches.
    private static List<Cell> Cells(int? batch) =>
    [
        .. from asked in Rows.SelectMany(row => row.Asked.Select(asked => (Row: row, Asked: asked)))
           where batch == null || asked.Asked.Batch == batch
           orderby asked.Asked.Batch
           from cell in asked.Row.Cells(asked.Asked.Batch, asked.Asked.Wide, asked.Asked.Tall)
           select cell,
    ];

    /// <summary>How many times faster than dense the forms should be for a batch.</summary>
    private sealed record Asked(int Batch, double Wide, double Tall);

    /// <summary>A layer at a ratio, in both forms.</summary>
    private sealed record Row(double Ratio, BenchModel Wide, BenchModel Tall, BenchModel LowRank, Asked[] Asked)
    {
        public static Row Of<TWide, TTall, TLowRank>(double ratio, Asked[] asked)
            where TWide : class, ITrainableModel<TWide>
            where TTall : class, ITrainableModel<TTall>
            where TLowRank : class, ITrainableModel<TLowRank> =>
            new(ratio, BenchModel.Of<TWide>(), BenchModel.Of<TTall>(), BenchModel.Of<TLowRank>(), asked);

        public Cell[] Cells(int batch, double? wide, double? tall) => [new(Ratio, Wide, LowRank, batch, wide), new(Ratio, Tall, LowRank, batch, tall)];
    }
}
