using DeepThin;
using Pronounce.Data;

namespace Pronounce;

/// <summary>Reads words with a network, one after the other, and allocates nothing for a word. For one thread at a time.</summary>
/// <typeparam name="TModel">The network.</typeparam>
/// <param name="model">The network.</param>
internal sealed class PhoneReader<TModel>(TModel model)
    where TModel : class, ISequenceModel<TModel>
{
    private const int MostSteps = Letters.Steps * Letters.Longest;

    private readonly float[] _steps = new float[MostSteps], _scores = new float[MostSteps * TModel.OutputLength];
    private readonly int[] _phones = new int[MostSteps];

    /// <summary>The scores of the classes in each step.</summary>
    /// <param name="word">A word of known signs, one at least and <see cref="Letters.Longest"/> at most.</param>
    /// <returns>The scores, which stay until the next word.</returns>
    public ReadOnlySpan<float> Scores(ReadOnlySpan<char> word)
    {
        var steps = _steps.AsSpan(0, Letters.Steps * word.Length);
        var scores = _scores.AsSpan(0, steps.Length * TModel.OutputLength);
        Letters.Encode(word, steps);
        model.Forward(steps, scores);
        return scores;
    }

    /// <summary>The phones of a word, by the best class of each step.</summary>
    /// <param name="word">A word of known signs, one at least and <see cref="Letters.Longest"/> at most.</param>
    /// <returns>The classes of the phones, which stay until the next word.</returns>
    public ReadOnlySpan<int> Read(ReadOnlySpan<char> word) => Best(Scores(word));

    /// <summary>The phones of the best class of each step.</summary>
    /// <param name="scores">The scores of a word.</param>
    /// <returns>The classes of the phones, which stay until the next word.</returns>
    public ReadOnlySpan<int> Best(ReadOnlySpan<float> scores) => _phones.AsSpan(0, Ctc.Greedy(scores, TModel.OutputLength, _phones, Phones.Blank));
}
