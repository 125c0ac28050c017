using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Layers;

namespace DeepThin.Generators.Parsing;

/// <summary>The order of layers that stand on several parts of a class, where only one order of the parts makes a chain.</summary>
internal sealed class PartOrder
{
    // Every order of so many parts can be tried.
    private const int MostParts = 7;

    private readonly LayerResult[] _layers;
    private readonly int[][] _parts;

    public PartOrder(AttributeReader[] attributes, LayerResult[] layers)
    {
        _layers = layers;
        _parts = [.. Enumerable.Range(0, layers.Length).GroupBy(index => attributes[index].Declaration).Select(part => part.ToArray())];
    }

    /// <summary>The indices of all layers in that order; empty where no order chains, or more than one does.</summary>
    public int[] Find()
    {
        if (_parts.Length > MostParts) return [];
        int[][][] orders = [.. Chains([]).Take(2)];
        return orders.Length == 1 ? [.. orders[0].SelectMany(part => part)] : [];
    }

    // Within a part the order is given, and a break there is for another rule.
    private IEnumerable<int[][]> Chains(int[][] begun)
    {
        if (begun.Length == _parts.Length) return [begun];
        return _parts
            .Where(part => !begun.Contains(part) && (begun.Length == 0 || Meet(begun[begun.Length - 1], part)))
            .SelectMany(part => Chains([.. begun, part]));
    }

    private bool Meet(int[] before, int[] after) =>
        _layers[before[before.Length - 1]].Output is { } output && output == _layers[after[0]].Input;
}
