namespace DeepThin.Training;

/// <summary>
/// The loss, the gradient, a parameter, what the optimiser remembers, or a prediction of the trained model is no longer a finite number. The model has the
/// parameters of the last step that was done, which are finite. If it is a step that has led to a parameter or a memory that is not, the model has those of
/// the last step whose number is a multiple of 64, counted from the beginning, or those with which this call began.
/// </summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is not finite, at which step, and what to try.</param>
    /// <param name="step">The step, from 0, of all epochs.</param>
    /// <param name="learningRate">The learning rate of the step.</param>
    public TrainingDivergedException(string message, long step, double learningRate)
        : base(message)
    {
        Step = step;
        LearningRate = learningRate;
    }

    /// <summary>The step, from 0, of all epochs.</summary>
    public long Step { get; }

    /// <summary>The learning rate of the step.</summary>
    public double LearningRate { get; }
}
