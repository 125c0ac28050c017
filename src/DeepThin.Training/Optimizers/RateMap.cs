namespace DeepThin.Training;

/// <summary>What the learning rate is multiplied by along a parameter block, and where weight decay acts: runs that are alike in both, cut where a tensor begins.</summary>
internal sealed class RateMap
{
    private readonly List<Run> _runs = [];

    public RateMap(ModelInfo info, FactorRates rates)
    {
        foreach (var (layer, tensor) in info.Layers.SelectMany(layer => layer.Tensors, (layer, tensor) => (layer, tensor)))
        {
            // Gains begin with 1, and slopes with a quarter of it, and have no reason to become small. Means and scales have no gradients, so that nothing else changes them.
            bool decays = tensor.Role is not (TensorRole.InputGain or TensorRole.OutputGain or TensorRole.Mean or TensorRole.Scale or TensorRole.Gain);
            var run = new Run(_runs.Count == 0 ? 0 : tensor.Offset, rates.Of(layer, tensor), decays);
            if (_runs.Count == 0 || run with { Start = _runs[^1].Start } != _runs[^1]) _runs.Add(run);
        }
    }

    /// <summary>The number of runs; 1 where all tensors are alike.</summary>
    public int Runs => _runs.Count;

    /// <summary>Changes the parameters that begin at start, each run with its rate.</summary>
    /// <returns>Whether the parameters are finite and all that the optimiser remembers of them.</returns>
    public bool Update(OptimizerState optimizer, int start, Span<float> parameters, ReadOnlySpan<float> gradients, float gradientScale)
    {
        bool isFinite = true;
        int end = start + parameters.Length;
        for (int i = 0; i < _runs.Count; i++)
        {
            var run = _runs[i];
            int from = Math.Max(start, run.Start), to = i + 1 < _runs.Count ? Math.Min(end, _runs[i + 1].Start) : end;
            if (from >= to) continue;

            isFinite &= optimizer.UpdateRange(from, parameters[(from - start)..(to - start)], gradients[(from - start)..(to - start)], gradientScale, run.Multiplier, run.Decays);
        }

        return isFinite;
    }

    private readonly record struct Run(int Start, double Multiplier, bool Decays);
}
