using DeepThin;
using DeepThin.Training;
using Pronounce.Data;

namespace Pronounce;

/// <summary>How far what a network reads is from a dictionary. Of a word with several pronunciations the one counts that is nearest.</summary>
/// <param name="PhoneErrors">The phones to add, remove or replace, as a share of all phones.</param>
/// <param name="WordErrors">The share of the words that are not right in all phones.</param>
/// <param name="PhoneErrorsOfBeam">The same with a prefix beam search.</param>
/// <param name="WordErrorsOfBeam">The same with a prefix beam search.</param>
internal sealed record Judgement(double PhoneErrors, double WordErrors, double PhoneErrorsOfBeam, double WordErrorsOfBeam)
{
    private const int BeamWidth = 10;

    /// <summary>Judges a network.</summary>
    /// <param name="model">The network.</param>
    /// <param name="words">The words that it reads.</param>
    /// <param name="threads">The threads at work.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Judgement Of<TModel>(TModel model, IReadOnlyList<Word> words, int threads, CancellationToken cancellationToken)
        where TModel : class, ISequenceModel<TModel>
    {
        Tally all = new(), allOfBeam = new();
        Parallel.For(
            0,
            words.Count,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken },
            () => (Reader: new PhoneReader<TModel>(model), Greedy: new Tally(), Beam: new Tally()),
            (i, _, own) =>
            {
                var scores = own.Reader.Scores(words[i].Spelling);
                own.Greedy.Add(own.Reader.Best(scores), words[i]);
                var best = Ctc.Beam(scores, TModel.OutputLength, BeamWidth, Phones.Blank)[0];
                own.Beam.Add(best.Labels.Span, words[i]);
                return own;
            },
            own =>
            {
                lock (all)
                {
                    all.Add(own.Greedy);
                    allOfBeam.Add(own.Beam);
                }
            });
        return new(all.PhoneErrors, all.WordErrors, allOfBeam.PhoneErrors, allOfBeam.WordErrors);
    }
}
