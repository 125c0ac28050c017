namespace DeepThin.Training;

/// <summary>The rule by which a gradient changes the parameters, with its constants. The learning rate comes from a <see cref="LearningRate"/>.</summary>
public abstract class Optimizer
{
    private protected Optimizer()
    {
    }

    /// <summary>The state of a training that begins.</summary>
    /// <param name="length">The length of the parameter block in floats.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative, or a constant of the optimiser is out of its range.</exception>
    public OptimizerState Start(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Check();
        return CreateState(length);
    }

    /// <summary>The rule and its constants, as a checkpoint keeps them.</summary>
    public abstract override string ToString();

    /// <summary>Throws unless every constant is in its range.</summary>
    internal abstract void Check();

    private protected abstract OptimizerState CreateState(int length);

    /// <summary>Throws unless a constant is in [0, 1).</summary>
    private protected static void CheckFraction(double value, string name)
    {
        if (!(value is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is at least 0 and below 1.");
        }
    }

    /// <summary>Throws unless a weight decay is finite and not negative.</summary>
    private protected static void CheckDecay(double value, string name)
    {
        if (!(value >= 0) || !double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is a finite number, 0 or more, such as 0.0001.");
        }
    }
}
