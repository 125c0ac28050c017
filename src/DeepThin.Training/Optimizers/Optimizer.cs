namespace DeepThin.Training;

/// <summary>The rule by which a gradient changes the parameters, with its constants. The learning rate comes from a <see cref="LearningRate"/>.</summary>
public abstract class Optimizer
{
    private protected Optimizer()
    {
    }

    /// <summary>The state of a training that begins.</summary>
    /// <param name="length">The length of the parameter block in floats.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    /// <exception cref="InvalidOperationException">A constant of the optimiser is out of its range.</exception>
    public OptimizerState Start(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (Fault() is { } fault) throw new InvalidOperationException(fault);

        return CreateState(length);
    }

    /// <summary>The rule and its constants, as a checkpoint keeps them.</summary>
    public abstract override string ToString();

    /// <summary>Which constant is out of its range; null if none is.</summary>
    internal abstract string? Fault();

    private protected abstract OptimizerState CreateState(int length);

    private protected static string? FractionFault(double value, string name) =>
        Refusal.Unless(value is >= 0 and < 1, $"{name} is {value}; it must be at least 0 and below 1.");

    private protected static string? DecayFault(double value, string name) =>
        Refusal.Unless(value >= 0 && double.IsFinite(value), $"{name} is {value}; it must be a finite number, 0 or more, such as 0.0001.");
}
