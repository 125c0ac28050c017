namespace DeepThin.Training;

/// <summary>What the learning rate is multiplied by along a parameter block: runs of one multiplier, cut where a tensor begins.</summary>
internal sealed class RateMap
{
    private readonly int[] _starts;
    private readonly double[] _multipliers;

    public RateMap(ModelInfo info, FactorRates rates)
    {
        var starts = new List<int> { 0 };
        var multipliers = new List<double>();
        foreach (var (layer, tensor) in info.Layers.SelectMany(layer => layer.Tensors, (layer, tensor) => (layer, tensor)))
        {
            double multiplier = rates.Of(layer, tensor);
            if (multipliers.Count == 0)
            {
                multipliers.Add(multiplier);
            }
            else if (multiplier != multipliers[^1])
            {
                starts.Add(tensor.Offset);
                multipliers.Add(multiplier);
            }
        }

        _starts = [.. starts];
        _multipliers = [.. multipliers];
    }

    /// <summary>The number of runs; 1 where all tensors have one rate.</summary>
    public int Runs => _multipliers.Length;

    /// <summary>Changes the parameters that begin at start, each run with its rate.</summary>
    /// <returns>Whether the parameters are finite and all that the optimiser remembers of them.</returns>
    public bool Update(OptimizerState optimizer, int start, Span<float> parameters, ReadOnlySpan<float> gradients, float gradientScale)
    {
        bool isFinite = true;
        int end = start + parameters.Length;
        for (int run = 0; run < _multipliers.Length; run++)
        {
            int from = Math.Max(start, _starts[run]), to = run + 1 < _starts.Length ? Math.Min(end, _starts[run + 1]) : end;
            if (from >= to) continue;

            isFinite &= optimizer.UpdateRange(from, parameters[(from - start)..(to - start)], gradients[(from - start)..(to - start)], gradientScale, _multipliers[run]);
        }

        return isFinite;
    }
}
