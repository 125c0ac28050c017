using System.Numerics;
using System.Runtime.InteropServices;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// Adam (Kingma and Ba, 2015) as torch.optim.Adam has it, and with <see cref="Decoupled"/> AdamW (Loshchilov and Hutter, 2019). At step t:
/// m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²; p ← p − rate / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε).
/// Before that the weight decay is added to the gradient, g ← g + WeightDecay·p, or when decoupled taken from the parameters, p ← p·(1 − rate·WeightDecay).
/// </summary>
public sealed class Adam : Optimizer
{
    /// <summary>β₁, the decay of the mean of the gradients, 0 to below 1.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>β₂, the decay of the mean of their squares, 0 to below 1.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>ε, which keeps the divisor from 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The weight decay.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Whether the weight decay acts on the parameters and not through the gradient (AdamW).</summary>
    public bool Decoupled { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Invariant($"Adam(Beta1: {Beta1}, Beta2: {Beta2}, Epsilon: {Epsilon}, WeightDecay: {WeightDecay}, Decoupled: {Decoupled})");

    internal override string? Fault() =>
        FractionFault(Beta1, nameof(Beta1))
        ?? FractionFault(Beta2, nameof(Beta2))
        ?? DecayFault(WeightDecay, nameof(WeightDecay))
        ?? Refusal.Unless((float)Epsilon > 0 && float.IsFinite((float)Epsilon), $"Epsilon is {Epsilon}; it must be a finite number above 0 in single precision, such as 1e-8.");

    private protected override OptimizerState CreateState(int length) => new State(this, length);

    private sealed class State(Adam adam, int length) : OptimizerState(length, 2)
    {
        private readonly float _keepMean = (float)adam.Beta1;
        private readonly float _takeMean = (float)(1 - adam.Beta1);
        private readonly float _keepSquare = (float)adam.Beta2;
        private readonly float _takeSquare = (float)(1 - adam.Beta2);
        private readonly float _epsilon = (float)adam.Epsilon;
        private double _learningRate;
        private double _meanCorrection;
        private float _correction;

        internal override bool UpdateRange(int start, Span<float> parameters, ReadOnlySpan<float> gradients, float gradientScale, double rateMultiplier, bool decays)
        {
            double rate = _learningRate * rateMultiplier;
            float shrink = decays && adam.Decoupled ? (float)(1 - rate * adam.WeightDecay) : 1;
            float coupledDecay = decays && !adam.Decoupled ? (float)adam.WeightDecay : 0;
            float stepSize = (float)(rate / _meanCorrection);
            var means = Range(0, start, parameters.Length);
            var squares = Range(1, start, parameters.Length);
            ref float ps = ref MemoryMarshal.GetReference(parameters);
            ref float gs = ref MemoryMarshal.GetReference(gradients);
            ref float ms = ref MemoryMarshal.GetReference(means);
            ref float vs = ref MemoryMarshal.GetReference(squares);
            var correction = new Vector<float>(_correction);
            var epsilon = new Vector<float>(_epsilon);
            var zeros = Vector<float>.Zero;
            int i = 0;
            for (; i <= parameters.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                var p = Vector.LoadUnsafe(ref ps, (nuint)i);
                var g = Vector.LoadUnsafe(ref gs, (nuint)i) * gradientScale + p * coupledDecay;
                var m = Vector.LoadUnsafe(ref ms, (nuint)i) * _keepMean + g * _takeMean;
                var v = Vector.LoadUnsafe(ref vs, (nuint)i) * _keepSquare + g * g * _takeSquare;
                Vector.StoreUnsafe(m, ref ms, (nuint)i);
                Vector.StoreUnsafe(v, ref vs, (nuint)i);
                var next = p * shrink - m / (Vector.SquareRoot(v) / correction + epsilon) * stepSize;
                Vector.StoreUnsafe(next, ref ps, (nuint)i);
                zeros |= (next - next) | (v - v);
            }

            float zero = Vector.Sum(zeros);

            for (; i < parameters.Length; i++)
            {
                float g = gradients[i] * gradientScale + parameters[i] * coupledDecay;
                means[i] = means[i] * _keepMean + g * _takeMean;
                squares[i] = squares[i] * _keepSquare + g * g * _takeSquare;
                parameters[i] = parameters[i] * shrink - means[i] / (MathF.Sqrt(squares[i]) / _correction + _epsilon) * stepSize;
                zero += (parameters[i] - parameters[i]) + (squares[i] - squares[i]);
            }

            return zero == 0;
        }

        private protected override void Prepare(double learningRate)
        {
            _learningRate = learningRate;
            _meanCorrection = 1 - Math.Pow(adam.Beta1, Steps);
            _correction = (float)Math.Sqrt(1 - Math.Pow(adam.Beta2, Steps));
        }
    }
}
