using System.Numerics;
using System.Runtime.InteropServices;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// Stochastic gradient descent, with momentum as torch.optim.SGD has it (Sutskever et al., 2013):
/// g ← g + WeightDecay·p; b ← Momentum·b + g; p ← p − rate·b, or with Nesterov p ← p − rate·(g + Momentum·b).
/// </summary>
public sealed class Sgd : Optimizer
{
    /// <summary>How much of the earlier steps goes on, 0 to below 1; 0 for none.</summary>
    public double Momentum { get; init; }

    /// <summary>Whether the step looks ahead along the momentum (needs a momentum).</summary>
    public bool Nesterov { get; init; }

    /// <summary>The factor of the parameters that is added to the gradient.</summary>
    public double WeightDecay { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Invariant($"Sgd(Momentum: {Momentum}, Nesterov: {Nesterov}, WeightDecay: {WeightDecay})");

    internal override string? Fault() =>
        FractionFault(Momentum, nameof(Momentum))
        ?? DecayFault(WeightDecay, nameof(WeightDecay))
        ?? Refusal.Unless(!Nesterov || Momentum > 0, $"Momentum is {Momentum}; Nesterov needs one above 0, such as 0.9.");

    private protected override OptimizerState CreateState(int length) => new State(this, length);

    private sealed class State(Sgd sgd, int length) : OptimizerState(length, sgd.Momentum == 0 ? 0 : 1)
    {
        private readonly float _momentum = (float)sgd.Momentum;
        private readonly bool _nesterov = sgd.Nesterov;
        private double _learningRate;

        internal override bool UpdateRange(int start, Span<float> parameters, ReadOnlySpan<float> gradients, float gradientScale, double rateMultiplier, bool decays)
        {
            float rate = (float)(_learningRate * rateMultiplier), decay = decays ? (float)sgd.WeightDecay : 0;
            return _momentum == 0
                ? Plain(parameters, gradients, gradientScale, rate, decay)
                : WithMomentum(parameters, gradients, Range(0, start, parameters.Length), gradientScale, rate, decay);
        }

        private protected override void Prepare(double learningRate) => _learningRate = learningRate;

        private static bool Plain(Span<float> parameters, ReadOnlySpan<float> gradients, float scale, float rate, float decay)
        {
            ref float ps = ref MemoryMarshal.GetReference(parameters);
            ref float gs = ref MemoryMarshal.GetReference(gradients);
            var zeros = Vector<float>.Zero;
            int i = 0;
            for (; i <= parameters.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                var p = Vector.LoadUnsafe(ref ps, (nuint)i);
                var g = Vector.LoadUnsafe(ref gs, (nuint)i) * scale + p * decay;
                var next = p - g * rate;
                Vector.StoreUnsafe(next, ref ps, (nuint)i);
                zeros |= next - next;
            }

            float zero = Vector.Sum(zeros);

            for (; i < parameters.Length; i++)
            {
                float g = gradients[i] * scale + parameters[i] * decay;
                parameters[i] -= g * rate;
                zero += parameters[i] - parameters[i];
            }

            return zero == 0;
        }

        private bool WithMomentum(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> momenta, float scale, float rate, float decay)
        {
            float ahead = _nesterov ? _momentum : 1, now = _nesterov ? 1 : 0;
            ref float ps = ref MemoryMarshal.GetReference(parameters);
            ref float gs = ref MemoryMarshal.GetReference(gradients);
            ref float bs = ref MemoryMarshal.GetReference(momenta);
            var zeros = Vector<float>.Zero;
            int i = 0;
            for (; i <= parameters.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                var p = Vector.LoadUnsafe(ref ps, (nuint)i);
                var g = Vector.LoadUnsafe(ref gs, (nuint)i) * scale + p * decay;
                var b = Vector.LoadUnsafe(ref bs, (nuint)i) * _momentum + g;
                Vector.StoreUnsafe(b, ref bs, (nuint)i);
                var next = p - (g * now + b * ahead) * rate;
                Vector.StoreUnsafe(next, ref ps, (nuint)i);
                zeros |= next - next;
            }

            float zero = Vector.Sum(zeros);

            for (; i < parameters.Length; i++)
            {
                float g = gradients[i] * scale + parameters[i] * decay;
                momenta[i] = momenta[i] * _momentum + g;
                parameters[i] -= (g * now + momenta[i] * ahead) * rate;
                zero += parameters[i] - parameters[i];
            }

            return zero == 0;
        }
    }
}
