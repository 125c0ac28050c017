using DeepThin.Samples;
using DeepThin.Training;
using Pronounce.Data;

namespace Pronounce;

/// <summary>The words of a training.</summary>
/// <param name="division">The words in three parts.</param>
internal sealed class Words(Division division)
{
    /// <summary>What networks are trained with.</summary>
    public SequenceDataset Training { get; } = Division.Sequences(division.Training);

    /// <summary>What chooses the best epoch.</summary>
    public SequenceDataset Validation { get; } = Division.Sequences(division.Validation);

    /// <summary>The words in three parts.</summary>
    public Division Division => division;

    /// <summary>A text that is another one for other words.</summary>
    public string Fingerprint { get; } = ResultFolder.Hash(string.Join(
        '\n',
        ((Word[])[.. division.Training, .. division.Validation, .. division.Test]).Select(word => $"{word.Spelling} {string.Join(',', word.Pronunciations.Select(phones => string.Join(' ', phones)))}")));
}
