using System.Numerics;
using System.Runtime.InteropServices;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// Stochastic gradient descent, with momentum as torch.optim.SGD has it (Sutskever et al., 2013):
/// g ← g + WeightDecay·p; b ← Momentum·b + g; p ← p − rate·b, or with Nesterov p ← p − rate·(g + Momentum·b).
/// </summary>
public sealed record Sgd : Optimizer
{
    /// <summary>How much of the earlier steps goes on, 0 to below 1; 0 for none.</summary>
    public double Momentum { get; init; }

    /// <summary>Whether the step looks ahead along the momentum (needs a momentum).</summary>
    public bool Nesterov { get; init; }

    /// <summary>The factor of the parameters that is added to the gradient.</summary>
    public double WeightDecay { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Invariant($"Sgd(Momentum: {Momentum}, Nesterov: {Nesterov}, WeightDecay: {WeightDecay})");

    internal override void Check()
    {
        CheckFraction(Momentum, nameof(Momentum));
        CheckDecay(WeightDecay, nameof(WeightDecay));
        if (Nesterov && Momentum == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(Momentum), Momentum, "Nesterov needs a Momentum above 0, such as 0.9.");
        }
    }

    private protected override OptimizerState CreateState(int length) => new State(this, length);

    private sealed class State(Sgd sgd, int length) : OptimizerState(length, sgd.Momentum == 0 ? 0 : 1)
    {
        private readonly float _momentum = (float)sgd.Momentum;
        private readonly float _decay = (float)sgd.WeightDecay;
        private readonly bool _nesterov = sgd.Nesterov;
        private double _learningRate;

        internal override void UpdateRange(int start, Span<float> parameters, ReadOnlySpan<float> gradients, float gradientScale, double rateMultiplier)
        {
            float rate = (float)(_learningRate * rateMultiplier);
            if (_momentum == 0)
            {
                Plain(parameters, gradients, gradientScale, rate);
            }
            else
            {
                WithMomentum(parameters, gradients, Range(0, start, parameters.Length), gradientScale, rate);
            }
        }

        private protected override void Prepare(double learningRate) => _learningRate = learningRate;

        private void Plain(Span<float> parameters, ReadOnlySpan<float> gradients, float scale, float rate)
        {
            ref float ps = ref MemoryMarshal.GetReference(parameters);
            ref float gs = ref MemoryMarshal.GetReference(gradients);
            int i = 0;
            for (; i <= parameters.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                var p = Vector.LoadUnsafe(ref ps, (nuint)i);
                var g = Vector.LoadUnsafe(ref gs, (nuint)i) * scale + p * _decay;
                Vector.StoreUnsafe(p - g * rate, ref ps, (nuint)i);
            }

            for (; i < parameters.Length; i++)
            {
                float g = gradients[i] * scale + parameters[i] * _decay;
                parameters[i] -= g * rate;
            }
        }

        private void WithMomentum(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> momenta, float scale, float rate)
        {
            float ahead = _nesterov ? _momentum : 1, now = _nesterov ? 1 : 0;
            ref float ps = ref MemoryMarshal.GetReference(parameters);
            ref float gs = ref MemoryMarshal.GetReference(gradients);
            ref float bs = ref MemoryMarshal.GetReference(momenta);
            int i = 0;
            for (; i <= parameters.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                var p = Vector.LoadUnsafe(ref ps, (nuint)i);
                var g = Vector.LoadUnsafe(ref gs, (nuint)i) * scale + p * _decay;
                var b = Vector.LoadUnsafe(ref bs, (nuint)i) * _momentum + g;
                Vector.StoreUnsafe(b, ref bs, (nuint)i);
                Vector.StoreUnsafe(p - (g * now + b * ahead) * rate, ref ps, (nuint)i);
            }

            for (; i < parameters.Length; i++)
            {
                float g = gradients[i] * scale + parameters[i] * _decay;
                momenta[i] = momenta[i] * _momentum + g;
                parameters[i] -= (g * now + momenta[i] * ahead) * rate;
            }
        }
    }
}
