namespace DeepThin.Training;

/// <summary>A ratio that a layer can have: the argument of its attribute, and the matrices that it compresses.</summary>
internal sealed class LayerRatio
{
    private readonly LayerInfo _layer;

    private LayerRatio(int index, LayerInfo layer, string argument, IReadOnlyList<int> maps)
    {
        _layer = layer;
        (Layer, Argument) = (index, argument);
        Maps = [.. maps.Select(map => layer.Maps[map])];
        Matrices = [.. maps.Select(map => Matrix(index, layer, map))];
    }

    /// <summary>The layer, from 0.</summary>
    public int Layer { get; }

    /// <summary>The name of the layer.</summary>
    public string LayerName => _layer.Name;

    /// <summary>The argument: <c>Ratio</c> or <c>RecurrentRatio</c>.</summary>
    public string Argument { get; }

    /// <summary>The name of the layer, and of the argument where the layer has two.</summary>
    public string Name => _layer.Maps.Count == 1 ? LayerName : $"{LayerName}.{Argument}";

    /// <summary>The matrices as the model has them.</summary>
    public IReadOnlyList<MapInfo> Maps { get; }

    /// <summary>The same matrices as factors would stand for them.</summary>
    public IReadOnlyList<LayerMatrix> Matrices { get; }

    /// <summary>The weights of all these matrices.</summary>
    public long Weights => Matrices.Sum(matrix => matrix.Weights);

    /// <summary>The sizes of the matrices in words, each once.</summary>
    public string Sizes => string.Join(" and ", Matrices.Select(matrix => FormattableString.Invariant($"{matrix.Q} × {matrix.R}")).Distinct());

    /// <summary>The ratios of all layers of a model.</summary>
    /// <param name="model">The uncompressed model.</param>
    public static IReadOnlyList<LayerRatio> Of(ModelInfo model) => [.. model.Layers.SelectMany((layer, index) => Of(index, layer))];

    /// <summary>The ratios of a layer; none of one without a matrix, or with one that is kept in another way than whole.</summary>
    /// <param name="index">The layer, from 0.</param>
    /// <param name="layer">What it is.</param>
    public static IEnumerable<LayerRatio> Of(int index, LayerInfo layer)
    {
        if (layer.Maps.Count == 0 || layer.Maps.Any(map => map.Kind != "dense")) yield break;

        // A recurrent layer has its matrices once for each direction: that of the inputs, and one or two of the hidden values.
        int ofDirection = layer.Maps.Count / (layer.NeedsWholeSequence ? 2 : 1);
        var maps = Enumerable.Range(0, layer.Maps.Count).ToLookup(map => map % ofDirection == 0);
        yield return new(index, layer, "Ratio", [.. maps[true]]);
        if (ofDirection > 1) yield return new(index, layer, "RecurrentRatio", [.. maps[false]]);
    }

    // The gains of a convolution are those of channels; one in groups and a table have none.
    private static LayerMatrix Matrix(int index, LayerInfo layer, int map)
    {
        int q = layer.Maps[map].Inputs, r = layer.Maps[map].Outputs;
        return layer.Kind switch
        {
            "convolution" => new(index, map, q, r, layer.InputShape[0], Form.Tall),
            "grouped" or "embedding" => new(index, map, q, r, 0, Form.Wide),
            _ => new(index, map, q, r, q, Form.Wide),
        };
    }
}
