using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>Ends a training in which a number is no longer finite, and says where it was and what to try.</summary>
internal sealed class DivergenceCheck(TrainingState state, TrainingOptions options, ITrainingWork work)
{
    /// <summary>Throws unless a number is finite.</summary>
    /// <param name="value">The number.</param>
    /// <param name="what">What it is.</param>
    /// <exception cref="TrainingDivergedException">It is not finite.</exception>
    public void MustBeFinite(double value, string what)
    {
        if (double.IsFinite(value)) return;

        string place = state.Epoch < options.Epochs ? Invariant($"at step {state.GlobalStep} (epoch {state.Epoch + 1})") : "after the last step";
        string advice = "Try a smaller learning rate, a warm-up, or a ClipNorm such as 1.";
        if (work.Outlier() is { } outlier) advice += $" {outlier}";
        throw new TrainingDivergedException(Invariant($"The {what} is {value} {place}, with the learning rate {state.LearningRate}. {advice}"), state.GlobalStep, state.LearningRate);
    }
}
