using System.Numerics.Tensors;

namespace DeepThin.Training;

/// <summary>What the learning rate is multiplied by along a parameter block, and where weight decay acts: runs that are alike in both, cut where a tensor begins.</summary>
internal sealed class RateMap
{
    private readonly List<Run> _runs = [];
    private readonly List<(int Start, int Length)> _running = [];

    public RateMap(ModelInfo info, FactorRates rates)
    {
        foreach (var (layer, tensor) in info.Layers.SelectMany(layer => layer.Tensors, (layer, tensor) => (layer, tensor)))
        {
            // Gains begin with 1, and slopes with a quarter of it, and have no reason to become small. Means and scales have no gradients, so that nothing else changes them.
            bool decays = tensor.Role is not (TensorRole.InputGain or TensorRole.OutputGain or TensorRole.Mean or TensorRole.Scale or TensorRole.Gain) && !IsRunning(tensor);
            var run = new Run(_runs.Count == 0 ? 0 : tensor.Offset, rates.Of(layer, tensor), decays);
            if (IsRunning(tensor)) _running.Add((tensor.Offset, tensor.Length));
            if (_runs.Count == 0 || run with { Start = _runs[^1].Start } != _runs[^1]) _runs.Add(run);
        }
    }

    /// <summary>The number of runs; 1 where all tensors are alike.</summary>
    public int Runs => _runs.Count;

    /// <summary>
    /// Takes their gradients, divided by the samples of the minibatch, from running statistics among the parameters that begin at start, and clears these gradients: neither the optimiser nor the norm
    /// of the gradient has to do with them.
    /// </summary>
    public void MoveRunning(int start, Span<float> parameters, Span<float> gradients, int samples)
    {
        foreach (var (first, length) in _running)
        {
            int from = Math.Max(start, first) - start, to = Math.Min(start + parameters.Length, first + length) - start;
            if (from >= to) continue;
            var moves = gradients[from..to];
            TensorPrimitives.Divide(moves, samples, moves);
            TensorPrimitives.Subtract(parameters[from..to], moves, parameters[from..to]);
            moves.Clear();
        }
    }

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

    private static bool IsRunning(TensorInfo tensor) => tensor.Role is TensorRole.RunningMean or TensorRole.RunningVariance;

    private readonly record struct Run(int Start, double Multiplier, bool Decays);
}
