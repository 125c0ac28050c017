using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// A schedule of the learning rate: a pure function of the step and of the number of steps of the whole training.
/// The first w steps rise linearly, Rate·(step + 1) / w; after them the rate is Rate·f(s, S), where s = step − w and S = steps − w, and f is the schedule's own
/// formula; w is <see cref="WarmUp"/>, or a share of all steps, rounded up. Steps count from 0.
/// </summary>
public abstract class LearningRate
{
    private LearningRate(double rate, int warmUp)
    {
        if (!(rate > 0) || !double.IsFinite(rate))
        {
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "A learning rate is a finite number above 0, such as 0.001.");
        }

        if (warmUp < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(warmUp), warmUp, "The number of warm-up steps is 0 or more.");
        }

        Rate = rate;
        WarmUp = warmUp;
    }

    /// <summary>The highest rate of the schedule.</summary>
    public double Rate { get; }

    /// <summary>The number of steps in which the rate rises to <see cref="Rate"/>; 0 where it is a share of all steps.</summary>
    public int WarmUp { get; private set; }

    /// <summary>The share of all steps in which the rate rises to <see cref="Rate"/>; 0 where it is a number of steps.</summary>
    public double WarmUpShare { get; private set; }

    private string WarmUpText => WarmUpShare > 0 ? Invariant($"warmUp: {100 * WarmUpShare} %") : Invariant($"warmUp: {WarmUp}");

    /// <summary>The same rate at every step: f = 1.</summary>
    /// <param name="rate">The rate, above 0.</param>
    /// <param name="warmUp">The number of warm-up steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static LearningRate Constant(double rate, int warmUp = 0) => new ConstantRate(rate, warmUp);

    /// <summary>A rate that falls by the same factor again and again: f = factor^⌊s / every⌋.</summary>
    /// <param name="rate">The rate, above 0.</param>
    /// <param name="every">The number of steps between two falls, 1 or more.</param>
    /// <param name="factor">What the rate is multiplied by, above 0 and at most 1.</param>
    /// <param name="warmUp">The number of warm-up steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static LearningRate Step(double rate, int every, double factor = 0.1, int warmUp = 0)
    {
        if (every < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(every), every, "There is at least 1 step between two falls of the learning rate.");
        }

        if (!(factor is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor is above 0 and at most 1, such as 0.1.");
        }

        return new StepRate(rate, every, factor, warmUp);
    }

    /// <summary>A rate that falls along a line: f = 1 − (1 − end)·s / S.</summary>
    /// <param name="rate">The rate, above 0.</param>
    /// <param name="end">The fraction of the rate that it falls to, 0 to 1.</param>
    /// <param name="warmUp">The number of warm-up steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static LearningRate Linear(double rate, double end = 0, int warmUp = 0) => new LinearRate(rate, CheckEnd(end), warmUp);

    /// <summary>A rate that falls along half a period of the cosine: f = end + (1 − end)·(1 + cos(π·s / S)) / 2 (Loshchilov and Hutter, SGDR, 2017, without restarts).</summary>
    /// <param name="rate">The rate, above 0.</param>
    /// <param name="end">The fraction of the rate that it falls to, 0 to 1.</param>
    /// <param name="warmUp">The number of warm-up steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static LearningRate Cosine(double rate, double end = 0, int warmUp = 0) => new CosineRate(rate, CheckEnd(end), warmUp);

    /// <summary>The same schedule, whose warm-up is a share of the steps of the whole training in place of a number of steps.</summary>
    /// <param name="share">The share, above 0 and below 1, such as 0.1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of its range.</exception>
    public LearningRate WithWarmUp(double share)
    {
        if (!(share is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "The warm-up is a share of all steps, above 0 and below 1, such as 0.1.");
        var other = (LearningRate)MemberwiseClone();
        (other.WarmUp, other.WarmUpShare) = (0, share);
        return other;
    }

    /// <summary>A rate that rises by the same factor at every step, from one rate to another: f = (to / from)^(s / S) from the lower one on.</summary>
    internal static LearningRate Rising(double from, double to) => new RisingRate(from, to);

    /// <summary>The rate at a step.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="steps">The number of steps of the whole training; from there on the rate stays at its end.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public double At(long step, long steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        long warmUp = WarmUpSteps(steps);
        return step < warmUp ? Rate * (step + 1) / warmUp : Rate * Factor(step - warmUp, steps - warmUp);
    }

    /// <summary>The schedule and its constants.</summary>
    public abstract override string ToString();

    /// <summary>Whether the rate is meant to stay as it is after the warm-up.</summary>
    internal virtual bool IsConstant => false;

    /// <summary>The steps of the warm-up in a training of so many steps.</summary>
    internal long WarmUpSteps(long steps) => WarmUpShare > 0 ? (long)Math.Ceiling(WarmUpShare * steps) : WarmUp;

    /// <summary>f(s, S).</summary>
    private protected abstract double Factor(long step, long steps);

    private static double CheckEnd(double end) =>
        end is >= 0 and <= 1 ? end : throw new ArgumentOutOfRangeException(nameof(end), end, "The end is a fraction of the learning rate, 0 to 1.");

    private static double Progress(long step, long steps) => step >= steps ? 1 : (double)step / steps;

    private sealed class ConstantRate(double rate, int warmUp) : LearningRate(rate, warmUp)
    {
        public override string ToString() => Invariant($"Constant({Rate}, {WarmUpText})");

        internal override bool IsConstant => true;

        private protected override double Factor(long step, long steps) => 1;
    }

    private sealed class RisingRate(double from, double to) : LearningRate(from, 0)
    {
        public override string ToString() => Invariant($"Rising({Rate}, to: {to})");

        private protected override double Factor(long step, long steps) => Math.Pow(to / Rate, Progress(step, Math.Max(1, steps - 1)));
    }

    private sealed class StepRate(double rate, int every, double factor, int warmUp) : LearningRate(rate, warmUp)
    {
        public override string ToString() => Invariant($"Step({Rate}, every: {every}, factor: {factor}, {WarmUpText})");

        private protected override double Factor(long step, long steps) => Math.Pow(factor, step / every);
    }

    private sealed class LinearRate(double rate, double end, int warmUp) : LearningRate(rate, warmUp)
    {
        public override string ToString() => Invariant($"Linear({Rate}, end: {end}, {WarmUpText})");

        private protected override double Factor(long step, long steps) => 1 - (1 - end) * Progress(step, steps);
    }

    private sealed class CosineRate(double rate, double end, int warmUp) : LearningRate(rate, warmUp)
    {
        public override string ToString() => Invariant($"Cosine({Rate}, end: {end}, {WarmUpText})");

        private protected override double Factor(long step, long steps) => end + (1 - end) * (1 + Math.Cos(Math.PI * Progress(step, steps))) / 2;
    }
}
