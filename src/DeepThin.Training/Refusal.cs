using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>Reasons why something is refused. Whoever asked for it throws them, because only they know by which name it came.</summary>
internal static class Refusal
{
    /// <summary>The reason, or null if what must be is so.</summary>
    public static string? Unless(bool isSo, FormattableString reason) => isSo ? null : Invariant(reason);

    /// <summary>Refuses a model with recurrent layers, whose samples are steps of sequences.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="NotSupportedException">It has some.</exception>
    public static void OfSequences(ModelInfo model)
    {
        if (model.TakesSequences) throw new NotSupportedException($"{model.Name} has recurrent layers and is trained on sequences: use SequenceTrainer with a SequenceDataset.");
    }
}
