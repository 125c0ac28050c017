namespace DeepThin.Benchmarks;

/// <summary>Which cells are measured.</summary>
/// <param name="Names">Parts of names, any of which is enough; none for all cells.</param>
/// <param name="Kernels">Names of kernels; none for all.</param>
/// <param name="Batch">The number of samples; null for those of the table.</param>
internal sealed record CellFilter(string[] Names, string[] Kernels, int? Batch)
{
    /// <summary>Whether a cell passes.</summary>
    public bool Takes(Cell cell) =>
        (Names.Length == 0 || Names.Any(name => cell.Name.Contains(Plain(name), StringComparison.OrdinalIgnoreCase)))
        && (Kernels.Length == 0 || Kernels.Contains(cell.Kernel, StringComparer.OrdinalIgnoreCase));

    private static string Plain(string name) => name.Replace('×', 'x').Replace(" ", "", StringComparison.Ordinal);
}
