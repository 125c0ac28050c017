using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>What must be the same when a training is resumed.</summary>
internal static class ResumeConditions
{
    /// <summary>What it is, and its value.</summary>
    public static (string Name, string Value)[] Of(TrainingOptions options, Loss loss, ITrainingWork work) =>
    [
        ("the number of training samples", Invariant($"{work.Count}")),
        ("the number of validation samples", Invariant($"{work.ValidationCount}")),
        ("the batch size", Invariant($"{options.BatchSize}")),
        ("the seed", Invariant($"{options.Seed}")),
        ("the optimiser", options.Optimizer.ToString()),
        ("FactorRates", options.FactorRates.ToString()),
        ("the loss", loss.ToString()),
        ("ClipNorm", options.ClipNorm is { } norm ? Invariant($"{norm}") : "null"),
        ("BestBy", options.BestBy.ToString()),
        ("KeepBest", options.KeepBest.ToString()),
    ];
}
